"""The append-only list of facts, and their sums per day that pages read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

# Facts are reached by measure and day, so a further index per dimension would only slow posting down.
DIMENSION_FIELDS = (
    "website_id",
    "department_id",
    "staff_id",
    "channel_id",
    "product_id",
    "campaign_id",
    "category",
)


class Fact(models.Model):
    """One figure of one day for one measure and its dimensions, with its origin (数据项).

    A line of a source (label, id, measure, line) is corrected by a further revision that books the difference.
    """

    day = models.DateField()
    measure = models.CharField(max_length=40)
    # In the measure's smallest unit: 分, minutes, pieces; a correction may be negative.
    value = models.BigIntegerField()
    # +1 where the line begins to stand, −1 where it is withdrawn, 0 for a correction: a sum of 0 with nothing
    # standing is unknown, with something standing it is nought.
    standing = models.SmallIntegerField()
    website = models.ForeignKey(
        "people.Website", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    department = models.ForeignKey(
        "people.Department", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    channel = models.ForeignKey(
        "catalogue.Channel", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    product = models.ForeignKey(
        "catalogue.Product", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    campaign = models.ForeignKey(
        "catalogue.Campaign", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
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
                fields=["source", "source_id", "measure", "line", "revision"], name="fact_posted_once_per_revision"
            ),
            models.CheckConstraint(condition=~Q(value=0) | ~Q(standing=0), name="fact_changes_something"),
            models.CheckConstraint(condition=Q(standing__in=(-1, 0, 1)), name="fact_standing_is_a_step"),
        ]
        indexes = [
            models.Index(fields=["measure", "day", "channel", "staff"], name="fact_by_measure_and_day"),
            # The list of rows, newest first, without asking for a measure.
            models.Index(fields=["day", "id"], name="fact_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.measure} {self.value}"

    @property
    def is_withdrawal(self) -> bool:
        """Whether this entry takes the line back."""
        return self.standing < 0


class DayTotal(models.Model):
    """The sum of all facts of one day, measure, source and set of dimensions; kept by posting, never by hand.

    0 stands for "no such dimension": a unique key over NULLs would let two rows in.
    """

    measure = models.CharField(max_length=40)
    day = models.DateField()
    source = models.CharField(max_length=40)
    website_id = models.BigIntegerField(default=0)
    department_id = models.BigIntegerField(default=0)
    staff_id = models.BigIntegerField(default=0)
    channel_id = models.BigIntegerField(default=0)
    product_id = models.BigIntegerField(default=0)
    campaign_id = models.BigIntegerField(default=0)
    category = models.CharField(max_length=40, blank=True)
    value = models.BigIntegerField()
    standing = models.IntegerField()
    # How many facts are in the sum: a list of millions of rows is not counted by looking at each.
    entries = models.IntegerField(db_default=0)
    posted_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "day", "source", *DIMENSION_FIELDS], name="day_total_once_per_key"
            ),
        ]
        indexes = [models.Index(fields=["day", "measure"], name="day_total_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.measure} {self.value}"
