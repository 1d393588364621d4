"""Addresses as people outside this machine type them."""

from __future__ import annotations

from django.conf import settings

ANYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104  # compared, not bound


def public_address(path: str) -> str:
    """The path with the address people use: the first of OMOS_HOSTS behind a proxy, else the bound one."""
    hosts, bind = settings.ENVIRONMENT["OMOS_HOSTS"], settings.ENVIRONMENT["OMOS_BIND"]
    if hosts and settings.TRUSTED_PROXIES:
        return f"https://{hosts[0]}{path}"
    host = hosts[0] if hosts else bind.host
    host = "127.0.0.1" if host in ANYWHERE else host
    return f"http://{f'[{host}]' if ':' in host else host}:{bind.port}{path}"
