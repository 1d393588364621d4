"""Why a check says what it says: stable codes, and their sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from omos.ui import formats

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Checks say no, yes or unknown by these; a question nobody asked is unknown and costs nothing.
NOT_ASKED = frozenset({"no_keyword", "nothing_to_compare", "no_text_asked"})

SENTENCES: dict[str, str | _StrPromise] = {
    "opened": _("%(status)s, %(seconds)s s"),
    "opened_script": _("Opens, but shows its text only to browsers"),
    "opened_file": _("Opens, but is a file and not a page"),
    "gone": _("The link answers %(status)s"),
    "soft_gone": "%(detail)s",
    "wall": "%(detail)s",
    "trouble": "%(detail)s",
    "turned_down": _("The site answers %(status)s"),
    "not_read": _("The page could not be read"),
    "cut_off": _("The page is too large to be read whole"),
    "on_host": "%(host)s",
    "on_other_host": _("Leads to %(host)s"),
    "leads_home": _("Leads to our own website"),
    "no_keyword": _("No keyword asked for"),
    "in_title": _("“%(keyword)s” is in it"),
    "not_in_title": _("The title lacks “%(keyword)s”"),
    "no_title": _("The page has no title"),
    "in_heading": _("In %(count)s of %(total)s headings"),
    "not_in_heading": _("In none of %(total)s headings"),
    "no_headings": _("The page has no headings"),
    "in_text": _("%(count)s times in %(characters)s characters"),
    "not_in_text": _("The text lacks “%(keyword)s”"),
    "only_hidden": _("“%(keyword)s” stands only in hidden text"),
    "canonical_none": _("None given, which is fine"),
    "canonical_self": _("Points to itself"),
    "canonical_elsewhere": _("Points to another page of the site"),
    "canonical_other_host": _("Points to %(host)s"),
    "canonical_unclear": _("Points to something that is no link"),
    "open": _("No noindex"),
    "closed": _("Search engines are told to stay out (noindex)"),
    "index_unclear": _("The page does not tell"),
    "long": _("%(characters)s characters"),
    "long_enough": _("%(characters)s characters, asked %(least)s"),
    "too_short": _("Only %(characters)s characters, asked %(least)s"),
    "dated": "%(day)s",
    "dated_later": _("%(day)s lies in the future"),
    "no_date": _("The page tells no date"),
    "original": _("%(share)s original"),
    "copied": _("%(share)s original, the rest is from %(whose)s, %(day)s"),
    "own_copy": _("Copy of the own article of %(whose)s, which is fine"),
    "same_page": _("Leads to the page %(whose)s handed in on %(day)s"),
    "too_little_text": _("Too little text to compare"),
    "no_text_asked": _("Too little text to compare"),
    "nothing_to_compare": _("Nothing to compare with"),
}
# Why a person returns a piece; those named after a check are right again when the check is.
RETURN_REASONS: dict[str, str | _StrPromise] = {
    "original": _("Same as an earlier text"),
    "keyword_heading": _("No keyword in the headings"),
    "reachable": _("The link does not open"),
    "keyword_text": _("Wrong keyword"),
    "length": _("Too short"),
    "quality": _("Not good enough"),
    "other": _("Other"),
}
# What the doors to the web say, sentence by sentence.
DETAILS: dict[str, str | _StrPromise] = {
    "the text is not a web link": _("This is not a web link"),
    "the link is too long": _("The link is too long"),
    "the link has no host": _("The link names no site"),
    "the host name is not valid": _("The site's name is not valid"),
    "only http and https links are opened": _("Only http and https links are opened"),
    "links with a user name or password are not opened": _("Links with a password in them are not opened"),
    "this port is not opened": _("This port is not opened"),
    "the link contains characters that hide its host": _("The link hides where it leads"),
    "the host name is reserved and leads nowhere": _("The site's name is kept for examples and leads nowhere"),
    "the address is not public": _("The address is not public, so it was not opened"),
    "the host name was not found": _("The site's name was not found"),
    "the name server did not answer in time": _("The name server did not answer in time"),
    "the page did not answer in time": _("The page did not answer in time"),
    "the answer is larger than allowed": _("The page is larger than allowed"),
    "the answer's headers are larger than allowed": _("The page is larger than allowed"),
    "the answer unpacks to far more than it weighs": _("The page is packed like a bomb and was not read"),
    "the page redirects too often": _("The page redirects too often"),
    "the page redirects to itself": _("The page redirects to itself"),
    "the secure connection failed": _("The secure connection failed"),
    "the host's certificate is not valid": _("The site's certificate is not valid"),
    "the host refused the connection": _("The site refused the connection"),
    "the connection was lost": _("The connection was lost"),
    "the proxy refused the connection": _("The proxy refused the connection"),
    "the answer is not valid HTTP": _("The site does not answer properly"),
    "the answer is packed in an unknown way": _("The page is packed in an unknown way"),
    "the answer's packing is damaged": _("The page arrived damaged"),
    "the page answers only after signing in": _("The page asks for a sign-in"),
    "the site turned the checker away": _("The site turned the checker away"),
    "the link leads to a sign-in page": _("The link leads to a sign-in page"),
    "the platform asks for a verification": _("The platform asks for a verification"),
    "the page shows a sign-in form instead of text": _("The page asks for a sign-in"),
    "the page says that its content is gone": _("The page says that its content is gone"),
    "the link leads to the front page": _("The link leads to the front page"),
}


def sentence(reason: str, data: Mapping[str, Any]) -> str:
    """The reason as a short sentence in the language of the moment; an unknown code speaks for itself."""
    template = SENTENCES.get(reason)
    if template is None:
        return reason
    try:
        return str(template) % {name: _shown(name, value) for name, value in data.items()}
    except (KeyError, TypeError, ValueError):
        return reason


def _shown(name: str, value: Any) -> str:
    if name == "detail":
        return str(DETAILS.get(value, value))
    if name == "share":
        return formats.percent(value, digits=0)
    if name == "status":
        return str(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return formats.number(value, digits=None if isinstance(value, int) else 1)
    return str(value)
