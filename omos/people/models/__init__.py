"""Tables of the people room, one module per family."""

from omos.people.models.access import Allowance, OneTimeLink, RoleGrant, SignIn, User
from omos.people.models.calendar import Workday
from omos.people.models.company import Company, Website
from omos.people.models.handover import HandedItem, Handover, HandoverPart
from omos.people.models.organisation import Department, Headcount, Leave, Position, Staff
from omos.people.models.trail import Action, TrailSeal
from omos.people.models.working import RosterDay, Shift, StaffPattern, WorkPattern

__all__ = [
    "Action",
    "Allowance",
    "Company",
    "Department",
    "HandedItem",
    "Handover",
    "HandoverPart",
    "Headcount",
    "Leave",
    "OneTimeLink",
    "Position",
    "RoleGrant",
    "RosterDay",
    "Shift",
    "SignIn",
    "Staff",
    "StaffPattern",
    "TrailSeal",
    "User",
    "Website",
    "WorkPattern",
    "Workday",
]
