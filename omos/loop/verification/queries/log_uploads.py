"""Access logs somebody has sent."""

from __future__ import annotations

from django.db.models import QuerySet

from omos.loop.verification.models import LogUpload
from omos.people.policy import may
from omos.people.viewer import Viewer


def log_uploads(*, viewer: Viewer) -> QuerySet[LogUpload]:
    """Logs that were sent, the latest first; they are the company's as its websites are."""
    if not may(viewer, "verification.import_logs"):
        return LogUpload.objects.none()
    return LogUpload.objects.select_related("website", "owner").order_by("-created_at", "-id")


def log_upload(*, viewer: Viewer, upload_id: int) -> LogUpload | None:
    """One of them."""
    return log_uploads(viewer=viewer).filter(pk=upload_id).first()
