"""Why a goal was not set, agreed or locked; each says so in words for the person who tried."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from omos.ui import formats


class GoalRefused(Exception):
    """Raised with a message fit for the person; `field` names the input at fault, "" the whole."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class GoalIncomplete(GoalRefused):
    """具体、量化、可考核 is not met: something of measure, number, unit and deadline is missing."""

    def __init__(self, missing: Sequence[str]) -> None:
        names = [str(MISSING[name]()) for name in missing]
        message = _("A goal must be concrete, counted and checkable; still missing: %(names)s.")
        super().__init__(message % {"names": formats.listed(names, language=get_language() or "en")}, field=missing[0])
        self.missing = tuple(missing)


class SenselessGoal(GoalRefused):
    """The number, the period or the deadline cannot be meant."""


class DuplicateGoal(GoalRefused):
    """The same owner has this goal for this period already."""


class SuperiorGoalMissing(GoalRefused):
    """The superior's goal comes first; there is none for this period yet."""


class NotYours(GoalRefused):
    """The goal belongs to somebody outside the person's reach."""


class GoalLocked(GoalRefused):
    """The goal is locked; it is corrected by withdrawing it and setting a new one."""


class GoalMoved(GoalRefused):
    """Somebody else changed the goal meanwhile, or it is not in the state this step starts from."""


class SumsDiffer(GoalRefused):
    """The parts do not add up to the goal above them; `difference` is theirs less its own."""

    def __init__(self, difference: int, text: str) -> None:
        message = (
            _("The parts exceed the goal above them by %(gap)s.")
            if difference > 0
            else _("The parts fall short of the goal above them by %(gap)s.")
        )
        super().__init__(message % {"gap": text})
        self.difference = difference


MISSING = {
    "measure": lambda: _("the measure"),
    "target": lambda: _("the number"),
    "unit": lambda: _("the unit"),
    "deadline": lambda: _("the deadline"),
    "reason": lambda: _("the reason"),
}
