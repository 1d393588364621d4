"""Tables of the people room, one module per family."""

from omos.people.models.access import Allowance, OneTimeLink, RoleGrant, SignIn, User
from omos.people.models.calendar import Workday
from omos.people.models.company import Company, Website
from omos.people.models.organisation import Department, Headcount, Leave, Position, Staff
from omos.people.models.trail import Action, TrailSeal

__all__ = [
    "Action",
    "Allowance",
    "Company",
    "Department",
    "Headcount",
    "Leave",
    "OneTimeLink",
    "Position",
    "RoleGrant",
    "SignIn",
    "Staff",
    "TrailSeal",
    "User",
    "Website",
    "Workday",
]
