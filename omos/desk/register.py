"""What the desk offers: the verbs of the first screens."""

from django.utils.translation import gettext_lazy as _

from omos.people.declare import Verb
from omos.people.roles import Role, Scope

VERBS = (
    Verb("desk.home", _("Open the home page and search"), dict.fromkeys(Role, Scope.OWN)),
    Verb(
        "desk.my_day",
        _("See one's own day"),
        dict.fromkeys((Role.EDITOR, Role.PROMOTER, Role.SERVICE, Role.SALES, Role.SUPERVISOR), Scope.OWN),
    ),
    Verb(
        "desk.settings",
        _("Open the settings"),
        dict.fromkeys((Role.SUPERVISOR, Role.ADMIN, Role.BOSS), Scope.ALL),
    ),
)
