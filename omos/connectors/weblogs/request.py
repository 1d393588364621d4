"""One request as a log line tells it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

# Why a line is bad; rooms translate these sentences.
OTHER_SHAPE = "the line does not have the shape of the format"
NO_DATE = "the date is none"
NO_REQUEST = "the line tells of no HTTP request"
TOO_LONG = "the line is too long"
NO_FIELDS = "no line before it names the fields"
REASONS = (OTHER_SHAPE, NO_DATE, NO_REQUEST, TOO_LONG, NO_FIELDS)


class Request(NamedTuple):
    """Who asked for what and when; empty text and None are unknown.

    ``moment`` has a time zone only where the log tells one. ``path`` is as it was logged, ``host`` only of logs that
    name it, ``agent`` as the client claimed.
    """

    client: str
    user: str
    moment: datetime
    method: str
    path: str
    status: int | None
    size: int | None
    referrer: str = ""
    agent: str = ""
    host: str = ""


def known(text: str) -> str:
    """The text; empty for the signs by which logs say that they know nothing."""
    return "" if text in {"-", '"-"', "null", "(null)"} else text


def number(text: str) -> int | None:
    """A whole number below 10¹⁵; None for anything else."""
    return int(text) if len(text) < 16 and text.isascii() and text.isdigit() else None


def split_request(line: str) -> tuple[str, str]:
    """Method and path of "GET /a HTTP/1.1"; both empty for what is no request line."""
    method, _, rest = line.partition(" ")
    if not rest or not method.isascii() or not method.isalpha() or len(method) > 20:
        return "", ""
    path, space, protocol = rest.rpartition(" ")
    return method, path if space and protocol[:5].upper() == "HTTP/" else rest
