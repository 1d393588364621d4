"""The company and its websites."""

from __future__ import annotations

from django.db.models import QuerySet

from omos.people.memory import once_a_view
from omos.people.models import Company, Position, Website


@once_a_view
def company() -> Company | None:
    """The company, or None before it was set up."""
    return Company.objects.first()


def websites() -> QuerySet[Website]:
    """Active websites of the company, by domain."""
    return Website.objects.filter(is_active=True).order_by("domain")


def positions_by_code() -> dict[str, int]:
    """Ids of the positions, by code."""
    return dict(Position.objects.values_list("code", "id"))


def all_websites() -> QuerySet[Website]:
    """Every website ever entered, those in use first."""
    return Website.objects.order_by("-is_active", "domain")
