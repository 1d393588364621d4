"""What the budget room offers upwards."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from omos.people.declare import Verb
from omos.people.roles import Role, Scope

VERBS = (
    Verb(
        "budget.view",
        _("See the paid budget"),
        dict.fromkeys((Role.SUPERVISOR, Role.BOSS, Role.PROMOTER, Role.ADMIN), Scope.ALL),
    ),
    Verb("budget.plan", _("Save budget scenarios"), dict.fromkeys((Role.SUPERVISOR, Role.PROMOTER), Scope.ALL)),
    Verb("budget.adopt", _("Adopt the month's budget"), dict.fromkeys((Role.SUPERVISOR, Role.BOSS), Scope.ALL)),
)
