from __future__ import annotations

from omos.connectors.outbound.addresses import is_public
from omos.connectors.outbound.deadlines import Deadline
from omos.connectors.outbound.errors import OutboundError
from omos.connectors.outbound.rules import Address, OutboundRules


def vetted_addresses(host: str, port: int, rules: OutboundRules, deadline: Deadline) -> tuple[Address, ...]:
    """Resolve a host once and return its addresses, all of them public or the pair exempted by name.

    :raises OutboundError: if one address is not public, or none is found
    """
    found = rules.addresses_of(host, port, deadline.remaining())
    if not rules.exempts(host, port):
        for ip in found:
            if not is_public(ip):
                raise OutboundError("the address is not public", f"{host} -> {ip}")
    if not found:
        raise OutboundError("the host name was not found", host)
    return tuple(Address(ip, port) for ip in found)
