"""What the room says: why a page is not counted, how its author was told, what stands in the way of a source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from omos.connectors.outbound import REASONS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

WHYS: Mapping[str, _StrPromise] = {
    "before": _("It was there before the watch began."),
    "too_many": _("So many pages at once are no day's work: taken as known."),
    "no_article": _("This is a list or an overview, not an article."),
    "gone": _("The page is gone."),
    "same_page": _("The same page was found under another address."),
    "elsewhere": _("The page leads to another website."),
    "unreadable": _("The machine could not read the page."),
    "dated_earlier": _("It says a day before it was found: moved, or published late?"),
    "taken_back": _("Somebody took it back."),
    "not_ours": _("Somebody said it is not to be counted."),
}
TROUBLES: Mapping[str, _StrPromise] = {
    "not_found": _("The address answers with an error."),
    "nothing": _("There is no list, sitemap or feed at this address."),
    "elsewhere": _("The address leads to another website."),
    "hostile": _("The file declares entities and is not read."),
}
# What goes wrong on the way, in three words; the door's own sentences are for the one who repairs.
_UNREACHED = _("The address could not be reached.")
_STEPS: Mapping[str, _StrPromise] = {
    "byline": _("The by-line says 「%(text)s」: %(names)s"),
    "several_authors": _("The by-line 「%(text)s」 fits several people: %(names)s"),
    "unknown_author": _("Nobody here signs with 「%(text)s」"),
    "assignment_word": _("The word 「%(text)s」 is assigned to %(names)s"),
    "several_assignment_word": _("The word 「%(text)s」 is assigned to several people: %(names)s"),
    "word_owner": _("%(names)s looks after the word 「%(text)s」"),
    "several_word_owner": _("Several people look after 「%(text)s」: %(names)s"),
    "alone_open": _("Only %(names)s has open work of this kind"),
    "no_sign": _("Neither by-line nor word tells whose it is"),
    "nothing_open": _("%(names)s has no open work of this kind"),
    "wants_word": _("The assignment wants the word 「%(text)s」"),
    "earliest_open": _("The earliest open assignment: %(text)s"),
    "beyond_plan": _("One more than planned: %(text)s"),
    "person": _("%(names)s says so"),
    "by_hand": _("Handed in by %(names)s before"),
}


def why_sentence(code: str) -> str:
    """Why a page is not counted; empty where it is."""
    return str(WHYS.get(code, ""))


def trouble_sentence(code: str) -> str:
    """What keeps a source from being read; empty where nothing does."""
    if not code:
        return ""
    return str(TROUBLES.get(code, _UNREACHED if code in REASONS else code))


def step_sentence(step: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """One step of the argument whose page it is, with the people's names."""
    told = [names[one] for one in step.get("people", ()) if one in names]
    words = _STEPS.get(step["code"])
    return words % {"text": step.get("text", ""), "names": _now(", ").join(told)} if words else ""
