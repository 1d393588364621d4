from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """The family of a failed request."""

    REFUSED = "refused"
    NOT_A_LINK = "not_a_link"
    DNS = "dns"
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    TLS = "tls"
    CONNECTION = "connection"
    PROTOCOL = "protocol"


# The whole vocabulary: rooms translate these sentences, so every raise below and elsewhere must take one from here.
REASONS: dict[str, Kind] = {
    "the text is not a web link": Kind.NOT_A_LINK,
    "the link is too long": Kind.NOT_A_LINK,
    "the link has no host": Kind.NOT_A_LINK,
    "the host name is not valid": Kind.NOT_A_LINK,
    "only http and https links are opened": Kind.REFUSED,
    "links with a user name or password are not opened": Kind.REFUSED,
    "this port is not opened": Kind.REFUSED,
    "the link contains characters that hide its host": Kind.REFUSED,
    "the host name is reserved and leads nowhere": Kind.REFUSED,
    "the address is not public": Kind.REFUSED,
    "the host name was not found": Kind.DNS,
    "the name server did not answer in time": Kind.DNS,
    "the page did not answer in time": Kind.TIMEOUT,
    "the answer is larger than allowed": Kind.TOO_LARGE,
    "the answer's headers are larger than allowed": Kind.TOO_LARGE,
    "the answer unpacks to far more than it weighs": Kind.TOO_LARGE,
    "the page redirects too often": Kind.TOO_MANY_REDIRECTS,
    "the page redirects to itself": Kind.TOO_MANY_REDIRECTS,
    "the secure connection failed": Kind.TLS,
    "the host's certificate is not valid": Kind.TLS,
    "the host refused the connection": Kind.CONNECTION,
    "the connection was lost": Kind.CONNECTION,
    "the proxy refused the connection": Kind.CONNECTION,
    "the answer is not valid HTTP": Kind.PROTOCOL,
    "the answer is packed in an unknown way": Kind.PROTOCOL,
    "the answer's packing is damaged": Kind.PROTOCOL,
}


class OutboundError(Exception):
    """A request that was refused or failed: its kind, a fixed sentence from ``REASONS``, and where it happened."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.kind = REASONS[reason]
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}" if detail else reason)
