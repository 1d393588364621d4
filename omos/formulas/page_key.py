"""网页身份: when two addresses are the same page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import AddressValueError, IPv6Address
from typing import Final
from urllib.parse import quote, unquote_to_bytes

import idna

from omos.formulas.limits import FormulaError

LONGEST: Final = 4096

# Added by advertising, sharing and statistics; they say how somebody came, not where to.
_TRACKING: Final = re.compile(
    r"(?:utm_|mtm_|hmsr|hmpl|hmcu|hmkw|hmci|share_|spm).*"
    r"|bd_vid|bd_source|bdclkid|qhclickid|sogou_vid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|fbclid|yclid|twclid|ttclid"
    r"|clickid|click_id|gdt_vid|qz_gdt|weixinadinfo|scm|from|fromid|source_from|wfr|vd_source|tt_from|isappinstalled"
    r"|xsec_token|xsec_source|sharefrom|share|nsukey|igshid|mc_cid|mc_eid|_ga|_gl|_openstat|hl_src|timestamp|_t"
    r"|tdsourcetag|ref_src|pk_(?:campaign|kwd|source|medium)|e_(?:matchtype|creative|adposition|keyword|keywordid|pagenum)",
    re.IGNORECASE,
)
# Platforms whose pages hang on a few parameters only; all others come and go with every share.
_PLATFORM_KEEPS: Final = {
    "mp.weixin.qq.com": frozenset({"__biz", "mid", "idx"}),
    "baijiahao.baidu.com": frozenset({"id"}),
    "bilibili.com": frozenset({"p"}),
    "douyin.com": frozenset({"modal_id"}),
    "xiaohongshu.com": frozenset[str](),
    "toutiao.com": frozenset[str](),
}
_INDEX: Final = re.compile(r"/(?:index|default)\.(?:html?|shtml|php|aspx?|jsp)$", re.IGNORECASE)
_SESSION: Final = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_SCHEME: Final = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):(?!\d{1,5}(?:[/?#]|$))")
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_ASCII_HOST: Final = re.compile(r"[\x21-\x7e]+")
_FORBIDDEN: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff]")
# Chats paste these along; nobody sees them.
_INVISIBLE: Final = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
# What stays readable in a path and in a query; the rest is written as %XX.
_PATH_SAFE: Final = "/!$&'()*+,;=:@-._~"
_QUERY_SAFE: Final = "!$'()*,;:@/?-._~"


class NotAPage(FormulaError):
    """The text is no http(s) address; ``code`` is one of empty, too_long, characters, scheme, host, port."""

    def __init__(self, code: str) -> None:
        super().__init__("url", code)


@dataclass(frozen=True)
class PageKey:
    """The one identity of a page: readable text without scheme, and its SHA-256 in 64 hex digits."""

    text: str
    digest: str


def page_key(url: str) -> PageKey:
    """Return the identity of the page a URL leads to; the only exception is ``NotAPage``.

    http and https are the same page, and so are addresses with and without ``www.``, default port,
    credentials, fragment, tracking parameters, trailing slash or index file. The order of parameters and
    the spelling of escapes do not matter; the case of path and query does.

    :raises NotAPage: for anything but an http(s) address with a host
    """
    authority, path, query = _split(_trimmed(url))
    host, port = _host_and_port(authority)
    text = host + port + _path(path)
    kept = _query(query, host)
    text = f"{text}?{kept}" if kept else text
    return PageKey(text, sha256(text.encode()).hexdigest())


def _trimmed(url: str) -> str:
    trimmed = _INVISIBLE.sub("", url).strip()
    if not trimmed:
        raise NotAPage("empty")
    if len(trimmed) > LONGEST:
        raise NotAPage("too_long")
    if _FORBIDDEN.search(trimmed):
        raise NotAPage("characters")
    return trimmed


def _split(url: str) -> tuple[str, str, str]:
    rest = url
    scheme = _SCHEME.match(url)
    if scheme:
        rest = url[scheme.end() :]
        if scheme[1].lower() not in {"http", "https"} or not rest.startswith("//"):
            raise NotAPage("scheme")
    has_scheme = rest.startswith("//")
    rest = rest.removeprefix("//").partition("#")[0]
    rest, _, query = rest.partition("?")
    # Browsers read a backslash in the address as a slash.
    authority, slash, path = rest.replace("\\", "/").partition("/")
    if not has_scheme and not _looks_like_host(authority):
        raise NotAPage("host")
    return authority, slash + path, query


def _looks_like_host(authority: str) -> bool:
    bare = authority.rpartition("@")[2]
    return "." in bare.strip(".") or bare.startswith("[") or bare.partition(":")[0].lower() == "localhost"


def _host_and_port(authority: str) -> tuple[str, str]:
    bare = authority.rpartition("@")[2]
    split = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[^:\[\]]+)(?::(\d*))?", bare)
    if not split:
        raise NotAPage("host")
    host = _ipv6(split[1]) if split[1].startswith("[") else _name(split[1])
    if not split[2]:
        return host, ""
    if len(split[2]) > 5 or not split[2].isascii() or not 0 < int(split[2]) < 65536:
        raise NotAPage("port")
    return host, "" if int(split[2]) in {80, 443} else f":{int(split[2])}"


def _ipv6(host: str) -> str:
    try:
        return f"[{IPv6Address(host[1:-1]).compressed}]"
    except AddressValueError:
        raise NotAPage("host") from None


def _name(host: str) -> str:
    name = unquote_to_bytes(host).decode("utf-8", "replace")
    if not _ASCII_HOST.fullmatch(name):
        try:
            name = idna.encode(name, uts46=True, transitional=False).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            raise NotAPage("host") from None
    name = name.lower().removesuffix(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in name.split(".")):
        raise NotAPage("host")
    while name.startswith("www.") and name.count(".") > 1:
        name = name.removeprefix("www.")
    return name


def _path(path: str) -> str:
    segments: list[str] = []
    for segment in _SESSION.sub("", _escaped(path, _PATH_SAFE)).split("/"):
        if segment == "..":
            segments = segments[:-1]
        elif segment not in {"", "."}:
            segments.append(segment)
    tidy = "/" + "/".join(segments)
    # A folder may have been called index.html as well: cut until nothing changes.
    while _INDEX.search(tidy):
        tidy = _INDEX.sub("", tidy)
    return tidy or "/"


def _query(query: str, host: str) -> str:
    keeps = _platform_keeps(host)
    pairs = []
    for pair in filter(None, query.split("&")):
        name, equals, value = (_escaped(part.replace("+", " "), _QUERY_SAFE) for part in pair.partition("="))
        if name and (name in keeps if keeps is not None else not _TRACKING.fullmatch(name)):
            pairs.append(f"{name}={value}" if equals else name)
    return "&".join(sorted(pairs))


def _platform_keeps(host: str) -> frozenset[str] | None:
    for platform, keeps in _PLATFORM_KEEPS.items():
        if host == platform or host.endswith("." + platform):
            return keeps
    return None


def _escaped(part: str, safe: str) -> str:
    """Write every escape one way: bytes that need none plainly, the rest as upper-case %XX."""
    # A per cent sign that opens no escape stands for itself.
    lawful = re.sub(r"%(?![0-9a-fA-F]{2})", "%25", part)
    pieces = re.split(r"(%(?:2[fF]|25|3[fF]|23|26|3[dD]|2[bB]|3[bB]))", lawful)
    # Escaped delimiters stay escaped: %2F is not a slash, %26 not the next parameter.
    return "".join(
        piece.upper() if place % 2 else quote(unquote_to_bytes(piece), safe=safe) for place, piece in enumerate(pieces)
    )
