"""Carrying on: what somebody sent after their session ended waits until they have signed in again."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest

SALT = "omos.people.carried"
KEPT_SECONDS = 3600
LARGEST = 300_000
# Never written into a page: secrets, and the token that the next form brings along anew.
LEFT_OUT = ("password", "old", "again", "csrfmiddlewaretoken")


@dataclass(frozen=True)
class Carried:
    """A form that waits: where it goes and what it says."""

    path: str
    fields: tuple[tuple[str, str], ...]


def pack(request: HttpRequest, *, keeps_empty: bool = False) -> str:
    """What was sent, signed, for the next page; empty where nothing can or should be kept.

    `keeps_empty` keeps a bare press of a button too.
    """
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name not in LEFT_OUT]
    if request.FILES or not (fields or keeps_empty):
        return ""
    packed = signing.dumps([request.get_full_path(), fields], salt=SALT, compress=True)
    return packed if len(packed) <= LARGEST else ""


def unpack(packed: str) -> Carried | None:
    """The form that waits, or None where nothing was kept, it is too old, or somebody tampered with it."""
    try:
        path, fields = signing.loads(packed, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    return Carried(path, tuple((name, value) for name, value in fields))
