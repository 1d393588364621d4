"""Who works when: shifts, repeating patterns, which person follows which, and single days that differ."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Shift(models.Model):
    """A span of hours that has a name (班次); one that ends before it starts runs past midnight."""

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=20)
    # One character for the roster.
    letter = models.CharField(max_length=2)
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    # Percent of a full day's work.
    share = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=100), name="shift_share_is_a_percentage"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def runs_past_midnight(self) -> bool:
        """Whether it ends on the day after the one it belongs to."""
        return self.ends_at <= self.starts_at


class WorkPattern(models.Model):
    """A cycle of shifts and days off that repeats (排班规律): 单休, 大小周, rotations."""

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=40)
    # Codes of shifts, one a day, empty for a day off (formulas.rota).
    cycle = models.JSONField(default=list)
    # Off on the holidays of the company's calendar and at work on its make-up days.
    heeds_holidays = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class StaffPattern(models.Model):
    """From a day on one person works by a pattern; without one, by the company's calendar again."""

    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+")
    first_day = models.DateField()
    pattern = models.ForeignKey("people.WorkPattern", models.PROTECT, null=True, blank=True, related_name="+")
    # Place 0 of the cycle for this person: two people on one rotation need not be in step.
    cycle_start = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "first_day"], name="pattern_begins_once_per_person_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.first_day}"


class RosterDay(models.Model):
    """One day of one person that differs from the pattern: a post on the weekend, a swap, a day off in return."""

    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+")
    day = models.DateField()
    # Empty: off on this day.
    shift = models.ForeignKey("people.Shift", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "day"], name="roster_says_once_per_person_and_day")]
        indexes = [models.Index(fields=["day"], name="roster_by_day")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.day}"
