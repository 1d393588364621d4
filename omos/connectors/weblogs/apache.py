"""Formats in the shape of Apache's and nginx's: common, combined, and both with the virtual host before them."""

from __future__ import annotations

import re

from omos.connectors.weblogs.moments import any_moment, common_moment
from omos.connectors.weblogs.request import NO_DATE, OTHER_SHAPE, Request, known, number, split_request

_QUOTED = r'"([^"\\]*(?:\\.[^"\\]*)*)"'
_DATE = r"\[(\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\]"
_OTHER_DATE = r"\[([^\]\[]{8,60})\]"
_ADDRESS = r"(\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}:[0-9a-fA-F:.%\w]{1,60})"
_HOST = r"([\w.*-]{1,253}|\[[0-9a-fA-F:]+\])(?::\d{1,5})?"
_WHO = r"(\S+) \S+ (.{0,200}?)"
_ANSWER = rf"{_QUOTED} (\d{{3}}|-) (\d+|-)"
_SEEN = rf" {_QUOTED} {_QUOTED}(?: .*)?"


class Pattern:
    """A format that one pattern with named places describes."""

    def __init__(self, name: str, pattern: str, *, has_host: bool, is_seen: bool, is_common_date: bool = True) -> None:
        self.name = name
        self._match = re.compile(pattern, re.DOTALL).fullmatch
        self._has_host, self._is_seen = has_host, is_seen
        self._moment = common_moment if is_common_date else any_moment

    def parse(self, line: str) -> Request | str:
        """The request of a line, or why it is bad."""
        found = self._match(line)
        if not found:
            return OTHER_SHAPE
        told = found.groups()
        host, told = (told[0], told[1:]) if self._has_host else ("", told)
        moment = self._moment(told[2])
        if moment is None:
            return NO_DATE
        method, path = split_request(told[3])
        referrer, agent = (known(told[6]), known(told[7])) if self._is_seen else ("", "")
        status, size = number(told[4]), number(told[5])
        return Request(told[0], known(told[1]), moment, method, path, status, size, referrer, agent, known(host))


def formats() -> tuple[Pattern, ...]:
    """The family, the more particular ones first."""
    hosted = rf"{_HOST} {_ADDRESS} \S+ (.{{0,200}}?)"
    return (
        Pattern("vhost_combined", rf"{hosted} {_DATE} {_ANSWER}{_SEEN}", has_host=True, is_seen=True),
        Pattern("vhost_common", rf"{hosted} {_DATE} {_ANSWER}\s*", has_host=True, is_seen=False),
        Pattern("combined", rf"{_WHO} {_DATE} {_ANSWER}{_SEEN}", has_host=False, is_seen=True),
        Pattern("common", rf"{_WHO} {_DATE} {_ANSWER}\s*", has_host=False, is_seen=False),
        Pattern(
            "combined_other_date",
            rf"{_WHO} {_OTHER_DATE} {_ANSWER}{_SEEN}",
            has_host=False,
            is_seen=True,
            is_common_date=False,
        ),
        Pattern(
            "common_other_date",
            rf"{_WHO} {_OTHER_DATE} {_ANSWER}\s*",
            has_host=False,
            is_seen=False,
            is_common_date=False,
        ),
    )
