"""The company and its websites."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Company(models.Model):
    """The one company of this installation."""

    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40)
    time_zone = models.CharField(max_length=64, default="Asia/Shanghai")
    industry = models.CharField(max_length=40, blank=True)
    is_demo = models.BooleanField(default=False)
    # A trial month 只看不罚: until this day scores touch nothing; empty means scores are still switched off.
    scores_count_from = models.DateField(null=True, blank=True)
    # Until this day the first steps stand on the homes of whoever sets OMOS up; empty once they are put away.
    first_steps_until = models.DateField(null=True, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="company_is_the_only_one")]

    def __str__(self) -> str:
        return self.short_name


class Website(models.Model):
    """A domain of the company (网站)."""

    domain = models.CharField(max_length=253, unique=True)
    name = models.CharField(max_length=60)
    time_zone = models.CharField(max_length=64, default="Asia/Shanghai")
    launched_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.domain

    def has_host(self, host: str) -> bool:
        """Whether a host name belongs to this website (the domain itself or one below it)."""
        host, domain = host.lower().rstrip("."), self.domain.lower().removeprefix("www.")
        return host == domain or host.endswith("." + domain)
