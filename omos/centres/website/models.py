"""Requests for the website, what became of them, versions of a website and its columns."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SiteVersion(models.Model):
    """What a website looked like from a day on (改版记录)."""

    website = models.ForeignKey("people.Website", models.PROTECT, related_name="+")
    day = models.DateField()
    title = models.CharField(max_length=120)
    reason = models.CharField(max_length=300, blank=True)
    before = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    after = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    saved_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["website", "day"], name="version_by_website_and_day")]

    def __str__(self) -> str:
        return self.title


class SiteRequest(models.Model):
    """What a colleague asks of designer or programmer (需求单)."""

    class Kind(models.TextChoices):
        PICTURE = "PICTURE", _("Picture or banner")
        LANDING_PAGE = "LANDING_PAGE", _("Landing page")
        LAYOUT = "LAYOUT", _("Layout")
        FUNCTION = "FUNCTION", _("Function")
        FAULT = "FAULT", _("Fault")
        COLUMN = "COLUMN", _("Column planning")

    class State(models.TextChoices):
        ASKED = "ASKED", _("Asked")
        TAKEN = "TAKEN", _("Taken")
        HANDED_OVER = "HANDED_OVER", _("Handed to the asker")
        SENT_BACK = "SENT_BACK", _("Sent back")
        DONE = "DONE", _("Accepted")
        REFUSED = "REFUSED", _("Refused")
        CALLED_OFF = "CALLED_OFF", _("Called off")

    kind = models.CharField(max_length=16, choices=Kind)
    title = models.CharField(max_length=80)
    # What it must do, in the asker's words.
    purpose = models.TextField(max_length=2000)
    quantity = models.PositiveSmallIntegerField(default=1)
    is_urgent = models.BooleanField(default=False)
    needed_by = models.DateField()
    asked_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+")
    # Whom it was asked of; empty while it waits for anybody in the position.
    position = models.ForeignKey("people.Position", models.PROTECT, related_name="+")
    maker = models.ForeignKey("people.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    website = models.ForeignKey("people.Website", models.PROTECT, null=True, blank=True, related_name="+")
    page = models.CharField(max_length=300, blank=True)
    campaign = models.ForeignKey("catalogue.Campaign", models.SET_NULL, null=True, blank=True, related_name="+")
    # Which work of the asker waits for it.
    serves = models.ForeignKey("work.Assignment", models.SET_NULL, null=True, blank=True, related_name="+")
    attachment = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.ASKED)
    # Usual minutes for all of it.
    minutes = models.PositiveIntegerField()
    ready_on = models.DateField(null=True, blank=True)
    # The maker's own work for it. A stand-in gets it with all other work, so who makes it now is said there.
    work = models.ForeignKey("work.Assignment", models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.ForeignKey("work.Evidence", models.PROTECT, null=True, blank=True, related_name="+")
    result = models.TextField(max_length=2000, blank=True)
    result_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    times_sent_back = models.PositiveSmallIntegerField(default=0)
    version = models.ForeignKey(SiteVersion, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="request_quantity_positive"),
            models.CheckConstraint(
                condition=Q(state__in=("ASKED", "REFUSED", "CALLED_OFF"))
                | Q(work__isnull=False, ready_on__isnull=False),
                name="request_taken_as_work",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "needed_by"], name="request_by_state_and_day"),
            models.Index(fields=["asked_by", "state"], name="request_by_asker"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """What people call it by."""
        return f"X{self.pk:03d}"

    @property
    def doer(self) -> models.Model | None:
        """Who makes it now, or who was asked by name; select `work__staff` and `maker` along."""
        return self.work.staff if self.work else self.maker

    def is_late(self, *, today: date) -> bool:
        """Whether it was needed by now and is not there yet."""
        return self.ended_at is None and self.handed_over_at is None and self.needed_by < today


class RequestStep(models.Model):
    """One step of a request: who said what when."""

    request = models.ForeignKey(SiteRequest, models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, choices=SiteRequest.State)
    by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["request", "at"], name="step_by_request")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.state}"


class SiteColumn(models.Model):
    """A column of a website (栏目): what it is for, who keeps it, how much it gets."""

    website = models.ForeignKey("people.Website", models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    path = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=200)
    owner = models.ForeignKey("people.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    is_key = models.BooleanField(default=False)
    posts_per_week = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["website", "name"], name="column_named_once_per_website")]

    def __str__(self) -> str:
        return self.name
