from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from omos.connectors.outbound.errors import OutboundError
from omos.connectors.outbound.resolving import ask_system


class Address(NamedTuple):
    """A numeric address and the port to connect to."""

    ip: str
    port: int


Resolver = Callable[[str, int, float], tuple[str, ...]]
# RFC 2606 and 6761: kept for tests and examples, so no name server of the open Internet knows them.
_RESERVED = frozenset({"test", "example", "invalid", "localhost"})


@dataclass(frozen=True)
class OutboundRules:
    """What an installation permits: exact ``host:port`` exemptions from the guard, and a forward proxy."""

    allow: frozenset[str] = frozenset()
    proxy: str | None = None
    ca_file: str | None = None
    resolve: Resolver = field(default=ask_system, compare=False, repr=False)

    def exempts(self, host: str, port: int) -> bool:
        """Say whether this very spelling of host and port was allowed by the administrator."""
        place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        return place in self.allow

    def addresses_of(self, host: str, port: int, patience: float) -> tuple[str, ...]:
        """Every address of a host; a reserved name is asked for only where the administrator exempted it.

        :raises OutboundError: if the name is reserved or unknown, or the resolver is silent
        """
        if is_reserved(host) and not self.exempts(host, port):
            raise OutboundError("the host name is reserved and leads nowhere", host)
        return self.resolve(host, port, patience)


def is_reserved(host: str) -> bool:
    """Say whether a name ends in one that is kept for tests and examples."""
    return host.rstrip(".").rpartition(".")[2].lower() in _RESERVED


def rules_from(settings: object) -> OutboundRules:
    """Read ``OUTBOUND_ALLOW`` and ``OUTBOUND_PROXY`` from a settings object; what is absent permits nothing."""
    allow: Iterable[str] = getattr(settings, "OUTBOUND_ALLOW", ())
    return OutboundRules(
        allow=frozenset(entry.strip().lower() for entry in allow if entry.strip()),
        proxy=getattr(settings, "OUTBOUND_PROXY", None) or None,
    )
