"""Checks, their verdicts, and the proof kept for them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """The answer to a check; unknown never counts against a person."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Unknown")


class Proof(models.Model):
    """What a page looked like: kept once per content."""

    digest = models.CharField(max_length=64, unique=True)
    # gzip, at most 200 KB.
    snapshot = models.BinaryField()
    text = models.TextField(blank=True)
    first_kept_at = models.DateTimeField()
    keep_until = models.DateField()

    def __str__(self) -> str:
        return self.digest[:12]


class Check(models.Model):
    """One look of the machine at one piece of evidence; the room's own queue (核验)."""

    class State(models.TextChoices):
        DUE = "DUE", _("Due")
        RUNNING = "RUNNING", _("Running")
        DONE = "DONE", _("Done")

    class Outcome(models.TextChoices):
        PENDING = "PENDING", _("Not checked yet")
        PASSED = "PASSED", _("Passed")
        PROVISIONAL = "PROVISIONAL", _("Unknown, passed for now")
        FAILED = "FAILED", _("Not passed")

    evidence = models.ForeignKey("work.Evidence", models.CASCADE, related_name="+")
    # 0 is the first look; then days 1, 7 and 30.
    age_days = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    leased_until = models.DateTimeField(null=True, blank=True)
    # The fencing token: only the holder of the newest lease may write the result.
    lease = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.PENDING)
    final_url = models.CharField(max_length=2000, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=300, blank=True)
    text_hash = models.CharField(max_length=64, blank=True)
    milliseconds = models.PositiveIntegerField(null=True, blank=True)
    # {CODE: {"verdict": …, "reason": …, "data": {…}}} in the order of checks.CODES
    verdicts = models.JSONField(default=dict)
    proof = models.ForeignKey(Proof, models.SET_NULL, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    is_spot_check = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "age_days"], name="evidence_checked_once_per_age"),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="check_by_due"),
            models.Index(fields=["evidence", "state"], name="check_by_evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} +{self.age_days}"


class Decision(models.Model):
    """What a person decided over the machine, with name and reason."""

    class Answer(models.TextChoices):
        PASS = "PASS", _("Pass")
        RETURN = "RETURN", _("Return")
        DOUBT = "DOUBT", _("In doubt")

    evidence = models.ForeignKey("work.Evidence", models.CASCADE, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer)
    reasons = models.JSONField(default=list)
    note = models.TextField(blank=True)
    screenshot = models.ForeignKey("files.StoredFile", models.SET_NULL, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evidence"], condition=Q(is_current=True), name="evidence_decided_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.answer}"


class Standing(models.Model):
    """Where one piece of evidence stands now, machine and person taken together; one row per evidence."""

    class Outcome(models.TextChoices):
        PENDING = "PENDING", _("Not checked yet")
        PASSED = "PASSED", _("Passed")
        PROVISIONAL = "PROVISIONAL", _("Unknown, passed for now")
        FAILED = "FAILED", _("Not passed")
        RETURNED = "RETURNED", _("Returned")

    evidence = models.OneToOneField("work.Evidence", models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.PENDING)
    needs_eyes = models.BooleanField(default=False)
    is_decided_by_person = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["needs_eyes", "outcome"], name="standing_by_need")]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.outcome}"


class Fingerprint(models.Model):
    """The text of one piece of evidence as shingle signature; the first hand-in owns the text."""

    evidence = models.OneToOneField("work.Evidence", models.CASCADE, related_name="+")
    signature = models.BinaryField()
    text_length = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.evidence_id)


class FingerprintBand(models.Model):
    """One band of a signature; texts that share a band are candidates for comparison."""

    fingerprint = models.ForeignKey(Fingerprint, models.CASCADE, related_name="+")
    band = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return str(self.band)
