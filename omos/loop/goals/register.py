"""What the goals room offers upwards."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from omos.loop.goals import holdings
from omos.people.declare import Verb
from omos.people.roles import Role, Scope

_EVERYBODY = dict.fromkeys(Role, Scope.OWN)
_LED = _EVERYBODY | {Role.SUPERVISOR: Scope.DEPARTMENT, Role.BOSS: Scope.ALL}

VERBS = (
    Verb("goals.view", _("See goals"), _LED | {Role.ADMIN: Scope.ALL}),
    Verb("goals.set", _("Propose and change goals"), _LED),
    Verb("goals.agree", _("Agree to goals"), _LED),
    Verb("goals.mark", _("Mark milestones as reached"), _LED),
    Verb("goals.acknowledge", _("Mark goals as read"), _EVERYBODY),
    Verb("goals.lock", _("Lock goals"), {Role.SUPERVISOR: Scope.DEPARTMENT, Role.BOSS: Scope.ALL}),
    Verb("goals.withdraw", _("Withdraw goals"), _LED),
)
HELD = holdings.HELD
