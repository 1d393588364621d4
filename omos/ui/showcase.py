"""What the components page shows: one believable afternoon, the same figures as in the demo company."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import pgettext as _
from django.utils.translation import pgettext_lazy as _later

from omos.ui import showcase_charts, showcase_people
from omos.ui.parts import Change, Chip, Kpi, Measured, Place, Stage, State, Step
from omos.ui.showcase_words import words
from omos.ui.widgets import DayInput

AS_OF = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


class SampleForm(forms.Form):
    """Every kind of field once, with a mistake in it."""

    name = forms.CharField(label=_later("sample", "Keyword"), max_length=40)
    intent = forms.ChoiceField(
        label=_later("sample", "Intent"),
        choices=[
            ("BUY", _later("sample", "buy")),
            ("COMPARE", _later("sample", "compare")),
            ("ASK", _later("sample", "ask")),
        ],
    )
    rank = forms.IntegerField(
        label=_later("sample", "Target rank"),
        min_value=1,
        max_value=50,
        help_text=_later("sample", "A whole number from 1 to 50"),
    )
    due_date = forms.DateField(label=_later("sample", "Due"), widget=DayInput, required=False)
    note = forms.CharField(label=_later("sample", "Note"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    is_core = forms.BooleanField(label=_later("sample", "Core word"), required=False)
    engine = forms.ChoiceField(
        label=_later("sample", "Engine"),
        widget=forms.RadioSelect,
        required=False,
        choices=[("BAIDU", _later("sample", "Baidu")), ("SO360", "360")],
    )


def samples() -> dict[str, Any]:
    """Context of the components page."""
    return {
        "words": words(),
        "as_of": AS_OF,
        "now": AS_OF + timedelta(minutes=31),
        "kpis": _kpis(),
        "families": _families(),
        "steps": _steps(),
        "tabs": _tabs(),
        "segments": _segments(),
        "stages": _stages(),
        "measured": _measured(),
        "form": SampleForm(
            {"name": _("sample", "bag dust collector"), "intent": "BUY", "rank": "99", "due_date": date(2026, 11, 27)}
        ),
        "page": Paginator(range(80), 15).page(2),
        "hints": (
            ("J K", _("sample", "move")),
            ("X", _("sample", "select")),
            ("O", _("sample", "open")),
            ("E", _("sample", "edit")),
        ),
        "why": (
            (_("sample", "Median time of the last 4 weeks"), _("sample", "88 min")),
            (_("sample", "Capacity of the day"), "5.1"),
            (_("sample", "Gap of the month goal"), "69"),
        ),
        **showcase_people.samples(),
        **showcase_charts.samples(),
    }


def _kpis() -> tuple[Kpi, ...]:
    return (*_results(), *_means())


def _results() -> tuple[Kpi, ...]:
    behind, on_pace = _("sample", "behind by {}"), _("sample", "on pace")
    return (
        Kpi(
            _("sample", "Revenue"),
            _("sample", "48.9"),
            prefix="¥",
            unit=_("sample", "0k / goal 800k"),
            state=State("warning", behind.format(_("sample", "7.1 pts"))),
            value=0.611,
            pace=0.682,
            tone="warning",
            left=_("sample", "Done {}").format("61.1%"),
            right=_("sample", "Forecast {}").format(_("sample", "717k")),
        ),
        Kpi(
            _("sample", "Inquiries"),
            "335",
            unit=_("sample", "/ goal {}").format("505"),
            state=State("yes", on_pace),
            value=0.663,
            pace=0.682,
            left=_("sample", "Done {}").format("66.3%"),
            right=_("sample", "Forecast {}").format("491"),
        ),
        Kpi(
            _("sample", "Valid inquiries"),
            "169",
            unit=_("sample", "/ goal {}").format("272"),
            state=State("warning", behind.format(_("sample", "6.1 pts"))),
            value=0.621,
            pace=0.682,
            tone="warning",
            left=_("sample", "Done {}").format("62.1%"),
            right=_("sample", "Forecast {}").format("248"),
        ),
    )


def _means() -> tuple[Kpi, ...]:
    ahead = _("sample", "ahead by {}")
    return (
        Kpi(
            _("sample", "Visits"),
            "15,794",
            unit=_("sample", "/ goal {}").format("23,400"),
            help=_("sample", "Human visits, 30-minute rule"),
            change=Change("up", "yes", "4.8%", _("sample", "to the same days last month")),
        ),
        Kpi(
            _("sample", "Spend"),
            _("sample", "4.24"),
            prefix="¥",
            unit=_("sample", "0k / budget 60k"),
            state=State("warning", ahead.format(_("sample", "2.4 pts"))),
            value=0.706,
            pace=0.682,
            tone="warning",
            left=_("sample", "Done {}").format("70.6%"),
            right=_("sample", "Forecast {}").format(_("sample", "62.1k")),
        ),
    )


def _families() -> tuple[Chip, ...]:
    return (
        Chip("content", "pencil", _("sample", "Original article"), "5"),
        Chip("content", "refresh", _("sample", "Rewrite"), "1", is_outlined=True, title=_("sample", "Carried over")),
        Chip("seo", "send", _("sample", "Post outside"), "10"),
        Chip("paid", "ban", _("sample", "Negative words"), "30"),
        Chip("customers", "phone-call", _("sample", "Care call"), "8"),
        Chip("adhoc", "bolt", _("sample", "Ad hoc")),
    )


def _steps() -> tuple[Step, ...]:
    return (
        Step(_("sample", "Upload"), "keywords.xlsx", "done"),
        Step(_("sample", "Match columns"), _("sample", "6 of 6 found"), "done"),
        Step(_("sample", "Check and mend"), _("sample", "36 left"), "now"),
        Step(_("sample", "Duplicates")),
        Step(_("sample", "Write")),
    )


def _tabs() -> tuple[Place, ...]:
    return (
        Place(_("sample", "Core words"), "?tab=core", is_current=True, count=80),
        Place(_("sample", "All"), "?tab=all", count=620),
        Place(_("sample", "Seen by the team"), "?tab=team", count=42, icon="users"),
    )


def _segments() -> tuple[Place, ...]:
    return (
        Place(_("sample", "This month"), "?period=month", is_current=True),
        Place(_("sample", "Last month"), "?period=last"),
        Place(_("sample", "This year"), "?period=year"),
    )


def _stages() -> tuple[Stage, ...]:
    return (
        Stage(_("sample", "Clicks"), "13,485", 1.0),
        Stage(_("sample", "Visits"), "10,245", 0.76, "76.0%"),
        Stage(_("sample", "Inquiries"), "316", 0.32, "3.09%", _("sample", "log scale")),
        Stage(_("sample", "Valid inquiries"), "157", 0.2, "49.7%"),
    )


def _measured() -> Measured:
    return Measured(
        _("sample", "Indexed pages"),
        "1,204",
        _("sample", "pages"),
        _("sample", "Baidu webmaster"),
        AS_OF,
        rows_url="?rows=1",
        help=_("sample", "URLs the engine holds"),
    )
