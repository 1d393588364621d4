"""The company and its websites."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from omos.people.memory import once_a_view
from omos.people.models import Company, Position, Website


@once_a_view
def company() -> Company | None:
    """The company, or None before it was set up."""
    return Company.objects.first()


def shows_first_steps(*, today: date) -> bool:
    """Whether the installation is young and nobody has put the first steps away."""
    found = company()
    return found is not None and found.first_steps_until is not None and today <= found.first_steps_until


def entered_companies() -> QuerySet[Company]:
    """The company as rows: none while it is still called what every new installation is called."""
    return Company.objects.filter(row_version__gt=1)


def websites() -> QuerySet[Website]:
    """Active websites of the company, by domain."""
    return Website.objects.filter(is_active=True).order_by("domain")


def positions_by_code() -> dict[str, int]:
    """Ids of the positions, by code."""
    return dict(Position.objects.values_list("code", "id"))


def all_websites() -> QuerySet[Website]:
    """Every website ever entered, those in use first."""
    return Website.objects.order_by("-is_active", "domain")
