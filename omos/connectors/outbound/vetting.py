from __future__ import annotations

from omos.connectors.outbound.addresses import is_public
from omos.connectors.outbound.deadlines import Deadline
from omos.connectors.outbound.errors import Kind, OutboundError
from omos.connectors.outbound.rules import Address, OutboundRules

_NAME_SECONDS = 2.0


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


def refuse_inner(host: str, port: int, rules: OutboundRules, deadline: Deadline) -> None:
    """Refuse a host that a proxy would reach inside the house, as far as this machine knows its name.

    :raises OutboundError: if one of its addresses is not public
    """
    try:
        found = rules.addresses_of(host, port, min(_NAME_SECONDS, deadline.remaining()))
    except OutboundError as error:
        # Behind a proxy the machine itself may have no name server; a proxy resolves, and refuses, by itself.
        if error.kind is not Kind.DNS:
            raise
        return
    for ip in found:
        if not is_public(ip):
            raise OutboundError("the address is not public", f"{host} -> {ip}")
