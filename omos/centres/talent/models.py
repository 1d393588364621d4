"""Working processes of positions: their versions, steps and handed-over documents."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ProcessVersion(models.Model):
    """One writing of a position's working process (岗位流程); only added to, the one with the highest number stands."""

    position = models.ForeignKey("people.Position", models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    description = models.TextField(blank=True)
    # Duties and standard as they stood then; what stands now is on the position itself.
    duties = models.TextField(blank=True)
    standard = models.TextField(blank=True)
    note = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("people.User", models.SET_NULL, null=True, blank=True, related_name="+")
    # Kept beside the login: people go, what they wrote stays theirs. Empty for what came with the program.
    written_by_name = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["position", "number"], name="process_version_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="process_versions_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.position_id} / {self.number}"


class ProcessStep(models.Model):
    """One step of a version: what, when, on which page, and what "done" means."""

    class Rhythm(models.TextChoices):
        DAILY = "DAILY", _("Every workday")
        WEEKLY = "WEEKLY", _("Every week")
        MONTHLY = "MONTHLY", _("Every month")
        AS_NEEDED = "AS_NEEDED", _("When it comes up")

    version = models.ForeignKey("talent.ProcessVersion", models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    done = models.CharField(max_length=200, blank=True)
    rhythm = models.CharField(max_length=12, choices=Rhythm, default=Rhythm.DAILY)
    # Monday is 1; only of weekly steps. The day of the month only of monthly ones; 31 means the last one.
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    month_day = models.PositiveSmallIntegerField(null=True, blank=True)
    at = models.TimeField(null=True, blank=True)
    # Key of a page of the menu; empty where the step is done elsewhere.
    page = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "place"], name="process_step_place_unique"),
            models.CheckConstraint(
                condition=Q(weekday=None) | Q(weekday__range=(1, 7), rhythm="WEEKLY"),
                name="process_step_weekday_is_of_a_week",
            ),
            models.CheckConstraint(
                condition=Q(month_day=None) | Q(month_day__range=(1, 31), rhythm="MONTHLY"),
                name="process_step_day_is_of_a_month",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} / {self.place}"


class ProcessDocument(models.Model):
    """A file handed over with a position (交接文件): whoever fills it next finds it here."""

    position = models.ForeignKey("people.Position", models.CASCADE, related_name="+")
    file = models.OneToOneField("files.StoredFile", models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("people.User", models.SET_NULL, null=True, blank=True, related_name="+")
    added_by_name = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.title
