"""What the work room offers upwards."""

from django.utils.translation import gettext_lazy as _

from omos.loop.work import holdings, queries
from omos.loop.work.services.categories import ensure_categories
from omos.people.declare import Verb
from omos.people.roles import Role, Scope

OWN = dict.fromkeys((Role.EDITOR, Role.PROMOTER, Role.SERVICE, Role.SALES), Scope.OWN)
PLANNERS = {Role.SUPERVISOR: Scope.DEPARTMENT}

VERBS = (
    Verb("work.view", _("See assignments and hand-ins"), {**OWN, **PLANNERS, Role.BOSS: Scope.ALL}),
    Verb("work.hand_in", _("Hand in work"), {**OWN, Role.SUPERVISOR: Scope.OWN}),
    Verb("work.plan", _("Plan the week's work"), PLANNERS),
    Verb("work.publish_week", _("Publish the week's work"), PLANNERS),
    Verb("work.assign_ad_hoc", _("Give ad-hoc assignments"), PLANNERS),
    Verb("work.manage_categories", _("Change work categories"), {Role.SUPERVISOR: Scope.ALL, Role.ADMIN: Scope.ALL}),
)
SETUP = (ensure_categories,)
CATEGORY_NAMES = (queries.category_names,)
HELD = holdings.HELD
