from __future__ import annotations

from urllib.parse import SplitResult, urljoin, urlsplit


def split(url: str) -> SplitResult:
    """The parts of an address; all empty when it is none."""
    try:
        parts = urlsplit(url)
        # Reading the host is what finds some of the faults.
        return parts if parts.hostname is not None else SplitResult("", "", parts.path, "", "")
    except ValueError:
        return SplitResult("", "", "", "", "")


def join(base: str, target: str) -> str | None:
    """The absolute web address of a link on a page; None when it leads to no page."""
    target = target.strip()
    if not target or target.startswith("#"):
        return None
    try:
        found = urljoin(base, target)
    except ValueError:
        return None
    return found if split(found).scheme in {"http", "https"} else None
