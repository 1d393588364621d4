"""Logs of one JSON object per line (nginx, Caddy, Traefik, content networks), whatever they call their fields."""

from __future__ import annotations

import json
import re
from typing import Any

from omos.connectors.weblogs.amazon import absolute_request
from omos.connectors.weblogs.moments import any_moment
from omos.connectors.weblogs.request import NO_DATE, OTHER_SHAPE, Request, known, number

_NAMES = {
    "client": "remote_addr ip client_ip clientip client remote_ip ClientHost x_forwarded_for http_x_forwarded_for",
    "user": "remote_user user userid ClientUsername",
    "when": "date time timestamp @timestamp time_local time_iso8601 datetime ts msec StartUTC start_time",
    "request": "request request_line",
    "method": "method request_method verb RequestMethod",
    "path": "path uri request_uri url RequestPath",
    "status": "status response status_code DownstreamStatus code",
    "size": "length bytes body_bytes_sent bytes_sent size DownstreamContentSize response_size",
    "referrer": "referrer referer http_referer http_referrer Referer request_Referer",
    "agent": "user_agent http_user_agent agent ua useragent User-Agent request_User-Agent",
    "host": "host http_host server_name domain vhost RequestHost",
}
# nginx escapes single bytes in a way that JSON does not know.
_BROKEN_ESCAPE = re.compile(r"\\x([0-9a-fA-F]{2})")


class JsonLines:
    """One object per line; what lies one level deeper (``request``, ``headers``) is found as well."""

    name = "json"

    def parse(self, line: str) -> Request | str:
        """The request of a line, or why it is bad."""
        told = _flat(_loaded(line))
        if not told:
            return OTHER_SHAPE
        got = {
            what: next((told[name] for name in names.split() if told.get(name)), "") for what, names in _NAMES.items()
        }
        moment = any_moment(got["when"])
        if moment is None:
            return NO_DATE
        method, host, path = _asked(got)
        return Request(
            got["client"],
            known(got["user"]),
            moment,
            method,
            path,
            number(got["status"]),
            number(got["size"]),
            known(got["referrer"]),
            known(got["agent"]),
            known(got["host"]).partition(":")[0] or host,
        )


def _asked(got: dict[str, str]) -> tuple[str, str, str]:
    if got["request"]:
        return absolute_request(got["request"])
    return absolute_request(f"{got['method'] or 'GET'} {got['path']} HTTP/1.1")


def _loaded(line: str) -> dict[str, Any]:
    if not line.lstrip().startswith("{"):
        return {}
    for text in (line, _BROKEN_ESCAPE.sub(r"\\u00\1", line)):
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            continue
        return told if isinstance(told, dict) else {}
    return {}


def _flat(told: dict[str, Any], depth: int = 0) -> dict[str, str]:
    """Texts by name; of a list the first, of an object its own fields, deeper ones not before those above."""
    flat: dict[str, str] = {}
    inner: dict[str, str] = {}
    for name, value in told.items():
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, dict):
            inner |= _flat(first, depth + 1) if depth < 2 else {}
        elif isinstance(first, str | int | float) and not isinstance(first, bool):
            flat[name] = str(first)
    return inner | flat
