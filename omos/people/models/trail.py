"""The action trail (操作留痕): who did which verb to what, when, before and after; sealed day by day."""

from __future__ import annotations

from django.db import models


class Action(models.Model):
    """One line of the trail; only ever added."""

    at = models.DateTimeField(db_index=True)
    verb = models.CharField(max_length=80)
    user = models.ForeignKey("people.User", models.SET_NULL, null=True, blank=True, related_name="+")
    # The name as it was, so that a line stays readable after the person left.
    actor_name = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    request_id = models.CharField(max_length=32, blank=True)
    # Where the request came from; empty for jobs and commands.
    address = models.CharField(max_length=45, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="action_by_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"


class TrailSeal(models.Model):
    """One finished day of the trail, sealed: its lines and the seal before it give the digest."""

    day = models.DateField(primary_key=True)
    line_count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.day.isoformat()
