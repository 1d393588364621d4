"""What the desk offers: the verbs of the first screens, and the manual to whoever searches."""

from functools import partial

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from omos.centres.talent.declare import Place
from omos.desk import manual, navigation
from omos.office.sheets.declare import Hit, Search
from omos.people.declare import Verb
from omos.people.roles import Role, Scope
from omos.people.viewer import Viewer

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

# Where a step of a working process may lead: every page of the menus, once.
PLACES = tuple(
    Place(page.key, page.label, page.verb, partial(navigation.address_of, page)) for page in navigation.listed_pages()
)


def find_in_manual(*, viewer: Viewer, text: str, limit: int) -> tuple[Hit, ...]:
    """Passages of the manual that hold all words, in the language of the page."""
    found = manual.search(text, manual.short(get_language() or "zh"), limit=limit)
    words = gettext("Help: %(heading)s")
    return tuple(Hit(words % {"heading": answer.heading}, answer.page, answer.url) for answer in found)


SEARCHES = (Search("manual", _("Help"), "help-circle", "desk.home", find_in_manual),)
