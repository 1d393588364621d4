"""Checks, their verdicts, and the proof kept for them."""

from __future__ import annotations

import zlib

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
    title = models.CharField(max_length=300, blank=True)
    # [[level, text], …] as a reader sees them.
    headings = models.JSONField(default=list)
    text = models.TextField(blank=True)
    main_text = models.TextField(blank=True)
    first_kept_at = models.DateTimeField()
    keep_until = models.DateField(db_index=True)

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
    # Planned looks are 0; looks that somebody asked for count up.
    occasion = models.PositiveSmallIntegerField(default=0)
    host = models.CharField(max_length=255, blank=True)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    # By the machine's own clock: a lease must run out also while OMOS_NOW stands still.
    leased_until = models.DateTimeField(null=True, blank=True)
    # The fencing token: only the holder of the newest lease may write the result.
    lease = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.PENDING)
    keyword = models.CharField(max_length=100, blank=True)
    final_url = models.CharField(max_length=2000, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=300, blank=True)
    text_hash = models.CharField(max_length=64, blank=True)
    milliseconds = models.PositiveIntegerField(null=True, blank=True)
    # How the answer came: redirects, media, charset, bytes, canonical, robots.
    answer = models.JSONField(default=dict)
    # {CODE: {"verdict": …, "reason": …, "data": {…}}} in the order of checks.CODES
    verdicts = models.JSONField(default=dict)
    proof = models.ForeignKey(Proof, models.SET_NULL, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "age_days", "occasion"], name="evidence_checked_once_per_age"),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="check_by_due")]

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
    # The checks that said no when the person decided: a later, other no asks for eyes again.
    overruled = models.JSONField(default=list)
    # What stood before, so that the decision can be taken back.
    before = models.JSONField(default=dict)
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
        WITHDRAWN = "WITHDRAWN", _("Taken back")

    class Why(models.TextChoices):
        """Why a person should look."""

        FAILED = "FAILED", _("The machine says no")
        SPOT = "SPOT", _("Spot check")
        ASKED = "ASKED", _("The person asks")
        MENDED = "MENDED", _("Mended after its return")

    evidence = models.OneToOneField("work.Evidence", models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.PENDING)
    needs_eyes = models.BooleanField(default=False)
    why = models.CharField(max_length=8, choices=Why, blank=True)
    is_decided_by_person = models.BooleanField(default=False)
    # The newest look; its verdicts are what pages show.
    check_row = models.ForeignKey(Check, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    question = models.CharField(max_length=300, blank=True)
    # When the person said that a returned page is mended.
    mended_at = models.DateTimeField(null=True, blank=True)
    # Counts every change, so that nobody decides over what has changed under their eyes.
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["why", "evidence"], name="standing_by_why"),
            models.Index(fields=["outcome", "evidence"], name="standing_by_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.outcome}"


class Fingerprint(models.Model):
    """The text of one piece of evidence and its shingle signature; the first hand-in owns the text."""

    evidence = models.OneToOneField("work.Evidence", models.CASCADE, related_name="+")
    signature = models.BinaryField()
    # The text itself, packed: whether a text is a copy is decided exactly, also years later.
    text = models.BinaryField()
    text_length = models.PositiveIntegerField()
    # Since when the text stood here: the hand-in, or the look that found it changed.
    owned_since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.evidence_id)

    def unpacked_text(self) -> str:
        """The text as it was read."""
        return unpacked(self.text)


def unpacked(text: bytes | memoryview | None) -> str:
    """A kept text as it was read; empty where none is kept."""
    return zlib.decompress(bytes(text)).decode() if text else ""


class FingerprintBand(models.Model):
    """One band of a signature; texts that share a band are candidates for comparison."""

    fingerprint = models.ForeignKey(Fingerprint, models.CASCADE, related_name="+")
    band = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return str(self.band)


class HostPace(models.Model):
    """When a host may be asked again, over all workers."""

    host = models.CharField(max_length=255, unique=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.host
