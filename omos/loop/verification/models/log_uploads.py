"""Access logs on their way in from a browser, piece by piece."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class LogUpload(models.Model):
    """One access log somebody sends (上传的日志); its file is deleted once it is read, as it holds addresses."""

    class State(models.TextChoices):
        RECEIVING = "RECEIVING", _("Being uploaded")
        WAITING = "WAITING", _("Waiting to be read")
        READING = "READING", _("Being read")
        DONE = "DONE", _("Read to the end")
        FAILED = "FAILED", _("Could not be read")

    website = models.ForeignKey("people.Website", models.CASCADE, related_name="+")
    owner = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVING)
    name = models.CharField(max_length=200)
    # Bytes announced and bytes that have come.
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    # Bytes of the unpacked log, and how many of them are read.
    unpacked = models.PositiveBigIntegerField(default=0)
    read = models.PositiveBigIntegerField(default=0)
    lines = models.PositiveBigIntegerField(default=0)
    # What the log says: format, counts, crawlers, the first bad lines.
    outcome = models.JSONField(default=dict)
    refusal = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="log_not_longer_than_announced"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_under_way(self) -> bool:
        """Whether it is still being sent or read."""
        return self.state in {self.State.RECEIVING, self.State.WAITING, self.State.READING}
