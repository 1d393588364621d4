"""守门: the one guarded HTTP client that every outgoing request of OMOS passes.

In flows a link and the installation's rules; out flows a ``Fetched`` answer or an ``OutboundError``.
Only public addresses are reached, redirects are judged again, time and size are bounded.
"""

from omos.connectors.outbound.answers import Fetched, Redirect
from omos.connectors.outbound.client import fetch, post
from omos.connectors.outbound.errors import REASONS, Kind, OutboundError
from omos.connectors.outbound.links import Link, read_link
from omos.connectors.outbound.rules import Address, OutboundRules, Resolver, is_reserved, rules_from

__all__ = [
    "REASONS",
    "Address",
    "Fetched",
    "Kind",
    "Link",
    "OutboundError",
    "OutboundRules",
    "Redirect",
    "Resolver",
    "fetch",
    "is_reserved",
    "post",
    "read_link",
    "rules_from",
]
