"""Pages at the search engines (收录): what stands now, every look it rests on, and who may send looks."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from omos.loop.verification.models.pieces import Verdict


class Engine(models.TextChoices):
    """The engines asked about; codes are those of their folders in `connectors`."""

    BAIDU = "baidu", _("Baidu")
    SO360 = "so360", _("360 Search")
    SOGOU = "sogou", _("Sogou")
    SHENMA = "shenma", _("Shenma")
    BING = "bing", _("Bing")
    GOOGLE = "google", _("Google")


class IndexSource(models.TextChoices):
    """Who looked."""

    EXPORT = "EXPORT", _("The engine's own export")
    PERSON = "PERSON", _("A person's check")
    HELPER = "HELPER", _("Browser helper")


class IndexState(models.Model):
    """One page at one engine: indexed, not indexed or unknown; worked out from its looks (收录状态)."""

    page_key = models.CharField(max_length=64)
    url = models.CharField(max_length=2000)
    title = models.CharField(max_length=300, blank=True)
    engine = models.CharField(max_length=8, choices=Engine)
    # Of our websites, that of the page; none for a post outside.
    website = models.ForeignKey("people.Website", models.SET_NULL, null=True, blank=True, related_name="+")
    # Whose work the page is, where it was handed in.
    staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, blank=True, related_name="+")
    evidence = models.ForeignKey("work.Evidence", models.SET_NULL, null=True, blank=True, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict, default=Verdict.UNKNOWN)
    # One of the fixed sentences of `index_reasons`.
    reason = models.CharField(max_length=100)
    source = models.CharField(max_length=8, choices=IndexSource, blank=True)
    first_seen_on = models.DateField(null=True, blank=True)
    last_seen_on = models.DateField(null=True, blank=True)
    # The first day on which it was gone after it had been seen.
    lost_on = models.DateField(null=True, blank=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    # When the verdict was last found, and when anybody last tried: a try that fails changes nothing else.
    decided_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    tried_reason = models.CharField(max_length=100, blank=True)
    watched_since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page_key", "engine"], name="page_stands_once_at_an_engine"),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.YES) | (Q(last_seen_on__isnull=False) & Q(lost_on__isnull=True)),
                name="indexed_page_was_seen",
            ),
        ]
        indexes = [
            models.Index(fields=["evidence"], name="index_state_by_evidence"),
            models.Index(fields=["website", "engine", "verdict"], name="index_state_by_website"),
        ]

    def __str__(self) -> str:
        return f"{self.engine} {self.url}"


class IndexLook(models.Model):
    """One look at one page at one engine; only ever added to."""

    state = models.ForeignKey(IndexState, models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict)
    reason = models.CharField(max_length=100)
    source = models.CharField(max_length=8, choices=IndexSource)
    # When the engine was looked at, and when we heard of it.
    looked_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    query = models.CharField(max_length=300, blank=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    by = models.ForeignKey("people.Staff", models.SET_NULL, null=True, blank=True, related_name="+")
    screenshot = models.ForeignKey("files.StoredFile", models.SET_NULL, null=True, blank=True, related_name="+")
    # The result page as it was sent, packed.
    proof = models.ForeignKey("verification.Proof", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "source", "looked_at"], name="look_at_engine_recorded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.state_id} {self.verdict}"


class HelperKey(models.Model):
    """A person's key for the browser helper: it may send looks at engines and do nothing else (助手密钥)."""

    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+")
    # Of the key itself only its digest is kept.
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff"], condition=Q(ended_at__isnull=True), name="one_helper_key_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.made_at:%Y-%m-%d}"
