"""Reading the people room: who is in scope, which days count, who is away."""

from omos.people.queries.accounts import own_account, plain_phone, signing_in, user_called
from omos.people.queries.calendar import calendar_days, is_workday, leave_days, workdays_between
from omos.people.queries.company import company, positions_by_code, websites
from omos.people.queries.scope import (
    StaffCard,
    card_of,
    departments_below,
    roles_of,
    staff_cards,
    staff_in_scope,
    viewer_of,
    viewer_of_staff,
)

__all__ = [
    "StaffCard",
    "calendar_days",
    "card_of",
    "company",
    "departments_below",
    "is_workday",
    "leave_days",
    "own_account",
    "plain_phone",
    "positions_by_code",
    "roles_of",
    "signing_in",
    "staff_cards",
    "staff_in_scope",
    "user_called",
    "viewer_of",
    "viewer_of_staff",
    "websites",
    "workdays_between",
]
