"""What the keywords room offers upwards."""

from django.utils.translation import gettext_lazy as _

from omos.loop.keywords.tables import PAGE
from omos.people.declare import Verb
from omos.people.roles import Role, Scope

EVERYBODY = dict.fromkeys(Role, Scope.ALL)

VERBS = (
    Verb("keywords.view", _("See the keyword library and the week's words"), EVERYBODY),
    Verb(
        "keywords.manage",
        _("Change the keyword library"),
        {Role.SUPERVISOR: Scope.ALL, Role.PROMOTER: Scope.ALL, Role.EDITOR: Scope.ALL, Role.ADMIN: Scope.ALL},
    ),
    Verb("keywords.plan_week", _("Plan the week's keywords"), {Role.SUPERVISOR: Scope.ALL, Role.PROMOTER: Scope.ALL}),
)
LISTS = (PAGE,)
