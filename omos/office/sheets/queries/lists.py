"""Saved views and column choices of a viewer."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from omos.office.sheets.models import ColumnChoice, SavedView
from omos.people.viewer import Viewer


def views_of(*, viewer: Viewer, page: str) -> QuerySet[SavedView]:
    """Saved views of a list that the viewer sees: own ones, and those of teams at or below the own department."""
    seen = Q(owner_id=viewer.user_id) | Q(department_id__in=viewer.department_ids | {viewer.department_id})
    return SavedView.objects.filter(seen, page=page).order_by("department_id", "name", "id")


def layout_of(*, viewer: Viewer, page: str) -> dict[str, Any]:
    """The viewer's column choice for a list; empty when there is none."""
    layout = ColumnChoice.objects.filter(user=viewer.user_id, page=page).values_list("layout", flat=True).first()
    return layout if isinstance(layout, dict) else {}
