"""Requests as plain values for the templates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from omos.centres.website.models import SiteRequest
from omos.centres.website.queries import Figures, Load, QueueRow, StepSeen
from omos.centres.website.words import STATE_TONES, hours
from omos.people.clock import local_day
from omos.ui import formats, parts

State = SiteRequest.State
_STAGES = (State.ASKED, State.TAKEN, State.HANDED_OVER, State.DONE)
_REACHED = {State.ASKED: 0, State.TAKEN: 1, State.SENT_BACK: 1, State.HANDED_OVER: 2, State.DONE: 4}
_FULL = 1.0


@dataclass(frozen=True)
class LoadLine:
    """One maker's queue as a bar."""

    name: str
    initial: str
    words: str
    share: float | None
    tone: parts.Tone
    free: str


def address(request_id: int) -> str:
    """Where a request lives."""
    return reverse("website:request", args=[request_id])


def state_of(request: SiteRequest) -> parts.State:
    """Where a request stands, coloured."""
    return parts.State(STATE_TONES[request.state], request.get_state_display())


def stages(request: SiteRequest) -> tuple[parts.Step, ...]:
    """The way of a request; none where it ended beside it."""
    reached = _REACHED.get(State(request.state))
    if reached is None:
        return ()
    notes = (request.asked_at, request.taken_at, request.handed_over_at, request.ended_at)
    return tuple(
        parts.Step(str(stage.label), _day(at) if place <= reached else "", _step(place, reached))
        for place, (stage, at) in enumerate(zip(_STAGES, notes, strict=True))
    )


def _day(at: datetime | None) -> str:
    return formats.day(local_day(at)) if at else ""


def _step(place: int, reached: int) -> Any:
    if place < reached or (place == reached == 0):
        return "done"
    return "now" if place == reached else "coming"


def story(steps: Iterable[StepSeen]) -> list[dict[str, Any]]:
    """The steps with their tones, the latest first."""
    return [
        {"tone": STATE_TONES[step.state], "word": step.label, "by": step.by_name, "at": step.at, "words": step.words}
        for step in reversed(tuple(steps))
    ]


def queue_line(row: QueueRow, *, today: date) -> dict[str, Any]:
    """One line of the queue."""
    request = row.request
    return {
        "request": request,
        "url": address(request.pk),
        "state": state_of(request),
        "ready_on": row.ready_on or max(request.needed_by, today),
        "may_take": row.may_take,
        "is_late": row.is_late,
        "is_tight": row.ready_on is not None and row.ready_on > request.needed_by,
        "hours": hours(request.minutes),
    }


def waiting_line(request: Any, *, today: date) -> dict[str, Any]:
    """One open request with how long its asker has waited."""
    days = (today - local_day(request.asked_at)).days
    waited = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    return {
        "request": request,
        "url": address(request.pk),
        "state": state_of(request),
        "who": request.who,
        "waited": waited if days else _("since today"),
        "is_late": request.is_late(today=today),
    }


def load_line(load: Load) -> LoadLine:
    """A maker's waiting hours against the next five own workdays."""
    words = ngettext("%(n)s request, %(hours)s h", "%(n)s requests, %(hours)s h", load.open_count)
    return LoadLine(
        name=load.person.name,
        initial=load.person.initial,
        words=words % {"n": load.open_count, "hours": hours(load.minutes)},
        share=load.share,
        tone="warning" if (load.share or 0) > _FULL else "accent",
        free=_("free from %(day)s") % {"day": formats.day(load.free_on)} if load.free_on else _("not free in sight"),
    )


def kpis(figures: Figures) -> tuple[parts.Kpi, ...]:
    """How requests fare, for who leads the makers."""
    listed = reverse("website:requests")
    days = _("days")
    return (
        parts.Kpi(_("Open requests"), str(figures.open), url=f"{listed}?tab=open"),
        parts.Kpi(
            _("Nobody has taken"),
            str(figures.waiting),
            left=_("the oldest waits %(n)s days") % {"n": figures.longest_wait} if figures.waiting else "",
            figure_tone="warning" if (figures.longest_wait or 0) > 1 else "",
            url=f"{listed}?tab=waiting",
        ),
        parts.Kpi(
            _("Past the day needed"),
            str(figures.late),
            figure_tone="no" if figures.late else "",
            url=f"{listed}?tab=open",
        ),
        parts.Kpi(
            _("From asked to accepted"),
            formats.number(figures.lead_days, digits=1),
            unit=days,
            left=_("median of %(n)s within 60 days") % {"n": figures.done},
            url=f"{listed}?tab=ended",
        ),
        parts.Kpi(
            _("Sent back"),
            formats.percent(figures.sent_back_share, digits=0),
            left=_("of what was handed over"),
            url=f"{listed}?tab=ended",
        ),
    )
