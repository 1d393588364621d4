"""Work categories, weekly plan, assignments and evidence."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class WorkCategory(models.Model):
    """A kind of countable work (工作类别)."""

    class Duty(models.TextChoices):
        CONTENT = "CONTENT", _("Content")
        SEO = "SEO", _("SEO and outside")
        PAID = "PAID", _("Paid")
        CUSTOMERS = "CUSTOMERS", _("Customers")
        WEBSITE = "WEBSITE", _("Website")

    class EvidenceKind(models.TextChoices):
        OWN_URL = "OWN_URL", _("Link on a website of ours")
        OUTSIDE_URL = "OUTSIDE_URL", _("Link outside")
        FILE = "FILE", _("File or screenshot")
        NOTE = "NOTE", _("Note")

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40, unique=True)
    duty = models.CharField(max_length=12, choices=Duty)
    unit = models.CharField(max_length=12)
    icon = models.CharField(max_length=40, default="pencil")
    evidence_kind = models.CharField(max_length=12, choices=EvidenceKind)
    # Usual minutes for one unit, until the ledger knows better.
    minutes = models.PositiveSmallIntegerField()
    points = models.PositiveSmallIntegerField(default=1)
    position = models.ForeignKey("people.Position", models.PROTECT, null=True, blank=True, related_name="+")
    needs_keyword = models.BooleanField(default=False)
    min_characters = models.PositiveIntegerField(default=0)
    sort_order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(minutes__gt=0), name="category_takes_time")]

    def __str__(self) -> str:
        return self.name


class WorkPlan(models.Model):
    """The work of one week for one department (周工作计划)."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        PUBLISHED = "PUBLISHED", _("Published")

    monday = models.DateField()
    department = models.ForeignKey("people.Department", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    generated_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # What the generation found no place for, and what stood in the way.
    unplaced = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["monday", "department"], name="work_planned_once_per_week")]

    def __str__(self) -> str:
        return self.monday.isoformat()


class Assignment(models.Model):
    """Category + quantity + person + due day (任务); a draft until its plan is published."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        OPEN = "OPEN", _("Open")
        DONE = "DONE", _("Handed in")
        CARRIED = "CARRIED", _("Carried over")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")

    # Short code people type into links and chats, such as W47-031; it starts anew each year.
    code = models.CharField(max_length=16)
    iso_year = models.PositiveSmallIntegerField()
    plan = models.ForeignKey(WorkPlan, models.PROTECT, null=True, blank=True, related_name="+")
    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+")
    category = models.ForeignKey(WorkCategory, models.PROTECT, related_name="+")
    due_date = models.DateField()
    due_time = models.TimeField(null=True, blank=True)
    quantity = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    is_ad_hoc = models.BooleanField(default=False)
    brief = models.TextField(blank=True)
    carried_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    # Why this many: parts as the week generation gave them.
    reasons = models.JSONField(default=list, blank=True)
    handed_in_count = models.PositiveIntegerField(default=0)
    completed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="assignment_quantity_positive"),
            models.UniqueConstraint(fields=["code", "iso_year"], name="assignment_code_unique_in_its_year"),
            models.UniqueConstraint(
                fields=["plan", "staff", "category", "due_date"],
                condition=Q(is_ad_hoc=False) & ~Q(state="WITHDRAWN"),
                name="category_planned_once_per_person_and_day",
            ),
        ]
        indexes = [
            models.Index(fields=["due_date", "staff"], name="assignment_by_day_and_staff"),
            models.Index(fields=["staff", "state"], name="assignment_by_staff_and_state"),
        ]

    def __str__(self) -> str:
        return self.code

    def is_late(self, *, today: date) -> bool:
        """Whether the day has passed without everything handed in."""
        return self.completed_at is None and today > self.due_date

    @property
    def missing(self) -> int:
        """How many are still to be handed in."""
        return max(0, self.quantity - self.handed_in_count)


class CodeCounter(models.Model):
    """The last number given to an assignment of a week."""

    iso_year = models.PositiveSmallIntegerField()
    iso_week = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["iso_year", "iso_week"], name="week_counted_once")]

    def __str__(self) -> str:
        return f"{self.iso_year}-W{self.iso_week:02d} {self.last}"


class AssignmentKeyword(models.Model):
    """A word that one piece of the assignment should carry, in order."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="+")
    keyword = models.ForeignKey("keywords.Keyword", models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "keyword"], name="word_once_per_assignment")]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.keyword_id}"


class Evidence(models.Model):
    """A link, file or note that shows that work was done (证据)."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="+")
    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+")
    keyword = models.ForeignKey("keywords.Keyword", models.SET_NULL, null=True, blank=True, related_name="+")
    url = models.CharField(max_length=2000, blank=True)
    # Digest of the page's one identity (formulas/page_key); empty for files and notes.
    page_key = models.CharField(max_length=64, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    quantity = models.PositiveIntegerField(default=1)
    handed_in_at = models.DateTimeField()
    # The company day it counts for, fixed at hand-in.
    day = models.DateField()
    is_late = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Found on our own website by the machine; nobody had to hand it in.
    is_found = models.BooleanField(default=False)
    # Set when a returned piece is replaced by a better one.
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page_key"],
                condition=~Q(page_key="") & Q(withdrawn_at__isnull=True),
                name="page_handed_in_once",
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="evidence_quantity_positive"),
        ]
        indexes = [
            models.Index(fields=["day", "staff"], name="evidence_by_day_and_staff"),
            models.Index(fields=["assignment"], name="evidence_by_assignment"),
        ]

    def __str__(self) -> str:
        return self.url or self.note[:40]
