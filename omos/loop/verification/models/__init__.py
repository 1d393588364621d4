"""Tables of verification: pieces looked at and judged, and pages at the search engines."""

from omos.loop.verification.models.crawler_visits import CrawlerVisit, WebLog
from omos.loop.verification.models.index_counts import IndexCount
from omos.loop.verification.models.indexing import Engine, HelperKey, IndexLook, IndexSource, IndexState
from omos.loop.verification.models.log_uploads import LogUpload
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
    "IndexCount",
    "IndexLook",
    "IndexSource",
    "IndexState",
    "LogUpload",
    "Proof",
    "Standing",
    "Verdict",
    "WebLog",
    "unpacked",
]
