"""Tables of verification: pieces looked at and judged, and pages at the search engines."""

from omos.loop.verification.models.pieces import (
    Check,
    Decision,
    Fingerprint,
    FingerprintBand,
    HostPace,
    Proof,
    Standing,
    Verdict,
    unpacked,
)

__all__ = [
    "Check",
    "Decision",
    "Fingerprint",
    "FingerprintBand",
    "HostPace",
    "Proof",
    "Standing",
    "Verdict",
    "unpacked",
]
