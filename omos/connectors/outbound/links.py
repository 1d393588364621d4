from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omos.connectors.outbound.errors import OutboundError
from omos.connectors.outbound.rules import OutboundRules

if TYPE_CHECKING:
    import httpx

LONGEST = 4096
_PORTS = frozenset({80, 443, 8080, 8443})
_DEFAULT_PORT = {"http": 80, "https": 443}
_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
# Parsers disagree about what these mean inside an authority, so none of them is given the chance.
_DISGUISE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\\]")
_HOST = re.compile(r"^(?!-)[a-z0-9_.-]{1,253}\.?$|^[0-9a-f:.]+$")


@dataclass(frozen=True)
class Link:
    """A link whose form was judged: the exact URL to send, its host as it goes over the wire, and its port."""

    url: httpx.URL
    host: str
    port: int

    @property
    def is_secure(self) -> bool:
        return self.url.scheme == "https"


def read_link(text: str, rules: OutboundRules) -> Link:
    """Judge the form of a link; the addresses behind it are judged when connecting.

    :raises OutboundError: if it is no link, or one that is never opened
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise OutboundError("the link is too long")
    if not _SCHEME.match(text):
        raise OutboundError("the text is not a web link")
    if text.split(":", 1)[0].lower() not in _DEFAULT_PORT:
        raise OutboundError("only http and https links are opened", text.split(":", 1)[0])
    if "://" not in text[:9]:
        raise OutboundError("the text is not a web link")
    _refuse_disguise(text)
    return _judge(_parse(text), rules)


def _refuse_disguise(text: str) -> None:
    authority = re.split(r"[/?#]", text.split("://", 1)[1], maxsplit=1)[0]
    if _DISGUISE.search(authority) or "\\" in text.split("?", 1)[0] or re.search(r"[\r\n\t\x00]", text):
        raise OutboundError("the link contains characters that hide its host")
    if "@" in authority:
        raise OutboundError("links with a user name or password are not opened")
    if "%" in authority:
        raise OutboundError("the link contains characters that hide its host")
    if not authority:
        raise OutboundError("the link has no host")


def _parse(text: str) -> httpx.URL:
    import httpx

    try:
        # Spaces in a pasted path are what browsers forgive too; httpx escapes them.
        return httpx.URL(text.split("#", 1)[0])
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise OutboundError("the host name is not valid") from None


def _judge(url: httpx.URL, rules: OutboundRules) -> Link:
    host = url.raw_host.decode("ascii").lower()
    if not host.strip("."):
        raise OutboundError("the link has no host")
    if not _HOST.match(host) or ".." in host:
        raise OutboundError("the host name is not valid")
    if url.userinfo:
        raise OutboundError("links with a user name or password are not opened")
    port = url.port if url.port is not None else _DEFAULT_PORT[url.scheme]
    if port not in _PORTS and not rules.exempts(host, port):
        raise OutboundError("this port is not opened", str(port))
    return Link(url=url, host=host, port=port)
