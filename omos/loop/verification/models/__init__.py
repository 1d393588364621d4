"""Tables of verification: pieces looked at and judged, and pages at the search engines."""

from omos.loop.verification.models.crawler_visits import CrawlerVisit, WebLog
from omos.loop.verification.models.indexing import Engine, HelperKey, IndexLook, IndexSource, IndexState
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
    "CrawlerVisit",
    "Decision",
    "Engine",
    "Fingerprint",
    "FingerprintBand",
    "HelperKey",
    "HostPace",
    "IndexLook",
    "IndexSource",
    "IndexState",
    "Proof",
    "Standing",
    "Verdict",
    "WebLog",
    "unpacked",
]
