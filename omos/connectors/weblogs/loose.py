"""Any other line that names an address, a date, a request and a status: formats that companies write themselves."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import pairwise

from omos.connectors.weblogs.amazon import absolute_request
from omos.connectors.weblogs.moments import any_moment
from omos.connectors.weblogs.request import NO_DATE, NO_REQUEST, Request, known, number

_TOKEN = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"|\[([^\[\]]*)\]|([^\s"\[]\S*)')
_MOST_TOKENS = 80
_ADDRESS = re.compile(
    r"(?:(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|[0-9a-fA-F:]*::[0-9a-fA-F:.]*)$"
)
_REQUEST = re.compile(r"(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|CONNECT|PROPFIND|TRACE) \S")
_DATE_LIKE = re.compile(r"(?=.{8,60}$)(?:\d|[A-Z][a-z]{2})[\w/:,.+ -]*\d")
_STATUS = re.compile(r"[1-5]\d\d$")
_AGENT = re.compile(r"[A-Za-z][\w.-]{1,60}/\d|Mozilla|bot\b|spider|crawler", re.IGNORECASE)
_SURELY = re.compile(r"Mozilla|bot\b|spider|crawler", re.IGNORECASE)


class Loose:
    """The last resort of recognition: places are told by what they look like."""

    name = "loose"

    def parse(self, line: str) -> Request | str:
        """The request of a line, or why it is bad."""
        tokens = [quoted or bracketed or plain for quoted, bracketed, plain in _TOKEN.findall(line)[:_MOST_TOKENS]]
        place = _first(tokens, _REQUEST)
        status = _first(tokens, _STATUS, place + 1) if place >= 0 else -1
        client = _first(tokens, _ADDRESS)
        if min(place, status, client) < 0:
            return NO_REQUEST
        moment = _moment(tokens)
        if moment is None:
            return NO_DATE
        method, host, path = absolute_request(tokens.pop(place))
        # The status stands one place further left now, and its size behind it.
        size = number(tokens[status]) if status < len(tokens) else None
        code = int(tokens[status - 1])
        return Request(_address(tokens), "", moment, method, path, code, size, _referrer(tokens), _agent(tokens), host)


def _first(tokens: list[str], pattern: re.Pattern[str], start: int = 0) -> int:
    return next((place for place in range(start, len(tokens)) if pattern.match(tokens[place])), -1)


def _address(tokens: list[str]) -> str:
    return next((token for token in tokens if _ADDRESS.match(token)), "")


def _moment(tokens: list[str]) -> datetime | None:
    """A token that is a date, or two in a row that are a day and a time."""
    pairs = (f"{one} {other}" for one, other in pairwise(tokens))
    likely = (text for text in (*tokens, *pairs) if _DATE_LIKE.match(text))
    return next((moment for text in likely if (moment := any_moment(text))), None)


def _referrer(tokens: list[str]) -> str:
    return next((token for token in tokens if token.startswith(("http://", "https://")) and " " not in token), "")


def _agent(tokens: list[str]) -> str:
    likely = [token for token in tokens if _AGENT.search(token) and any_moment(token) is None]
    # A name with a version may be the server's own; words of browsers and robots are not.
    return known(next((token for token in likely if _SURELY.search(token)), likely[0] if likely else ""))
