"""Values of the upload pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from omos.centres.promotion import queries
from omos.centres.promotion.forms import COLUMN_PREFIX, ReadingForm
from omos.centres.promotion.models import Upload
from omos.centres.promotion.services import progress_name
from omos.centres.promotion.words import FIELDS, platform_name, reason_of
from omos.connectors.adreports.fields import FIELDS as FIELDS_OF_KINDS
from omos.connectors.adreports.fields import Kind
from omos.connectors.adreports.reading import Reading
from omos.connectors.adreports.sums import SUMMED, cents
from omos.office.sheets import queries as sheets
from omos.people.viewer import Viewer
from omos.ui import formats, parts
from omos.ui.parts import Tone

SHOWN_LINES = 100
SHOWN_UPLOADS = 30
TONES: dict[str, Tone] = {
    "OPEN": "warning",
    "QUEUED": "accent",
    "BOOKING": "accent",
    "BOOKED": "yes",
    "TAKEN_BACK": "unknown",
}


@dataclass(frozen=True)
class ListedUpload:
    """One line of the list of uploads."""

    upload: Upload
    platform: str
    tone: Tone
    word: str
    counts: dict[str, int]


@dataclass(frozen=True)
class ColumnLine:
    """One field with the column chosen for it and what stands there."""

    name: str
    label: str
    at: int | None
    sample: str
    is_missing: bool


@dataclass(frozen=True)
class LeftOut:
    """A line that will not be booked."""

    number: int
    field: str
    text: str
    reason: str
    is_fault: bool


@dataclass(frozen=True)
class SumLine:
    """One figure as the rows add up, as the file states it, and by how much these differ."""

    label: str
    ours: str
    theirs: str
    difference: str


def listed(viewer: Viewer) -> list[ListedUpload]:
    """The last uploads."""
    return [
        ListedUpload(
            upload=one,
            platform=platform_name(one.platform),
            tone=TONES[one.state],
            word=str(Upload.State(one.state).label),
            counts=one.outcome.get("counts", {}),
        )
        for one in queries.uploads(viewer)[:SHOWN_UPLOADS]
    ]


def under_way(upload: Upload) -> dict[str, Any]:
    """A file the machine has in hand: how far it is, without reading the file."""
    noted = sheets.progress_of(progress_name(upload))
    total = noted["total"] or upload.sheets[upload.sheet]["rows"]
    return {
        "upload": upload,
        "platform": platform_name(upload.platform),
        "steps": _steps(upload, False),
        "label": Upload.State(upload.state).label,
        "done": min(noted["done"], total),
        "total": total,
    }


def page(upload: Upload, reading: Reading, form: ReadingForm) -> dict[str, Any]:
    """Everything about one upload."""
    is_ad, is_open = reading.layout.kind is Kind.AD, upload.state == Upload.State.OPEN
    plan = queries.plan_of(upload, reading) if is_ad and is_open else queries.Plan()
    missing = queries.missing_of(upload, reading) if is_open else ()
    left_out = _left_out(reading)
    return _of_plan(plan) | {
        "upload": upload,
        "form": form,
        "reading": reading,
        "platform": platform_name(upload.platform),
        "kind": reading.layout.kind.value,
        "is_ad": is_ad,
        "missing": missing,
        "bookable": len(reading.rows) - plan.rows("kept"),
        "columns": _columns(reading),
        "lines": _lines(reading),
        "sums": _sums(reading) if is_ad else (),
        "left_out": left_out[:SHOWN_LINES],
        "more_left_out": max(len(left_out) - SHOWN_LINES, 0),
        "kpis": _kpis(upload, reading, plan),
        "steps": _steps(upload, bool(missing)),
        "counts": upload.outcome.get("counts", {}),
        "costs_url": _costs_url(reading.days),
        "sheet_url": f"{reverse('ledger:sheet')}?day={reading.days[-1]}" if reading.days else "",
    }


def _of_plan(plan: queries.Plan) -> dict[str, Any]:
    days = list(plan.days.values())
    return {
        "plan": plan,
        "days": days,
        "has_typed": any(day.typed_spend is not None for day in days),
        "kept_days": sum(day.is_kept for day in days),
        "other_spend": sum(day.other_spend for day in days),
    }


def _costs_url(days: Sequence[date]) -> str:
    period = f"?first={days[0]}&last={days[-1]}" if days else ""
    return reverse("promotion:costs") + period


def _steps(upload: Upload, is_waiting: bool) -> tuple[parts.Step, ...]:
    steps = (
        (pgettext("step", "Drop"), upload.file_name),
        (pgettext("step", "Recognise"), platform_name(upload.platform)),
        (pgettext("step", "Check"), ""),
        (pgettext("step", "Book"), ""),
    )
    reached = _reached(upload, is_waiting)
    return tuple(
        parts.Step(label, note, "done" if place < reached else "now" if place == reached else "coming")
        for place, (label, note) in enumerate(steps)
    )


def _reached(upload: Upload, is_waiting: bool) -> int:
    """Which of the four steps an upload stands at; four when all are done."""
    if upload.is_under_way:
        return 3
    if upload.state != Upload.State.OPEN:
        return 4
    if not upload.is_sure:
        return 1
    return 2 if is_waiting else 3


def _kpis(upload: Upload, reading: Reading, plan: queries.Plan) -> tuple[parts.Kpi, ...]:
    counts = upload.outcome.get("counts") or _planned(reading, plan)
    figures = (
        (_("Lines"), counts["lines"], ""),
        (_("New"), counts["added"], "yes"),
        (_("Updated"), counts["updated"], "accent"),
        (_("Booked so already"), counts["unchanged"], ""),
        (_("Skipped"), counts["skipped"], ""),
        (_("Wrong"), counts["errors"], "no"),
    )
    rows = _("rows")
    return tuple(
        parts.Kpi(name, formats.number(count), unit=rows, figure_tone=tone if count else "")
        for name, count, tone in figures
    )


def _planned(reading: Reading, plan: queries.Plan) -> dict[str, int]:
    kept, changed, same = plan.rows("kept"), plan.rows("changed"), plan.rows("same")
    return {
        "lines": reading.lines,
        "added": len(reading.rows) - kept - changed - same,
        "updated": changed,
        "unchanged": same,
        "skipped": len(reading.skipped) + kept,
        "errors": len(reading.faults),
    }


def _columns(reading: Reading) -> list[tuple[int, str]]:
    return [(at, header or f"({at + 1})") for at, header in enumerate(reading.layout.headers)]


def _lines(reading: Reading) -> list[ColumnLine]:
    mapping, missing = reading.layout.mapping, reading.layout.missing
    first = reading.rows[0] if reading.rows else None
    return [
        ColumnLine(
            name=f"{COLUMN_PREFIX}{one.name}",
            label=str(FIELDS[one.name]),
            at=mapping.get(one.name),
            sample=_sample(first.values.get(one.name)) if first and one.name in mapping else "",
            is_missing=one.name in missing,
        )
        for one in FIELDS_OF_KINDS[reading.layout.kind]
    ]


def _sample(value: Any) -> str:
    """What the first row says there, as it was understood; a contact is not shown."""
    if value is None:
        return formats.NOTHING_KNOWN
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)


def _left_out(reading: Reading) -> list[LeftOut]:
    faults = [
        LeftOut(one.number, str(FIELDS[one.field]), one.text, reason_of(one.reason), True) for one in reading.faults
    ]
    skipped = [LeftOut(one.number, "", "", reason_of(one.reason), False) for one in reading.skipped]
    return faults + skipped


def _sums(reading: Reading) -> tuple[SumLine, ...]:
    theirs = reading.file_totals
    missed = reading.difference
    return tuple(
        SumLine(
            label=str(FIELDS[name]),
            ours=_figure(name, reading.totals.of(name)),
            theirs=_figure(name, theirs.of(name)) if theirs else formats.NOTHING_KNOWN,
            difference=_figure(name, missed[name]) if name in missed else "",
        )
        for name in SUMMED
        if reading.totals.of(name) is not None
    )


def _figure(name: str, value: Decimal | None) -> str:
    if value is None:
        return formats.NOTHING_KNOWN
    return formats.money(cents(value)) if name == "spend" else formats.number(value)
