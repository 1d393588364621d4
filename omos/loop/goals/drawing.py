"""The month's goals as plain values for the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from omos.loop.goals import queries
from omos.loop.goals.forms import TargetsForm
from omos.loop.goals.models import Goal
from omos.loop.goals.queries import Board, GoalState, Progress
from omos.loop.goals.target_table import table_rows
from omos.loop.ledger import queries as ledger
from omos.people.viewer import Viewer
from omos.ui import formats
from omos.ui.charts import Beside, Chart, Forecast, Line, Look, trend
from omos.ui.parts import Kpi, State, Tone

_TONES: Mapping[GoalState, Tone] = {
    GoalState.AHEAD: "yes",
    GoalState.ON_PACE: "yes",
    GoalState.BEHIND: "warning",
    GoalState.FAR_BEHIND: "no",
    GoalState.OVERSPENT: "warning",
    GoalState.UNKNOWN: "unknown",
}
MOST_KPIS = 5
_AGREEMENT_TONES: Mapping[str, Tone] = {
    Goal.State.PROPOSED: "plain",
    Goal.State.AGREED: "accent",
    Goal.State.LOCKED: "yes",
}


@dataclass(frozen=True)
class DrawnGoal:
    """One line of the list: what, how far, where it stands between proposal and lock."""

    id: int
    owner: str
    label: str
    level: str
    quality: str
    target: str
    actual: str
    rows_url: str
    done: Decimal | None
    pace: Decimal | None
    tone: Tone
    state: State
    agreement: State
    read: int
    agreed: int
    deed: str
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class DrawnMilestone:
    """One milestone with its deadline and owner."""

    id: int
    owner: str
    text: str
    quality: str
    deadline: date
    tone: Tone
    word: str
    is_reached: bool
    may_mark: bool
    url: str


def state_of(progress: Progress) -> State:
    """A goal's state in words, with the gap in points where it lags or runs ahead."""
    gap = None if progress.gap_points is None else formats.points(abs(progress.gap_points), language=_language())
    words = {
        GoalState.AHEAD: _("ahead"),
        GoalState.ON_PACE: _("on pace"),
        GoalState.BEHIND: _("%(gap)s behind") % {"gap": gap},
        GoalState.FAR_BEHIND: _("%(gap)s behind") % {"gap": gap},
        GoalState.OVERSPENT: _("%(gap)s too fast") % {"gap": gap},
        GoalState.UNKNOWN: _("not known"),
    }
    return State(_TONES[progress.state], words[progress.state])


def kpi_of(progress: Progress, *, url: str = "", is_current: bool = False) -> Kpi:
    """A goal as one column of the figures' card."""
    figure = ledger.text_of(progress.measure, progress.actual, is_short=True)
    target = ledger.text_of(progress.measure, progress.target, is_short=True)
    tone = _TONES[progress.state]
    return Kpi(
        name=progress.label,
        prefix="¥" if figure.startswith("¥") else "",
        figure=figure.removeprefix("¥"),
        unit=_("/ goal %(target)s") % {"target": target.removeprefix("¥")},
        state=state_of(progress),
        value=progress.done_share,
        pace=progress.pace_share,
        tone=tone if tone in {"warning", "no"} else "accent",
        left=_("done %(share)s") % {"share": formats.percent(progress.done_share)},
        right=_forecast_words(progress),
        url=url,
        is_current=is_current,
    )


def month_context(board: Board, form: TargetsForm, *, viewer: Viewer) -> dict[str, Any]:
    """All values of the page but head and buttons."""
    company = [state for state in board.progress.values() if state.level == Goal.Level.COMPANY]
    goals = {goal.pk: goal for goal in board.goals}
    drawn = [_goal(board, goals[state.goal_id], state, viewer) for state in board.progress.values()]
    return {
        "kpis": [_kpi(board, state) for state in company[:MOST_KPIS]],
        "goals": sorted(drawn, key=lambda one: list(Goal.Level).index(Goal.Level(goals[one.id].level))),
        "levels": [(level.label, [one for one in drawn if one.level == level]) for level in Goal.Level],
        "to_agree": [one.id for one in drawn if one.deed == "agree"],
        "to_lock": [one.id for one in drawn if one.deed == "lock"],
        "milestones": [_milestone(board, goal, viewer) for goal in board.milestones],
        "table": table_rows(board, form),
        "columns": [_column(column) for column in board.columns],
        "form": form,
        "chart": chart_of(board),
        "chosen": board.progress[board.chosen.pk] if board.chosen else None,
    }


