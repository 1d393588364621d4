"""What the components page shows: one believable afternoon, the same figures as in the demo company."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omos.ui import showcase_charts, showcase_people
from omos.ui.parts import Change, Chip, Kpi, Measured, Place, Stage, State, Step
from omos.ui.widgets import DayInput

AS_OF = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


class SampleForm(forms.Form):
    """Every kind of field once, with a mistake in it."""

    name = forms.CharField(label=gettext_lazy("Keyword"), max_length=40)
    intent = forms.ChoiceField(
        label=gettext_lazy("Intent"),
        choices=[("BUY", gettext_lazy("buy")), ("COMPARE", gettext_lazy("compare")), ("ASK", gettext_lazy("ask"))],
    )
    rank = forms.IntegerField(
        label=gettext_lazy("Target rank"),
        min_value=1,
        max_value=50,
        help_text=gettext_lazy("A whole number from 1 to 50"),
    )
    due_date = forms.DateField(label=gettext_lazy("Due"), widget=DayInput, required=False)
    note = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    is_core = forms.BooleanField(label=gettext_lazy("Core word"), required=False)
    engine = forms.ChoiceField(
        label=gettext_lazy("Engine"),
        widget=forms.RadioSelect,
        required=False,
        choices=[("BAIDU", gettext_lazy("Baidu")), ("SO360", "360")],
    )


def samples() -> dict[str, Any]:
    """Context of the components page."""
    return {
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
            {"name": _("bag dust collector"), "intent": "BUY", "rank": "99", "due_date": date(2026, 11, 27)}
        ),
        "page": Paginator(range(80), 15).page(2),
        "hints": (("J K", _("move")), ("X", _("select")), ("O", _("open")), ("E", _("edit"))),
        "why": (
            (_("Median time of the last 4 weeks"), _("88 min")),
            (_("Capacity of the day"), "5.1"),
            (_("Gap of the month goal"), "69"),
        ),
        **showcase_people.samples(),
        **showcase_charts.samples(),
    }


def _kpis() -> tuple[Kpi, ...]:
    behind, on_pace, ahead = _("behind by {}"), _("on pace"), _("ahead by {}")
    return (
        Kpi(
            _("Revenue"),
            _("48.9"),
            prefix="¥",
            unit=_("0k / goal 800k"),
            state=State("warning", behind.format(_("7.1 pts"))),
            value=0.611,
            pace=0.682,
            tone="warning",
            left=_("Done {}").format("61.1%"),
            right=_("Forecast {}").format(_("717k")),
        ),
        Kpi(
            _("Inquiries"),
            "335",
            unit=_("/ goal {}").format("505"),
            state=State("yes", on_pace),
            value=0.663,
            pace=0.682,
            left=_("Done {}").format("66.3%"),
            right=_("Forecast {}").format("491"),
        ),
        Kpi(
            _("Valid inquiries"),
            "169",
            unit=_("/ goal {}").format("272"),
            state=State("warning", behind.format(_("6.1 pts"))),
            value=0.621,
            pace=0.682,
            tone="warning",
            left=_("Done {}").format("62.1%"),
            right=_("Forecast {}").format("248"),
        ),
        Kpi(
            _("Visits"),
            "15,794",
            unit=_("/ goal {}").format("23,400"),
            help=_("Human visits, 30-minute rule"),
            change=Change("up", "yes", "4.8%", _("to the same days last month")),
        ),
        Kpi(
            _("Spend"),
            _("4.24"),
            prefix="¥",
            unit=_("0k / budget 60k"),
            state=State("warning", ahead.format(_("2.4 pts"))),
            value=0.706,
            pace=0.682,
            tone="warning",
            left=_("Done {}").format("70.6%"),
            right=_("Forecast {}").format(_("62.1k")),
        ),
    )


def _families() -> tuple[Chip, ...]:
    return (
        Chip("content", "pencil", _("Original article"), "5"),
        Chip("content", "refresh", _("Rewrite"), "1", is_outlined=True, title=_("Carried over")),
        Chip("seo", "send", _("Post outside"), "10"),
        Chip("paid", "ban", _("Negative words"), "30"),
        Chip("customers", "phone-call", _("Care call"), "8"),
        Chip("adhoc", "bolt", _("Ad hoc")),
    )


def _steps() -> tuple[Step, ...]:
    return (
        Step(_("Upload"), "keywords.xlsx", "done"),
        Step(_("Match columns"), _("6 of 6 found"), "done"),
        Step(_("Check and mend"), _("36 left"), "now"),
        Step(_("Duplicates")),
        Step(_("Write")),
    )


def _tabs() -> tuple[Place, ...]:
    return (
        Place(_("Core words"), "?tab=core", is_current=True, count=80),
        Place(_("All"), "?tab=all", count=620),
        Place(_("Seen by the team"), "?tab=team", count=42, icon="users"),
    )


def _segments() -> tuple[Place, ...]:
    return (
        Place(_("This month"), "?period=month", is_current=True),
        Place(_("Last month"), "?period=last"),
        Place(_("This year"), "?period=year"),
    )


def _stages() -> tuple[Stage, ...]:
    return (
        Stage(_("Clicks"), "13,485", 1.0),
        Stage(_("Visits"), "10,245", 0.76, "76.0%"),
        Stage(_("Inquiries"), "316", 0.32, "3.09%", _("log scale")),
        Stage(_("Valid inquiries"), "157", 0.2, "49.7%"),
    )


def _measured() -> Measured:
    return Measured(
        _("Indexed pages"),
        "1,204",
        _("pages"),
        _("Baidu webmaster"),
        AS_OF,
        rows_url="?rows=1",
        help=_("URLs the engine holds"),
    )
