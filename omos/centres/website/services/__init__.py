"""Verbs of the website room: ask, take, hand over, accept, send back; keep versions and columns."""

from omos.centres.website.services.answering import accept, call_off, send_back
from omos.centres.website.services.asking import Wanted, ask
from omos.centres.website.services.categories import ensure_categories
from omos.centres.website.services.making import HandedOver, hand_over, put_back, refuse, take
from omos.centres.website.services.refusals import RequestMoved, RequestRefused
from omos.centres.website.services.site import ColumnDraft, SiteRefused, VersionDraft, save_column, save_version

__all__ = [
    "ColumnDraft",
    "HandedOver",
    "RequestMoved",
    "RequestRefused",
    "SiteRefused",
    "VersionDraft",
    "Wanted",
    "accept",
    "ask",
    "call_off",
    "ensure_categories",
    "hand_over",
    "put_back",
    "refuse",
    "save_column",
    "save_version",
    "send_back",
    "take",
]
