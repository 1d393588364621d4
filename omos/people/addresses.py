"""Where a request comes from; proxies are believed only as far as the setting says."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The caller's IP address: the peer's, or the one that the outermost of our own proxies saw."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    trusted: int = settings.TRUSTED_PROXIES
    if not trusted:
        return _plain(peer)
    # Each proxy appends the peer it saw: only the last `trusted` entries were written by proxies of ours.
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return _plain(seen[-trusted] if len(seen) >= trusted else peer)


def _plain(text: str) -> str:
    """A tidy address, or nothing where the text is none; an IPv6 caller counts by its /64 network."""
    try:
        address = ip_address(text.strip("[]"))
    except ValueError:
        return ""
    if address.version == 6 and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    if address.version == 6 and not address.is_loopback:
        return f"{ip_address(int(address) >> 64 << 64)}"
    return str(address)
