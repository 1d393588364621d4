"""Closed days and daily reports."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ClosedDay(models.Model):
    """One person's day as it stood when it was closed (日清日结)."""

    class State(models.TextChoices):
        CLEARED = "CLEARED", _("Cleared on the day")
        LATE = "LATE", _("Cleared late")
        MISSING = "MISSING", _("Not cleared")
        LEAVE = "LEAVE", _("On leave")
        IDLE = "IDLE", _("Nothing planned")

    day = models.DateField()
    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State)
    planned = models.PositiveIntegerField(default=0)
    handed_in = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField()
    # Set while the day is reopened; closing again writes the next revision.
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    reopen_reason = models.CharField(max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "staff", "revision"], name="day_closed_once_per_revision"),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True) | ~Q(reopen_reason=""), name="reopening_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["staff", "day"], name="closed_day_by_staff_and_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.staff_id}"


class DailyReport(models.Model):
    """A person's day in the machine's figures and the person's two sentences (日报)."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        SUBMITTED = "SUBMITTED", _("Submitted")

    day = models.DateField()
    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    problem = models.TextField(blank=True)
    tomorrow = models.TextField(blank=True)
    # The figures as they stood at submission: [{category, planned, handed_in, passed, failed, unknown}].
    figures = models.JSONField(default=list)
    submitted_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True)
    commented_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    commented_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    # How often it was submitted; a draft never counts it up, so that saving by itself makes no open page stale.
    row_version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "staff"], name="daily_report_once_per_person")]
        indexes = [models.Index(fields=["state", "acknowledged_at"], name="daily_report_by_reading")]

    def __str__(self) -> str:
        return f"{self.day} {self.staff_id}"


class Reminder(models.Model):
    """A person was reminded of an open day (催办); one row per day and sender, counted up by each further reminder."""

    day = models.DateField()
    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+")
    # Empty where the machine reminded.
    sent_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField()
    times = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "staff", "sent_by"], name="reminder_once_per_day_and_sender"),
            models.UniqueConstraint(
                fields=["day", "staff"], condition=Q(sent_by__isnull=True), name="machine_reminds_once_per_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.staff_id}"


class KeptReport(models.Model):
    """A report that waited on a device without a network and came in; its id, made there, is taken once."""

    client_id = models.UUIDField(unique=True)
    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+")
    day = models.DateField()
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day} {self.staff_id}"
