"""Why a page counts as indexed, as not indexed or as unknown, in the reader's language; and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from omos.connectors.results import indexing as told
from omos.loop.verification.indexing import NOT_LOOKED

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

IN_EXPORT = "the engine's own export lists the page"
NOT_IN_INDEX = "the engine's own export says that the page is not indexed"
NOT_SHOWN = "the engine's own export lists the page but never showed it"
PERSON_SAW = "a person saw the page among the results"
PERSON_MISSED = "a person searched for the page and did not find it"
PERSON_UNSURE = "a person searched and could not tell"

SENTENCES: Mapping[str, Words] = {
    NOT_LOOKED: _("Nobody has looked yet"),
    told.LISTED: _("Stands among the results"),
    told.LISTED_BY_TITLE: _("A result of our website carries its title"),
    told.NOTHING_FOUND: _("The engine found nothing for this page"),
    told.ANOTHER_INSTEAD: _("The engine shows other pages in its place"),
    told.ENGINE_BLOCKED: _("The engine asked for a verification"),
    told.NOT_READABLE: _("The result page could not be understood"),
    told.OTHER_QUERY: _("The search did not ask for this page"),
    told.HOSTS_HIDDEN: _("Some results do not tell their address"),
    told.FURTHER_PAGES: _("There are more results than the page shows"),
    told.CUT_OFF: _("The result page did not arrive whole"),
    told.NO_ADDRESS: _("This is no address of a page"),
    IN_EXPORT: _("The engine's own export lists it"),
    NOT_IN_INDEX: _("The engine's own export says it is not indexed"),
    NOT_SHOWN: _("The engine's own export lists it, never shown so far"),
    PERSON_SAW: _("Seen among the results by a person"),
    PERSON_MISSED: _("Searched for by a person and not found"),
    PERSON_UNSURE: _("Searched for by a person, no telling"),
}
# What makes an unknown known.
_SEARCH_AND_SEND: Words = _("Search for it and press the helper")
NEXT_STEPS: Mapping[str, Words] = {
    told.ENGINE_BLOCKED: _("Pass the engine's verification, search again, press the helper"),
    told.OTHER_QUERY: _("Search for the very address, then press the helper"),
    told.HOSTS_HIDDEN: _("Open the result yourself and enter what you see, with a screenshot"),
    told.FURTHER_PAGES: _("Search for the very address, then press the helper"),
    told.CUT_OFF: _("Let the result page load whole, then press the helper"),
    told.NOT_READABLE: _("Enter what you see yourself, with a screenshot"),
    NOT_SHOWN: _SEARCH_AND_SEND,
    PERSON_UNSURE: _SEARCH_AND_SEND,
}


def index_sentence(reason: str) -> str:
    """The reason as a short sentence in the language of the moment; an unknown one speaks for itself."""
    return str(SENTENCES.get(reason, reason))


def next_step(reason: str) -> str:
    """What somebody can do about an unknown."""
    return str(NEXT_STEPS.get(reason, _SEARCH_AND_SEND))
