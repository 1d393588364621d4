"""Giving a table away as a file: only to whom exports are granted, and never without a line in the trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import FileResponse

from omos.office.sheets import export
from omos.office.sheets import services as sheets
from omos.people import clock
from omos.people.access import ViewerRequest, may


def table_file(
    request: ViewerRequest,
    *,
    page: str,
    title: str,
    day: date,
    heads: Sequence[str],
    rows: Sequence[Sequence[export.Value]],
) -> FileResponse:
    """The rows as xlsx or csv, as the posted `kind` asks."""
    if not may(request.viewer, "sheets.export"):
        raise PermissionDenied("sheets.export")
    kind = request.POST.get("kind", "")
    if kind not in {"xlsx", "csv"}:
        raise BadRequest("unknown kind of file")
    file = (
        export.write_csv(heads=heads, rows=rows)
        if kind == "csv"
        else export.write_xlsx(title=title, heads=heads, rows=rows, author=request.viewer.name)
    )
    sheets.note_export(
        page=page, rows=len(rows), kind=kind, query=day.isoformat(), actor=request.viewer, now=clock.now()
    )
    name = export.file_name(title, day, kind)
    return FileResponse(file, as_attachment=True, filename=name, headers={"Cache-Control": "no-store"})
