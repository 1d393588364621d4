"""Choices of the bulk actions, which know neither viewer nor day."""

from __future__ import annotations

from omos.centres.content import queries
from omos.people import clock
from omos.people.viewer import Viewer


def everybody() -> list[tuple[int, str]]:
    """People who are here; whether one may give to them, the service looks."""
    here = queries.writers(viewer=Viewer.system("content"), verb="content.assign", today=clock.today())
    return list(here.order_by("id").values_list("id", "name"))
