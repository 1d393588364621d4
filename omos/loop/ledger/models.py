"""The append-only list of facts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Fact(models.Model):
    """One figure of one day for one measure and its dimensions, with its origin (数据项).

    A line of a source (label, id, line) is corrected by a further revision that books the difference.
    """

    day = models.DateField()
    measure = models.CharField(max_length=40)
    # In the measure's smallest unit: 分, seconds, pieces; a correction may be negative.
    value = models.BigIntegerField()
    website = models.ForeignKey("people.Website", models.PROTECT, null=True, blank=True, related_name="+")
    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    department = models.ForeignKey("people.Department", models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.ForeignKey("catalogue.Channel", models.PROTECT, null=True, blank=True, related_name="+")
    product = models.ForeignKey("catalogue.Product", models.PROTECT, null=True, blank=True, related_name="+")
    campaign = models.ForeignKey("catalogue.Campaign", models.PROTECT, null=True, blank=True, related_name="+")
    category = models.CharField(max_length=40, blank=True)
    keyword = models.CharField(max_length=100, blank=True)
    page_key = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=80)
    line = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    posted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id", "line", "revision"], name="fact_posted_once_per_revision"
            ),
            models.CheckConstraint(condition=~Q(value=0) | Q(revision=1), name="fact_correction_changes_something"),
        ]
        indexes = [
            models.Index(fields=["measure", "day"], name="fact_by_measure_and_day"),
            models.Index(fields=["measure", "day", "channel"], name="fact_by_channel"),
            models.Index(fields=["measure", "day", "staff"], name="fact_by_staff"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.measure} {self.value}"
