"""Watched sources, pages found there, and the names people sign with."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class WatchedSource(models.Model):
    """A list page, sitemap or feed of one of our websites that is looked at again and again (监测来源)."""

    class Kind(models.TextChoices):
        LIST_PAGE = "LIST_PAGE", _("List page")
        SITEMAP = "SITEMAP", _("Sitemap")
        FEED = "FEED", _("Feed")

    class State(models.TextChoices):
        WATCHED = "WATCHED", _("Watched")
        PAUSED = "PAUSED", _("Paused")

    class Outcome(models.TextChoices):
        READ = "READ", _("Read")
        UNCHANGED = "UNCHANGED", _("Nothing changed")
        TROUBLE = "TROUBLE", _("Could not be read")

    website = models.ForeignKey("people.Website", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    address = models.CharField(max_length=2000)
    # Digest of the address's one identity.
    address_key = models.CharField(max_length=64, unique=True)
    period_minutes = models.PositiveSmallIntegerField(default=30)
    state = models.CharField(max_length=8, choices=State, default=State.WATCHED)
    next_look_at = models.DateTimeField()
    last_look_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    # A code of `words.TROUBLES`, or one of the outbound door's fixed sentences.
    trouble = models.CharField(max_length=120, blank=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)
    # The company day of the first look: what is older was there before and counts for nobody.
    learned_on = models.DateField(null=True, blank=True)
    # What the server wants to be asked with next time, and the content that was read last.
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=80, blank=True)
    content_digest = models.CharField(max_length=64, blank=True)
    # How many articles it shows.
    pages = models.PositiveIntegerField(default=0)
    # By the machine's own clock; only the holder of the newest lease may write what it read.
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(period_minutes__gte=5), name="source_left_alone_for_a_while")]
        indexes = [models.Index(fields=["state", "next_look_at"], name="source_by_due")]

    def __str__(self) -> str:
        return self.address


class FoundPage(models.Model):
    """A page that a source showed (发现的文章): to be read, counted, left to a person, or none to count."""

    class State(models.TextChoices):
        FOUND = "FOUND", _("Being read")
        COUNTED = "COUNTED", _("Counted")
        UNSURE = "UNSURE", _("Whose is it?")
        IGNORED = "IGNORED", _("Not counted")

    class Certainty(models.TextChoices):
        SURE = "SURE", _("Sure")
        LIKELY = "LIKELY", _("Likely")
        UNSURE = "UNSURE", _("Unsure")

    source = models.ForeignKey(WatchedSource, models.PROTECT, related_name="+")
    website = models.ForeignKey("people.Website", models.PROTECT, related_name="+")
    page_key = models.CharField(max_length=64, unique=True)
    url = models.CharField(max_length=2000)
    # Where it led, when that is another page: moved pages are known by both.
    final_key = models.CharField(max_length=64, blank=True, db_index=True)
    text_digest = models.CharField(max_length=64, blank=True, db_index=True)
    title = models.CharField(max_length=300, blank=True)
    headings = models.JSONField(default=list, blank=True)
    byline = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    first_seen_at = models.DateTimeField()
    # The company day it counts for.
    day = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.FOUND)
    # Why it is not counted, or what a person decided: a code of `words.WHYS`.
    why = models.CharField(max_length=20, blank=True)
    staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, blank=True, related_name="+")
    assignment = models.ForeignKey("work.Assignment", models.SET_NULL, null=True, blank=True, related_name="+")
    certainty = models.CharField(max_length=8, choices=Certainty, blank=True)
    # The argument, step by step: [{"code": …, "people": [ids], "text": …}]
    reasons = models.JSONField(default=list, blank=True)
    candidates = models.JSONField(default=list, blank=True)
    # By number: the piece may be taken back and made anew.
    evidence_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    # Handed in by a person before it was found: linked, not counted again.
    is_linked = models.BooleanField(default=False)
    decided_by = models.ForeignKey("people.Staff", models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="COUNTED") | Q(evidence_id__isnull=False), name="counted_page_has_evidence"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="found_page_by_due"),
            models.Index(fields=["day", "state"], name="found_page_by_day"),
        ]

    def __str__(self) -> str:
        return self.title or self.url

    @property
    def is_ours_to_move(self) -> bool:
        """Whether the count is the room's own; what a person handed in is that person's."""
        return self.state == self.State.COUNTED and not self.is_linked


class PenName(models.Model):
    """A name somebody signs with on our websites (笔名), beside the own one."""

    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    # Made plain, so that spelling makes no second name.
    plain = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name
