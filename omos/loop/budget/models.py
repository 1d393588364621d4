"""Scenarios of the paid-budget formula; one per month is adopted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Budget(models.Model):
    """One scenario for one month: what was typed, what came out (付费预算)."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Scenario")
        ADOPTED = "ADOPTED", _("In force")
        REPLACED = "REPLACED", _("Out of force")

    month = models.DateField()
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=60, blank=True)
    # What is different about it, in a few words.
    note = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    # Inputs with the source of each rate, and the answers, as the formula takes and gives them.
    inputs = models.JSONField()
    answers = models.JSONField()
    # 分, repeated from the answers so that pages need no JSON arithmetic.
    spend = models.BigIntegerField()
    revenue = models.BigIntegerField()
    made_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    # Who adopted it last, and when; kept when another takes its place.
    adopted_by = models.ForeignKey("people.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "version"], name="budget_version_once_per_month"),
            models.UniqueConstraint(
                fields=["month"], condition=Q(state="ADOPTED"), name="budget_adopted_once_per_month"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="budget_month_is_its_first_day"),
            models.CheckConstraint(condition=Q(spend__gte=0, revenue__gte=0), name="budget_amounts_not_negative"),
            models.CheckConstraint(
                condition=~Q(state="ADOPTED") | Q(adopted_at__isnull=False), name="budget_adopted_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} v{self.version}"

    @property
    def is_adopted(self) -> bool:
        """Whether this is the month's budget."""
        return self.state == self.State.ADOPTED
