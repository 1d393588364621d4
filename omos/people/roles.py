"""Roles and scopes: who a person is to the system, and how far a permission reaches."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a post may do; positions map to one of these."""

    SUPERVISOR = "SUPERVISOR", _("Supervisor")
    EDITOR = "EDITOR", _("Editor")
    PROMOTER = "PROMOTER", _("Promoter")
    SERVICE = "SERVICE", _("Customer service")
    SALES = "SALES", _("Sales")
    BOSS = "BOSS", _("Boss")
    ADMIN = "ADMIN", _("Administrator")


class Scope(IntegerChoices):
    """Whose rows a verb reaches, from one's own to the whole company."""

    OWN = 1, _("Own")
    TEAM = 2, _("Team")
    DEPARTMENT = 3, _("Department and below")
    ALL = 4, _("Everybody")
