"""Departments, positions, staff, leave and the organisation form."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from omos.people.roles import Role


class Department(models.Model):
    """A unit of the company (部门); departments form a tree."""

    name = models.CharField(max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="department_name_unique_below_parent"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="department_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class Position(models.Model):
    """A kind of post (岗位) with duties, a standard and the role it gives."""

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=60, unique=True)
    duties = models.TextField(blank=True)
    abilities = models.TextField(blank=True)
    standard = models.TextField(blank=True)
    default_role = models.CharField(max_length=12, choices=Role, blank=True)
    # Days after the website's launch at which the post should be filled; negative means before (S140).
    arrival_offset_days = models.SmallIntegerField(default=0)
    base_pay_share = models.PositiveSmallIntegerField(default=60)
    sort_order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(base_pay_share__lte=100), name="position_base_pay_share_is_a_percentage"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def duty_lines(self) -> list[str]:
        return self.duties.splitlines()

    @property
    def ability_lines(self) -> list[str]:
        return self.abilities.splitlines()


class Headcount(models.Model):
    """One row of the organisation form (S139): a position, how many, by when, pay range."""

    class Kind(models.TextChoices):
        EMPLOYED = "EMPLOYED", _("Employed")
        PART_TIME = "PART_TIME", _("Part-time or doubled up")
        OUTSOURCED = "OUTSOURCED", _("Outsourced")

    position = models.OneToOneField("people.Position", models.CASCADE, related_name="+")
    wanted = models.PositiveSmallIntegerField(default=1)
    due_on = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.EMPLOYED)
    # Monthly pay range in 分, of the company's own choosing.
    pay_low = models.PositiveIntegerField(null=True, blank=True)
    pay_high = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pay_high__gte=F("pay_low")), name="headcount_pay_range_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.position_id} × {self.wanted}"


class Staff(models.Model):
    """A person of the company, with or without a login (员工)."""

    class Kind(models.TextChoices):
        EMPLOYED = "EMPLOYED", _("Employed")
        PART_TIME = "PART_TIME", _("Part-time or doubled up")
        OUTSOURCED = "OUTSOURCED", _("Outsourced")
        PLANNED = "PLANNED", _("Planned")

    name = models.CharField(max_length=40)
    # Pinyin initials, kept for search by keyboard ("zym").
    initials = models.CharField(max_length=40, blank=True)
    staff_number = models.CharField(max_length=24, unique=True, null=True, blank=True)
    user = models.OneToOneField("people.User", models.SET_NULL, null=True, blank=True, related_name="staff")
    department = models.ForeignKey("people.Department", models.PROTECT, related_name="+")
    position = models.ForeignKey("people.Position", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.EMPLOYED)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    arrived_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    # Work minutes of a full day, the base of capacity until verified minutes are known.
    day_minutes = models.PositiveSmallIntegerField(default=450)
    is_planned_by_category = models.BooleanField(default=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(left_on__gte=F("arrived_on")), name="staff_leaves_after_arriving"),
            models.CheckConstraint(condition=Q(day_minutes__lte=1440), name="staff_day_has_24_hours"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_here(self, *, today: date) -> bool:
        """Whether the person belongs to the company on that day."""
        return (self.arrived_on is None or self.arrived_on <= today) and (self.left_on is None or today <= self.left_on)


class Leave(models.Model):
    """When one person is away (请假); lowers capacity and never counts as late."""

    class Kind(models.TextChoices):
        ANNUAL = "ANNUAL", _("Annual leave")
        SICK = "SICK", _("Sick leave")
        PERSONAL = "PERSONAL", _("Personal leave")
        REST = "REST", _("Rest day in rotation")
        OTHER = "OTHER", _("Other")

    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    # Percent of the day away; 50 is half a day.
    share = models.PositiveSmallIntegerField(default=100)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ANNUAL)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="leave_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=100), name="leave_share_is_a_percentage"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.first_day}"
