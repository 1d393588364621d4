"""Handing over: to a stand-in for days, for good, or because somebody leaves; who gets what, and what went."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Handover(models.Model):
    """What one person holds goes to others (交接) from a day on; with a last day it comes back afterwards."""

    class Kind(models.TextChoices):
        DAYS = "DAYS", _("For some days")
        GOOD = "GOOD", _("For good")
        LEAVING = "LEAVING", _("Leaves the company")

    class State(models.TextChoices):
        PLANNED = "PLANNED", pgettext_lazy("handover", "Planned")
        RUNNING = "RUNNING", _("Running")
        ENDED = "ENDED", _("Finished")
        CANCELLED = "CANCELLED", _("Called off")

    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    made_by_name = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="DAYS", last_day__isnull=False, last_day__gte=F("first_day"))
                | (~Q(kind="DAYS") & Q(last_day__isnull=True)),
                name="handover_has_the_days_of_its_kind",
            ),
            models.UniqueConstraint(
                fields=["staff"],
                condition=Q(kind="LEAVING", state__in=["PLANNED", "RUNNING"]),
                name="leaving_once_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "first_day"], name="handover_by_state")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.kind} {self.first_day}"

    @property
    def is_open(self) -> bool:
        """Whether it is still to come or under way."""
        return self.state in {self.State.PLANNED, self.State.RUNNING}


class HandoverPart(models.Model):
    """Who gets one kind of thing of a handover; kinds are declared by the rooms (`people.holdings.Held`)."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="+")
    held = models.CharField(max_length=40)
    receiver = models.ForeignKey("people.Staff", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handover", "held"], name="handed_to_one_person_per_kind")]

    def __str__(self) -> str:
        return f"{self.handover_id} {self.held}"


class HandedItem(models.Model):
    """One thing that went to somebody else, with what its room needs to take it back as it was."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="+")
    held = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=160)
    receiver = models.ForeignKey("people.Staff", models.PROTECT, related_name="+")
    memo = models.JSONField(default=dict)
    handed_at = models.DateTimeField()
    # Came back to the person, or was settled by the receiver: then it stays there.
    returned_at = models.DateTimeField(null=True, blank=True)
    is_settled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "held", "object_id"],
                condition=Q(returned_at__isnull=True, is_settled=False),
                name="handed_over_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | Q(is_settled=False), name="handed_item_came_back_or_stayed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held} {self.object_id}"
