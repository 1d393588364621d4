"""Notices, their deliveries and what people want to be told by which channel."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """A way to reach a person; only ways that are built are offered."""

    BELL = "BELL", _("Bell")


class Notice(models.Model):
    """Something one person should know, with exactly one place to go and one thing to do."""

    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    body = models.CharField(max_length=400, blank=True)
    url = models.CharField(max_length=300, blank=True)
    action_label = models.CharField(max_length=40, blank=True)
    # The same thing is told once, however often a job finds it.
    dedupe_key = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "dedupe_key"], name="notice_told_once"),
        ]
        indexes = [
            models.Index(fields=["staff", "-created_at"], name="notice_by_staff"),
            models.Index(fields=["staff"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """One notice on one channel: whether it arrived, how often it was tried, whether the person sees it there."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        DELIVERED = "DELIVERED", _("Delivered")
        FAILED = "FAILED", _("Not delivered")

    notice = models.ForeignKey("notices.Notice", models.CASCADE, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    is_visible = models.BooleanField(default=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_per_channel"),
            models.CheckConstraint(
                condition=~Q(state="DELIVERED") | Q(delivered_at__isnull=False), name="delivery_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.channel}"


class Preference(models.Model):
    """Whether one person wants one kind of notice by one channel; without a row they do."""

    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=12, choices=Channel)
    is_wanted = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "kind", "channel"], name="preference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.kind} {self.channel}"
