"""Leases, runs and the workers that are alive."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Lease(models.Model):
    """The right to run one job, held by at most one worker at a time, and when the job is due next."""

    code = models.CharField(max_length=80, unique=True)
    # When the next run is due, by the machine's true clock: a frozen business clock must not stop the jobs.
    due_at = models.DateTimeField(db_index=True)
    holder = models.CharField(max_length=80, blank=True)
    # Grows with every taking: a holder that was thought dead and comes back writes nothing.
    token = models.PositiveBigIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)
    # The dead man's switch counts from the last success, and before there was one from when the job was first known.
    succeeded_at = models.DateTimeField(null=True, blank=True)
    watched_from = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(holder="", leased_until__isnull=True) | Q(leased_until__isnull=False) & ~Q(holder=""),
                name="lease_has_holder_while_leased",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.token}"

    def is_held(self, *, at: datetime) -> bool:
        """Whether somebody holds the lease at that true moment."""
        return self.leased_until is not None and self.leased_until >= at


class Run(models.Model):
    """One run of a job (运行): when, how long, how many rows, how it ended."""

    class State(models.TextChoices):
        RUNNING = "RUNNING", _("Running")
        DONE = "DONE", _("Done")
        FAILED = "FAILED", _("Ended in error")
        ABANDONED = "ABANDONED", _("Broken off")

    code = models.CharField(max_length=80)
    token = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField(null=True, blank=True)
    # Kind and place of the error, never its message: messages may quote what people typed.
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "token"], name="run_once_per_token"),
            models.CheckConstraint(condition=Q(finished_at__gte=F("started_at")), name="run_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(state="RUNNING", finished_at__isnull=True) | ~Q(state="RUNNING"),
                name="run_is_finished_unless_running",
            ),
        ]
        indexes = [
            models.Index(fields=["code", "-started_at"], name="run_by_job"),
            models.Index(fields=["started_at"], name="run_by_start"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.token} {self.state}"

    @property
    def seconds(self) -> float | None:
        """How long the run took, in seconds; None while it runs or when it broke off."""
        if self.finished_at is None or self.state == self.State.ABANDONED:
            return None
        return (self.finished_at - self.started_at).total_seconds()


class Worker(models.Model):
    """A worker process and when it was last seen alive."""

    holder = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.holder
