"""What sheets offers: verbs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from omos.people.declare import Verb
from omos.people.roles import Role, Scope

_EVERYBODY = dict.fromkeys(Role, Scope.OWN)

VERBS = (
    Verb("sheets.save_view", _("Save views of lists"), _EVERYBODY),
    Verb("sheets.export", _("Export lists that one may see"), _EVERYBODY),
    Verb("sheets.import", _("Import tables where the room allows it"), _EVERYBODY),
)
