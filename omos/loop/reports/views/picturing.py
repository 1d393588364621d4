"""Giving a report away as a picture or as text: what the viewer's page shows, nothing more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _

from omos.loop.reports.composing.sheets import sheet_as_text
from omos.ui.pictures import NoChineseFont, Sheet, draw


def png(sheet: Sheet, day: date) -> HttpResponse:
    """The sheet as a PNG; a machine that cannot write Chinese says so."""
    try:
        content = draw(sheet)
    except NoChineseFont:
        words = _("This server has no Chinese font, so it draws no pictures. `omos doctor` says which one to install.")
        return HttpResponse(words, status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type="image/png")
    response.headers["Content-Disposition"] = f'inline; filename="report-{day.isoformat()}.png"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def copies(sheet: Sheet, picture_url: str, *, text: str = "") -> Mapping[str, str]:
    """What the two copy buttons of a report page need."""
    return {"text": text or sheet_as_text(sheet), "picture_url": picture_url}
