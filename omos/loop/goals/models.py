"""Goals and who acknowledged them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class Goal(models.Model):
    """One line of what is to be reached: company, department or person; number or milestone (目标)."""

    class Level(models.TextChoices):
        COMPANY = "COMPANY", _("Company")
        DEPARTMENT = "DEPARTMENT", _("Department")
        PERSON = "PERSON", _("Person")

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", _("Proposed")
        AGREED = "AGREED", _("Agreed")
        LOCKED = "LOCKED", _("Locked")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")

    level = models.CharField(max_length=12, choices=Level)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    department = models.ForeignKey("people.Department", models.PROTECT, null=True, blank=True, related_name="+")
    staff = models.ForeignKey("people.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    # A number goal names a measure (and maybe a work category); a milestone names its stage instead.
    measure = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=40, blank=True)
    # In the measure's smallest unit; ratios in basis points or hundredths (see the measure's target scale).
    target = models.BigIntegerField(null=True, blank=True)
    milestone = models.CharField(max_length=120, blank=True)
    quality = models.CharField(max_length=200, blank=True)
    deadline = models.DateField()
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)
    # Why it was taken back; a correction of a locked goal is a withdrawal and a new goal.
    withdrawn_because = models.CharField(max_length=200, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="goal_period_in_order"),
            models.CheckConstraint(
                condition=(Q(measure="", target__isnull=True) & ~Q(milestone=""))
                | (~Q(measure="") & Q(target__isnull=False, target__gt=0, milestone="")),
                name="goal_is_a_number_or_a_milestone",
            ),
            models.CheckConstraint(
                condition=Q(level="COMPANY", department__isnull=True, staff__isnull=True)
                | Q(level="DEPARTMENT", department__isnull=False, staff__isnull=True)
                | Q(level="PERSON", department__isnull=True, staff__isnull=False),
                name="goal_owner_fits_its_level",
            ),
            # Over expressions: a company's goal names neither department nor person, and NULLs are never equal.
            models.UniqueConstraint(
                F("level"),
                Coalesce(F("department"), 0),
                Coalesce(F("staff"), 0),
                F("measure"),
                F("category"),
                F("first_day"),
                F("last_day"),
                condition=~Q(measure="") & ~Q(state="WITHDRAWN"),
                name="goal_set_once_per_owner_and_measure",
            ),
            models.UniqueConstraint(
                F("level"),
                Coalesce(F("department"), 0),
                Coalesce(F("staff"), 0),
                F("milestone"),
                F("first_day"),
                F("last_day"),
                condition=~Q(milestone="") & ~Q(state="WITHDRAWN"),
                name="goal_set_once_per_owner_and_milestone",
            ),
        ]
        indexes = [models.Index(fields=["first_day", "last_day"], name="goal_by_period")]

    def __str__(self) -> str:
        return f"{self.measure or self.milestone} {self.first_day}"

    @property
    def owner_id(self) -> int | None:
        """The department or person that holds it; None for the company."""
        return self.department_id or self.staff_id

    @property
    def is_milestone(self) -> bool:
        """Whether the goal is a stage with a deadline instead of a number."""
        return bool(self.milestone)

    @property
    def is_locked(self) -> bool:
        """Whether it can only be corrected by withdrawing it."""
        return self.state == self.State.LOCKED


class Step(models.Model):
    """A small step of a goal (小步骤): of a milestone something to be finished, of a number the sum due by its day."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="+")
    text = models.CharField(max_length=120, blank=True)
    due_date = models.DateField()
    # In the measure's smallest unit, from the period's first day on; a milestone's step has none.
    target = models.BigIntegerField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "due_date", "text"], name="step_named_once_per_day"),
            models.CheckConstraint(
                # A comparison with nothing is neither true nor false, and a check lets that pass.
                condition=(Q(target__isnull=True) & ~Q(text=""))
                | Q(target__isnull=False, target__gt=0, done_at__isnull=True),
                name="step_is_told_or_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_date} {self.text}"


class Acknowledgement(models.Model):
    """Somebody has read, or agreed to, a goal (已阅)."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="+")
    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+")
    agreed = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["goal", "staff"], name="goal_acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.staff_id}"
