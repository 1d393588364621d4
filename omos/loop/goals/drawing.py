"""The goals of a period as plain values for the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from omos.loop.goals import queries
from omos.loop.goals.models import Goal
from omos.loop.goals.naming import group_words, owner_words, period_url
from omos.loop.goals.queries import (
    Board,
    GoalState,
    GoalTrend,
    Group,
    Progress,
    Reading,
    StepCount,
    StepSeen,
    StepState,
)
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
_STEP_WORDS: Mapping[StepState, tuple[Tone, Any]] = {
    StepState.DONE: ("yes", gettext_lazy("done")),
    StepState.MISSED: ("warning", gettext_lazy("missed")),
    StepState.COMING: ("plain", gettext_lazy("still to come")),
    StepState.UNKNOWN: ("unknown", gettext_lazy("not known")),
}
NOT_READ = Reading(0, 0)
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
    url: str
    deed: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class DrawnGroup:
    """A group of lines; a folded one says only how many there are and where to open it."""

    key: str
    label: str
    count: int
    lines: tuple[DrawnGoal, ...]
    is_open: bool
    url: str


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
    # How many of its small steps are done; None where it has none.
    steps: StepCount | None


@dataclass(frozen=True)
class DrawnStep:
    """One small step: its day, what is due, what stood there, and how it ended."""

    id: int
    day: date
    text: str
    actual: str
    tone: Tone
    word: str
    is_counted: bool
    is_done: bool


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


def page_context(board: Board, *, viewer: Viewer) -> dict[str, Any]:
    """All values of the page but head and buttons."""
    company = next((group for group in board.groups if group.key == Goal.Level.COMPANY), None)
    states = [board.progress[goal.pk] for goal in company.goals] if company else []
    return {
        "kpis": [_kpi(board, state) for state in _ranked(board, states)[:MOST_KPIS]],
        "groups": [drawn_group(board, group, viewer=viewer) for group in board.groups],
        "to_agree": _with_deed(board, viewer, "agree"),
        "to_lock": _with_deed(board, viewer, "lock"),
        "milestones": [_milestone(board, goal, viewer) for goal in board.milestones],
        "chart": chart_of(board),
        "chosen": board.progress[board.chosen.pk] if board.chosen else None,
    }


def drawn_group(board: Board, group: Group, *, viewer: Viewer) -> DrawnGroup:
    """One group of the list, with its lines where it is open."""
    goals = {goal.pk: goal for goal in group.goals} if group.is_open else {}
    # In the order of progress, which is the order of the list of measures.
    lines = [_line(board, goals[pk], state, viewer) for pk, state in board.progress.items() if pk in goals]
    return DrawnGroup(
        key=group.key,
        label=group_words(group.key),
        count=len(group.goals),
        lines=tuple(lines),
        is_open=group.is_open,
        url=f"{period_url(board.period)}&open={group.key}",
    )


def _ranked(board: Board, states: Sequence[Progress]) -> list[Progress]:
    wanted = {state.goal_id for state in states}
    return [state for state in board.progress.values() if state.goal_id in wanted]


def _with_deed(board: Board, viewer: Viewer, deed: str) -> list[int]:
    numbers = (goal for group in board.groups for goal in group.goals)
    return [goal.pk for goal in numbers if _deed(goal, board.readings.get(goal.pk), viewer) == deed]


def chart_of(board: Board) -> Chart | None:
    """The chosen goal's course."""
    return None if board.trend is None or board.chosen is None else course_chart(board.chosen, board.trend)


def course_chart(goal: Goal, course: GoalTrend) -> Chart:
    """A goal's course: actual, due, forecast with its band, and the goal itself."""
    measure = ledger.measure(goal.measure)
    has_forecast = any(value is not None for value in course.forecast)
    return trend(
        key="goal-trend",
        labels=[formats.short_day(day) for day in course.days],
        actual=Line(_("Actual"), course.actual),
        explanation=_(
            "Sums up to each day. Due is the goal spread over the workdays; the forecast goes on at the pace so far,"
            " and eight times out of ten the period ends within the band."
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


def _deed(goal: Goal, reading: Reading | None, viewer: Viewer) -> str:
    """The one step the viewer may take now."""
    if goal.state == Goal.State.PROPOSED and queries.can_agree(viewer, goal):
        return "agree"
    if goal.state == Goal.State.AGREED and queries.covers_goal(viewer, "goals.lock", goal):
        return "lock"
    return "" if reading is not None and reading.is_read_by_me else "acknowledge"


def _line(board: Board, goal: Goal, state: Progress, viewer: Viewer) -> DrawnGoal:
    reading = board.readings.get(goal.pk) or NOT_READ
    line = drawn_goal(goal, state, reading)
    return replace(
        line,
        deed=_deed(goal, reading, viewer),
        is_chosen=_is_chosen(board, state),
    )


def drawn_goal(goal: Goal, state: Progress, reading: Reading) -> DrawnGoal:
    """One number goal as the page of a period and its own page show it."""
    return DrawnGoal(
        id=goal.pk,
        owner=owner_words(goal),
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
        read=reading.read,
        agreed=reading.agreed,
        url=reverse("goals:goal", args=[goal.pk]),
    )


def drawn_step(goal: Goal, step: StepSeen) -> DrawnStep:
    """One small step of a goal, in words and with its mark."""
    tone, word = _STEP_WORDS[step.state]
    is_counted = step.target is not None
    return DrawnStep(
        id=step.id,
        day=step.due_date,
        text=ledger.text_of(goal.measure, step.target) if is_counted else step.text,
        actual=ledger.text_of(goal.measure, step.actual) if is_counted else "",
        tone=tone,
        word=str(word),
        is_counted=is_counted,
        is_done=step.state is StepState.DONE,
    )


def _milestone(board: Board, goal: Goal, viewer: Viewer) -> DrawnMilestone:
    is_late = goal.reached_at is None and board.today > goal.deadline
    tone: Tone = "yes" if goal.reached_at else "warning" if is_late else "plain"
    word = _("reached") if goal.reached_at else _("overdue") if is_late else _("not reached yet")
    return DrawnMilestone(
        id=goal.pk,
        owner=owner_words(goal),
        text=goal.milestone,
        quality=goal.quality,
        deadline=goal.deadline,
        tone=tone,
        word=word,
        is_reached=goal.reached_at is not None,
        may_mark=queries.covers_goal(viewer, "goals.mark", goal),
        url=reverse("goals:goal", args=[goal.pk]),
        steps=board.steps.get(goal.pk),
    )


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
    return f"{period_url(board.period)}&goal={goal_id}"


def _language() -> str:
    return get_language() or "en"
