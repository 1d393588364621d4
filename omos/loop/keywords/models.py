"""The keyword library and the weekly keyword plan."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class KeywordGroup(models.Model):
    """A theme that words belong to."""

    name = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.name


class Keyword(models.Model):
    """A word the company wants to be found by (关键词)."""

    class Intent(models.TextChoices):
        BUY = "BUY", _("Buying")
        COMPARE = "COMPARE", _("Comparing")
        QUESTION = "QUESTION", _("Asking")
        BRAND = "BRAND", _("Brand")
        UNKNOWN = "UNKNOWN", _("Not set")

    text = models.CharField(max_length=100, unique=True)
    initials = models.CharField(max_length=100, blank=True)
    group = models.ForeignKey(KeywordGroup, models.PROTECT, null=True, blank=True, related_name="+")
    intent = models.CharField(max_length=12, choices=Intent, default=Intent.UNKNOWN)
    landing_page = models.CharField(max_length=500, blank=True)
    owner = models.ForeignKey("people.Staff", models.SET_NULL, null=True, blank=True, related_name="+")
    # 1 is a core word, 5 the least important.
    priority = models.PositiveSmallIntegerField(default=3)
    target_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    month_searches = models.PositiveIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(priority__gte=1, priority__lte=5), name="keyword_priority_1_to_5"),
            models.CheckConstraint(
                condition=Q(target_rank__gte=1, target_rank__lte=100), name="keyword_target_rank_1_to_100"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class WeekPlan(models.Model):
    """The words of one week (周关键词计划)."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        PUBLISHED = "PUBLISHED", _("Published")

    monday = models.DateField(unique=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.monday.isoformat()


class PlannedKeyword(models.Model):
    """One word in one week: landing page, owner, day and rank to reach."""

    plan = models.ForeignKey(WeekPlan, models.CASCADE, related_name="+")
    keyword = models.ForeignKey(Keyword, models.PROTECT, related_name="planned")
    staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, blank=True, related_name="+")
    day = models.DateField()
    landing_page = models.CharField(max_length=500, blank=True)
    target_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    # Which kind of work serves the word; a code of work categories, empty lets the work plan choose by owner.
    category = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "keyword"], name="keyword_planned_once_per_week")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.keyword_id}"
