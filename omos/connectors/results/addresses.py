"""True addresses out of links, attributes and visible text; none of this ever fails."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

_LONGEST = 4096
# The parameters in which engines carry the address that their link leads to.
_CARRIERS = ("url", "q", "u", "to", "target", "mdurl", "src", "dest_url")
_SPACE = re.compile(r"[\x00-\x20\x7f\u200b-\u200f\ufeff]+")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_LIKE_A_HOST = re.compile(r"localhost|[^\s\x00-\x1f\x7f<>\"]{0,250}[.:][^\s\x00-\x1f\x7f<>\"]{0,250}")
_HOST = re.compile(
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59}|中国|公司|网络|网址|集团|在线)\.?"
)
_SHOWN = re.compile(rf"(?:https?://)?(?:[^/@\s]{{1,64}}@)?({_HOST.pattern})(?::\d{{1,5}})?(?=$|[/?#›»>…\s·|-]|\.\.)")
# Names that end like a host but name a technology or a file.
_NO_DOMAINS = re.compile(r"\.(?:js|css|html?|php|py|txt|json|vue|ts|cs|cpp|exe|pdf|docx?|xlsx?)$")


def is_web(url: str | None) -> bool:
    """True for an absolute http(s) address with a host."""
    return bool(url) and host_of(url) is not None


def host_of(url: str | None) -> str | None:
    """The host of an absolute http(s) address, in lower case; None for anything else."""
    if not url or len(url) > _LONGEST or not _WEB.match(url.strip()):
        return None
    try:
        host = (urlsplit(url.strip()).hostname or "").rstrip(".").lower()
    except ValueError:
        return None
    return host if _LIKE_A_HOST.fullmatch(host) else None


def shown_host(text: str) -> str | None:
    """The host that a visible address begins with; None for the name of a site or anything else."""
    trimmed = text.strip()[:300]
    found = _SHOWN.match(trimmed)
    if not found:
        return None
    host = found[1].rstrip(".")
    # A visible address is written small; "ASP.NET" is a name.
    return None if host != host.lower() or _NO_DOMAINS.search(host) else host


def absolute(link: str | None, base: str) -> str:
    """The link as an absolute address; empty when it leads nowhere on the web."""
    cleaned = _SPACE.sub("", link or "")
    if not cleaned or len(cleaned) > _LONGEST:
        return ""
    try:
        joined = urljoin(base, cleaned)
    except ValueError:
        return ""
    return joined if is_web(joined) else ""


def carried(link: str) -> str | None:
    """The address that a redirecting link carries in itself; None when it is sealed or carries none."""
    try:
        pairs = parse_qsl(urlsplit(link).query, max_num_fields=200)
    except ValueError:
        return None
    told = dict(reversed(pairs))
    for name in _CARRIERS:
        found = _opened(told.get(name, ""))
        if found:
            return found
    return None


def _opened(value: str) -> str | None:
    for candidate in (value, unquote(value), _unsealed(value)):
        if is_web(candidate):
            return candidate
    return None


def _unsealed(value: str) -> str:
    """Some engines write the address in base64, with or without two characters before it."""
    for start in (2, 0) if value[:2] == "a1" else (0,):
        packed = value[start:]
        try:
            return unquote(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-8"))
        except (binascii.Error, ValueError):
            continue
    return ""


def is_host_of(host: str, wanted: str) -> bool:
    """True when the host is the wanted one or lies below it; ``www.`` and case do not matter."""
    found, sought = _bare(host), _bare(host_of(wanted) or wanted)
    return bool(sought) and (found == sought or found.endswith(f".{sought}"))


def _bare(host: str) -> str:
    return host.strip().lower().rstrip(".").removeprefix("www.")
