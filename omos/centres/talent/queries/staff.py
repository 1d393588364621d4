"""The personnel file as the list shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from omos.people import queries as people
from omos.people.viewer import Viewer

if TYPE_CHECKING:
    from omos.people.models import Staff


def staff(viewer: Viewer) -> QuerySet[Staff]:
    """Staff in scope with department, position and login."""
    return people.staff_list(viewer)