def chart_of(board: Board) -> Chart | None:
    """The chosen goal's course: actual, due, forecast with its band, and the goal itself."""
    if board.trend is None or board.chosen is None:
        return None
    measure, course = ledger.measure(board.chosen.measure), board.trend
    has_forecast = any(value is not None for value in course.forecast)
    return trend(
        key="goal-trend",
        labels=[formats.short_day(day) for day in course.days],
        actual=Line(_("Actual"), course.actual),
        explanation=_(
            "Sums up to each day. Due is the goal spread over the workdays; the forecast goes on at the pace so far,"
            " and eight times out of ten the month ends within the band."
        ),
        beside=Beside(
            pace=Line(_("Due"), course.due),
            goal=course.target,
            forecast=Forecast(course.forecast, course.low, course.high) if has_forecast else None,
        ),
        look=Look(style="money" if measure.is_money else "number"),
    )


def _kpi(board: Board, state: Progress) -> Kpi:
    return kpi_of(state, url=_chosen_url(board, state.goal_id), is_current=_is_chosen(board, state))


def _goal(board: Board, goal: Goal, state: Progress, viewer: Viewer) -> DrawnGoal:
    reading = board.readings.get(goal.pk)
    deed = ""
    if goal.state == Goal.State.PROPOSED and queries.can_agree(viewer, goal):
        deed = "agree"
    elif goal.state == Goal.State.AGREED and queries.covers_goal(viewer, "goals.lock", goal):
        deed = "lock"
    elif reading is None or not reading.is_read_by_me:
        deed = "acknowledge"
    return DrawnGoal(
        id=goal.pk,
        owner=state.owner or _("Company"),
        label=ledger.category_name(goal.category) or state.label,
        level=goal.level,
        quality=goal.quality,
        target=ledger.text_of(goal.measure, state.target),
        actual=ledger.text_of(goal.measure, state.actual),
        rows_url=state.rows_url if state.actual is not None else "",
        done=state.done_share,
        pace=state.pace_share,
        tone=_bar_tone(state),
        state=state_of(state),
        agreement=State(_AGREEMENT_TONES[goal.state], str(goal.get_state_display())),
        read=reading.read if reading else 0,
        agreed=reading.agreed if reading else 0,
        deed=deed,
        url=reverse("goals:goal", args=[goal.pk]),
        is_chosen=_is_chosen(board, state),
    )


def _milestone(board: Board, goal: Goal, viewer: Viewer) -> DrawnMilestone:
    is_late = goal.reached_at is None and board.today > goal.deadline
    tone: Tone = "yes" if goal.reached_at else "warning" if is_late else "plain"
    word = _("reached") if goal.reached_at else _("overdue") if is_late else _("not reached yet")
    owner = goal.staff.name if goal.staff else goal.department.name if goal.department else _("Company")
    return DrawnMilestone(
        id=goal.pk,
        owner=owner,
        text=goal.milestone,
        quality=goal.quality,
        deadline=goal.deadline,
        tone=tone,
        word=word,
        is_reached=goal.reached_at is not None,
        may_mark=queries.covers_goal(viewer, "goals.mark", goal),
        url=reverse("goals:goal", args=[goal.pk]),
    )


def _column(column: tuple[str, str]) -> dict[str, str]:
    measure = ledger.measure(column[0])
    return {"label": ledger.category_name(column[1]) or str(measure.label), "note": str(measure.unit_label)}


def _forecast_words(progress: Progress) -> str:
    if progress.forecast is None:
        return ""
    return _("forecast %(value)s") % {
        "value": ledger.text_of(progress.measure, round(progress.forecast), is_short=True)
    }


def _bar_tone(progress: Progress) -> Tone:
    tone = _TONES[progress.state]
    return tone if tone in {"warning", "no"} else "accent"


def _is_chosen(board: Board, progress: Progress) -> bool:
    return board.chosen is not None and board.chosen.pk == progress.goal_id


def _chosen_url(board: Board, goal_id: int) -> str:
    return f"{reverse('goals:month')}?month={board.first:%Y-%m}&goal={goal_id}"


def _language() -> str:
    return get_language() or "en"
