"""Channels, products and campaigns."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Channel(models.Model):
    """Where visits and inquiries come from (渠道)."""

    class Kind(models.TextChoices):
        PAID = "PAID", _("Paid")
        ORGANIC = "ORGANIC", _("Organic search")
        DIRECT = "DIRECT", _("Direct")
        REFERRAL = "REFERRAL", _("Links, B2B and questions")
        SOCIAL = "SOCIAL", _("Social")

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=Kind)
    # Account money given free on recharge, in basis points: 2000 means 20 %.
    rebate_basis_points = models.PositiveIntegerField(default=0)
    sort_order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name

    @property
    def is_paid(self) -> bool:
        """Whether visits from here are bought."""
        return self.kind == self.Kind.PAID


class Product(models.Model):
    """Something the company sells (产品)."""

    name = models.CharField(max_length=80, unique=True)
    # Usual price in 分.
    price = models.PositiveBigIntegerField(default=0)
    is_repeat_purchase = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Campaign(models.Model):
    """A marketing action with a period (活动)."""

    name = models.CharField(max_length=80, unique=True)
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="campaign_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.name
