"""Verbs of the content room: watch sources, read what they show, count it, let people correct."""

from omos.centres.content.services.counting import FoundItem, Recorded, match_again, record_found
from omos.centres.content.services.deciding import (
    PageSettled,
    PersonRefused,
    claim_page,
    claim_pages,
    give_page,
    give_pages,
    ignore_page,
    ignore_pages,
    take_back_page,
)
from omos.centres.content.services.looking import look_at_due, look_at_source
from omos.centres.content.services.pen_names import PenNameRefused, drop_pen_name, save_pen_name
from omos.centres.content.services.proposing import Proposal, Search, propose_sources
from omos.centres.content.services.reading import read_due, read_page
from omos.centres.content.services.sources import (
    SourceRefused,
    add_source,
    add_sources,
    look_soon,
    pause_source,
    resume_source,
)
from omos.centres.content.services.telling import FOUND_NOTICE, tell_found

__all__ = [
    "FOUND_NOTICE",
    "FoundItem",
    "PageSettled",
    "PenNameRefused",
    "PersonRefused",
    "Proposal",
    "Recorded",
    "Search",
    "SourceRefused",
    "add_source",
    "add_sources",
    "claim_page",
    "claim_pages",
    "drop_pen_name",
    "give_page",
    "give_pages",
    "ignore_page",
    "ignore_pages",
    "look_at_due",
    "look_at_source",
    "look_soon",
    "match_again",
    "pause_source",
    "propose_sources",
    "read_due",
    "read_page",
    "record_found",
    "resume_source",
    "save_pen_name",
    "take_back_page",
    "tell_found",
]
