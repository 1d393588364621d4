"""Which formats there are, and which of them a file is written in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Protocol

from omos.connectors.weblogs import amazon, apache
from omos.connectors.weblogs.json_lines import JsonLines
from omos.connectors.weblogs.loose import Loose
from omos.connectors.weblogs.request import Request
from omos.connectors.weblogs.w3c import W3C

_NAMES_FIELDS: Final = re.compile(r"#\s*Fields:", re.IGNORECASE)
# A format in which at least one line of so many makes sense is the file's, however dirty the rest.
_FEW: Final = 4


class Format(Protocol):
    """What reads one line."""

    @property
    def name(self) -> str: ...

    def parse(self, line: str) -> Request | str:
        """The request of a line, or why it is bad."""
        ...


# Other words that people use for them.
ALIASES: Final = {
    "nginx": "combined",
    "apache": "combined",
    "ncsa_extended": "combined",
    "common_vhost": "vhost_common",
    "common_complete": "vhost_combined",
    "iis": "w3c",
    "cloudfront": "w3c",
    "amazon_cloudfront_web": "w3c",
    "incapsula": "w3c",
    "nginx_json": "json",
    "caddy": "json",
}


@lru_cache(maxsize=1)
def _plain() -> dict[str, Format]:
    """Formats that remember nothing, the more particular ones first."""
    family: tuple[Format, ...] = (*amazon.formats(), *apache.formats(), JsonLines(), Loose())
    return {one.name: one for one in family}


def names() -> tuple[str, ...]:
    """All formats by name, without aliases."""
    return ("w3c", *_plain())


def format_named(name: str, *, fields: tuple[str, ...] = ()) -> Format | None:
    """The format of this name or alias; ``fields`` are those a W3C log named before."""
    name = ALIASES.get(name, name)
    return W3C(fields) if name == "w3c" else _plain().get(name)


def recognised(lines: Sequence[str]) -> Format | None:
    """The format in which most of these lines make sense; None when not one does."""
    if any(_NAMES_FIELDS.match(line) for line in lines):
        return W3C()
    rows = [line for line in lines if line.strip() and not line.startswith("#")]
    understood = {one.name: _understood(one, rows) for one in _plain().values()}
    loose = understood.pop(Loose.name)
    # Of equals the first, which is the more particular one; what looks like a request is only then believed when no
    # format knows its place.
    best = max(understood, key=lambda name: understood[name])
    if understood[best] * _FEW > len(rows):
        return _plain()[best]
    return _plain()[Loose.name] if loose else None


def _understood(one: Format, rows: Sequence[str]) -> int:
    return sum(isinstance(one.parse(line), Request) for line in rows)
