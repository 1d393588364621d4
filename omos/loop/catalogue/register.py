"""What the catalogue offers upwards."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from omos.loop.catalogue.services import ensure_defaults
from omos.loop.catalogue.tables import CAMPAIGNS, CHANNELS, PRODUCTS
from omos.people.declare import Verb
from omos.people.roles import Role, Scope

VERBS = (
    Verb("catalogue.view", _("See channels, products and campaigns"), dict.fromkeys(Role, Scope.ALL)),
    Verb(
        "catalogue.manage",
        _("Change channels, products and campaigns"),
        {Role.SUPERVISOR: Scope.ALL, Role.ADMIN: Scope.ALL},
    ),
)
LISTS = (CHANNELS, PRODUCTS, CAMPAIGNS)

SETUP = (ensure_defaults,)
