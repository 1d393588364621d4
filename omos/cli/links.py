"""Full addresses of pages, for links that are handed over."""

from __future__ import annotations

from omos.cli import house
from omos.environment import Address


def full_address(path: str) -> str:
    """The path with the address people use: the first of OMOS_HOSTS behind a proxy, else the bound one."""
    readings = house.readings()
    hosts: tuple[str, ...] = readings["OMOS_HOSTS"].value
    bind: Address = readings["OMOS_BIND"].value
    if hosts and readings["OMOS_TRUSTED_PROXIES"].value:
        return f"https://{hosts[0]}{path}"
    host = hosts[0] if hosts else bind.host
    host = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104  # compared, not bound
    return f"http://{f'[{host}]' if ':' in host else host}:{bind.port}{path}"
