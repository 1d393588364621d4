"""The workday calendar: which days count as workdays for the company."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Workday(models.Model):
    """One calendar day: workday or not, why, and whether that is only provisional."""

    class Origin(models.TextChoices):
        PACKAGE = "PACKAGE", _("Announced by the state")
        PROVISIONAL = "PROVISIONAL", _("Provisional: not announced yet")
        HAND = "HAND", _("Set by hand")

    day = models.DateField(primary_key=True)
    is_workday = models.BooleanField()
    name = models.CharField(max_length=60, blank=True)
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.PACKAGE)

    def __str__(self) -> str:
        return self.day.isoformat()

    @property
    def label(self) -> str:
        """Why the day is special, in the reader's language; what somebody typed stays as typed."""
        return gettext(self.name) if self.name else ""

    @property
    def is_make_up(self) -> bool:
        """A weekend day that is worked (班)."""
        return self.is_workday and self.day.weekday() >= 5

    @property
    def is_holiday(self) -> bool:
        """A weekday that is not worked (休)."""
        return not self.is_workday and self.day.weekday() < 5
