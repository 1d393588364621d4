"""The rows behind the figures: lines of advertising, conversations, rebates."""

from __future__ import annotations

from django.db.models import QuerySet

from omos.centres.promotion.models import AdLine, Rebate, Talk
from omos.people.viewer import Viewer


def ad_lines(viewer: Viewer) -> QuerySet[AdLine]:
    """Lines of advertising with channel and file; they belong to nobody, so whoever may see them sees all."""
    return AdLine.objects.select_related("channel", "upload").defer("upload__content")


def talks(viewer: Viewer) -> QuerySet[Talk]:
    """Conversations with channel and file, without anything of the person."""
    return Talk.objects.select_related("channel", "upload").defer("upload__content", "contact_key")


def rebates() -> QuerySet[Rebate]:
    """Every rebate, by channel, the latest first."""
    return Rebate.objects.select_related("channel").order_by("channel__sort_order", "channel_id", "-first_day")
