"""Looking at an import run in tests."""

from __future__ import annotations

from omos.office.sheets.models import ImportProblem, ImportRow


def states(run) -> list[str]:
    return list(ImportRow.objects.filter(run=run).order_by("number").values_list("state", flat=True))


def codes(run, **filters) -> list[tuple[str, str]]:
    return list(ImportProblem.objects.filter(run=run, **filters).order_by("id").values_list("field", "code"))
