"""People, weeks and days of the components page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import pgettext as _

from omos.ui import formats
from omos.ui.parts import Cell, Chip, Day, HeatCell, HeatRow, Load, Person, PlanRow

_KINDS: dict[str, Any] = {
    "y": "yes",
    "l": "late",
    "m": "missing",
    "a": "away",
    "u": "unknown",
    ".": "off",
    "c": "coming",
}


def samples() -> dict[str, Any]:
    """Context for the team's table, the matrix and the calendar."""
    return {
        "people": _people(),
        "team": _team(),
        "week": _week(),
        "plan": _plan(),
        "day_loads": (
            {"percent": "93%", "value": 0.93},
            {"percent": "92%", "value": 0.92},
            {"percent": "95%", "value": 0.95},
        ),
        "month": _month(),
        "closings": _closings(),
    }


def _people() -> tuple[Person, ...]:
    return (
        Person(_("sample", "Chen Siyuan"), _("sample", "S"), _("sample", "editor")),
        Person(_("sample", "Zhao Yiming"), _("sample", "Y"), _("sample", "SEO")),
        Person(_("sample", "Jiang Yutong"), _("sample", "T"), _("sample", "new media")),
        Person(_("sample", "Peng Xue"), _("sample", "X"), _("sample", "service")),
    )


def _team() -> tuple[dict[str, Any], ...]:
    figures = ((5, 5, 4, 0, 1), (15, 14, 9, 3, 2), (2, 1, 0, 1, 0), (11, 9, 8, 0, 1))
    names = ("planned", "handed_in", "passed", "unknown", "failed")
    return tuple(
        {"person": person} | dict(zip(names, counts, strict=True))
        for person, counts in zip(_people(), figures, strict=True)
    )


def _week() -> tuple[Day, ...]:
    return (
        Day(_("sample", "Mon"), "11-23"),
        Day(_("sample", "Tue"), "11-24"),
        Day(_("sample", "Sat"), "11-28", is_off=False, note=_("sample", "workday, short")),
    )


def _plan() -> tuple[PlanRow, ...]:
    editor, promoter, media, service = _people()
    article = Chip("content", "pencil", _("sample", "Original article"), "5")
    video = Chip("content", "video", _("sample", "Short video"), "1", is_outlined=True)
    post = Chip("seo", "send", _("sample", "Post outside"), "10")
    link = Chip("seo", "link", _("sample", "Link exchange"), "2")
    desk = Chip("customers", "headset", _("sample", "Reception"), _("sample", "day"))
    return (
        PlanRow(
            editor,
            (Cell((article,)), Cell((article,), is_selected=True), Cell((article,), is_rest=True)),
            _load(97, "39.7 / 41.0"),
        ),
        PlanRow(promoter, (Cell((post, link)), Cell((post,)), Cell((link,), is_rest=True)), _load(88, "36.2 / 41.0")),
        PlanRow(media, (Cell((video,)), Cell((video, article), over="127%"), Cell()), _load(104, "42.5 / 41.0")),
        PlanRow(
            service,
            (Cell((desk,)), Cell(away=_("sample", "Leave, all day")), Cell((desk,), is_rest=True)),
            _load(95, "28.5 / 30.0"),
        ),
    )


def _load(percent: int, hours: str) -> Load:
    return Load(f"{percent}%", hours, percent / 110, 100 / 110, "warning" if percent > 100 else "accent")


def _month() -> tuple[Day, ...]:
    return tuple(
        Day(
            formats.weekday(date(2026, 11, day), language=get_language() or "en")[-1:]
            if _is_chinese()
            else "MTWTFSS"[_weekday(day)],
            str(day),
            is_off=_weekday(day) > 4 and day != 28,
            is_today=day == 20,
            note=_("sample", "+") if day == 28 else "",
        )
        for day in range(1, 31)
    )


def _weekday(day: int) -> int:
    return date(2026, 11, day).weekday()


def _is_chinese() -> bool:
    return (get_language() or "en").startswith("zh")


def _closings() -> tuple[HeatRow, ...]:
    # November 2026 begins on a Sunday; 19 days lie before today, the 28th is a workday.
    past = (".yyyyy..yyyly..yyyy", ".yyyyy..yymyy..yyyy", ".yymyy..yyyyy..yyly", ".yyyyy..yyyyy..laau")
    after = "..cccccc.c"
    today = ("100", "93", "50", "82")
    totals = ("13 / 14", "13 / 14", "12 / 14", "11 / 12")
    return tuple(
        HeatRow(person, _cells(days, word, after), total)
        for person, days, word, total in zip(_people(), past, today, totals, strict=True)
    )


def _cells(days: str, today: str, after: str) -> tuple[HeatCell, ...]:
    before = tuple(HeatCell(_KINDS[letter]) for letter in days)
    later = tuple(HeatCell(_KINDS[letter]) for letter in after)
    return (*before, HeatCell("today", today), *later)
