"""Formats of Amazon's balancers and buckets, and of HAProxy: fixed places, absolute addresses."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlsplit

from omos.connectors.weblogs.moments import any_moment
from omos.connectors.weblogs.request import NO_DATE, NO_REQUEST, OTHER_SHAPE, Request, known, number, split_request

_QUOTED = r'"([^"\\]*(?:\\.[^"\\]*)*)"'
_TARGETS = r"(\S+) \S+ (\S+?):\d+ \S+ \S+ \S+ \S+ (\d{3}|-) \S+ \d+ (\d+)"
_BUCKET = (
    rf"\S+ (?P<host>\S+) \[(?P<date>[^\]]+)\] (?P<client>\S+) (?P<user>\S+) \S+ \S+ \S+ {_QUOTED} "
    rf"(?P<status>\d{{3}}|-) \S+ (?P<size>\d+|-) \S+ \S+ \S+ {_QUOTED} {_QUOTED}.*"
)
_PROXY = (
    r"(?:.{0,120}?\[\d+\]: )?(?P<client>[0-9a-fA-F.:]+):\d+ \[(?P<date>[^\]]+)\] \S+ \S+ \S+ "
    rf"(?P<status>\d{{3}}|-1) (?P<size>\d+) \S+ \S+ \S{{4}} \S+ \S+ (?P<headers>(?:\{{[^{{}}]*\}} ?){{0,2}}){_QUOTED}.*"
)


class Balancer:
    """Classic (elb) and application (alb) load balancers; the latter name the protocol first."""

    def __init__(self, name: str, prefix: str) -> None:
        self.name = name
        self._match = re.compile(rf"{prefix}{_TARGETS} {_QUOTED}(?: {_QUOTED})?.*", re.DOTALL).fullmatch

    def parse(self, line: str) -> Request | str:
        """The request of a line, or why it is bad; connections below HTTP are no requests."""
        found = self._match(line)
        if not found:
            return OTHER_SHAPE
        when, client, status, size, request, agent = found.groups()
        moment = any_moment(when)
        if moment is None:
            return NO_DATE
        method, host, path = absolute_request(request)
        if not method:
            return NO_REQUEST
        return Request(client, "", moment, method, path, number(status), number(size), "", known(agent or ""), host)


class Named:
    """A format of fixed places; referrer and agent, where it has them, are its last quoted texts."""

    def __init__(self, name: str, pattern: str) -> None:
        self.name = name
        self._match = re.compile(pattern, re.DOTALL).fullmatch

    def parse(self, line: str) -> Request | str:
        """The request of a line, or why it is bad."""
        found = self._match(line)
        if not found:
            return OTHER_SHAPE
        moment = any_moment(found["date"])
        return NO_DATE if moment is None else _request(found, moment)


def _request(found: re.Match[str], moment: datetime) -> Request:
    told = {name: known(text or "") for name, text in found.groupdict().items()}
    named = set(found.re.groupindex.values())
    quoted = [known(text or "") for place, text in enumerate(found.groups(), 1) if place not in named]
    method, host, path = absolute_request(quoted[0])
    referrer, agent = quoted[1:3] or ("", "")
    status, size = number(told["status"]), number(told["size"])
    told_host = told.get("host") or host
    return Request(told["client"], told.get("user", ""), moment, method, path, status, size, referrer, agent, told_host)


def absolute_request(line: str) -> tuple[str, str, str]:
    """Method, host and path of "GET https://www.example.com:443/a HTTP/1.1"; the host is empty for a bare path."""
    method, target = split_request(line)
    if "://" not in target[:12]:
        return method, "", target
    try:
        parts = urlsplit(target)
        host = parts.hostname or ""
    except ValueError:
        return method, "", target
    return method, host, f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"


def formats() -> tuple[Balancer | Named, ...]:
    """The family."""
    return (
        Balancer("alb", r"(?:https?|h2|grpcs?|wss?) "),
        Balancer("elb", ""),
        Named("s3", _BUCKET),
        Named("haproxy", _PROXY),
    )
