"""Who is here, who has gone: views of the staff list that depend on the day, and so read the clock as a view does."""

from __future__ import annotations

from django.db.models import Q

from omos.people import clock
from omos.people.viewer import Viewer


def here(viewer: Viewer) -> Q:
    """Those whose last day is not over; planned people are not here yet."""
    return (Q(left_on=None) | Q(left_on__gte=clock.today())) & ~Q(kind="PLANNED")


def gone(viewer: Viewer) -> Q:
    """Those whose last day is over."""
    return Q(left_on__lt=clock.today())
