"""W3C extended logs (IIS, CloudFront, Incapsula): a header line names the fields, also in the middle of a file."""

from __future__ import annotations

import re
from urllib.parse import unquote

from omos.connectors.weblogs.moments import any_moment
from omos.connectors.weblogs.request import NO_DATE, NO_FIELDS, OTHER_SHAPE, Request, known, number

_FIELDS = re.compile(r"#\s*Fields:\s*(.+)", re.IGNORECASE)
_TOKEN = re.compile(r'"((?:[^"\\]|\\.|"")*)"|(\S+)')
_MOST_FIELDS = 200
# What each thing is called, the best source first.
_NAMES = {
    "day": ("date", "date-local"),
    "clock": ("time", "time-local"),
    "client": ("c-ip", "s-xff", "x-forwarded-for"),
    "user": ("cs-username",),
    "method": ("cs-method",),
    "stem": ("cs-uri-stem", "cs-uri"),
    "query": ("cs-uri-query",),
    "status": ("sc-status", "c-status"),
    "size": ("sc-bytes",),
    "referrer": ("cs(referer)", "cs(referrer)"),
    "agent": ("cs(user-agent)",),
    "host": ("x-host-header", "cs-host", "cs(host)"),
}


class W3C:
    """A reader that learns the fields from the header; ``fields`` may be those of an earlier part of the file."""

    name = "w3c"

    def __init__(self, fields: tuple[str, ...] = ()) -> None:
        self.fields = fields
        self._places: dict[str, int] = {}
        self._learn(fields)

    def is_header(self, line: str) -> bool:
        """True for a line that tells about the log; a list of fields is learnt."""
        if not line.startswith("#"):
            return False
        found = _FIELDS.match(line)
        if found:
            self._learn(tuple(found[1].split()[:_MOST_FIELDS]))
        return True

    def parse(self, line: str) -> Request | str:
        """The request of a line, or why it is bad."""
        if not self.fields:
            return NO_FIELDS
        values = _values(line)
        if len(values) != len(self.fields):
            return OTHER_SHAPE
        told = {what: known(values[place]) for what, place in self._places.items()}
        return self._request(told)

    def _request(self, told: dict[str, str]) -> Request | str:
        # W3C logs are in UTC unless a field says otherwise.
        zone = "" if self._is_local else "Z"
        moment = any_moment(f"{told.get('day', '')} {told.get('clock', '')}{zone}")
        if moment is None:
            return NO_DATE
        host, path = _address(told)
        return Request(
            told.get("client", ""),
            told.get("user", ""),
            moment,
            told.get("method", ""),
            path,
            number(told.get("status", "")),
            number(told.get("size", "")),
            told.get("referrer", ""),
            _agent(told.get("agent", "")),
            host,
        )

    def _learn(self, fields: tuple[str, ...]) -> None:
        names = [name.lower() for name in fields]
        self.fields = fields
        self._is_local = "time-local" in names and "time" not in names
        self._places = {
            what: names.index(found)
            for what, called in _NAMES.items()
            if (found := next((name for name in called if name in names), ""))
        }


def _values(line: str) -> list[str]:
    if "\t" in line:
        return [value.strip().strip('"') for value in line.rstrip("\r\n").split("\t")]
    if '"' not in line:
        return line.split()
    return [quoted or plain for quoted, plain in _TOKEN.findall(line)]


def _address(told: dict[str, str]) -> tuple[str, str]:
    stem, host = told.get("stem", ""), told.get("host", "")
    if stem and not stem.startswith(("/", "*")):
        # Some name host and path in one.
        before, _, rest = stem.partition("://")[2 if "://" in stem else 0].partition("/")
        host, stem = host or before, f"/{rest}"
    query = told.get("query", "")
    return host.partition(":")[0], f"{stem}?{query}" if query else stem


def _agent(text: str) -> str:
    """Blanks are written as + by one, as %20 by another, as %2520 by a third."""
    if " " in text:
        return text
    spaced = text.replace("+", " ") if "+" in text and "%20" not in text else text
    return unquote(unquote(spaced)) if "%2520" in spaced else unquote(spaced)
