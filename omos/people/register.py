"""What the people room offers upwards: its verbs and masks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from omos.people import lent_roles
from omos.people.declare import Mask, Verb
from omos.people.roles import Role, Scope
from omos.people.services.defaults import ensure_defaults
from omos.people.services.working import ensure_working_patterns

_EVERYBODY_OWN = dict.fromkeys(Role, Scope.OWN)
_EVERYBODY_ALL = dict.fromkeys(Role, Scope.ALL)
_LOOKERS = {Role.SUPERVISOR: Scope.DEPARTMENT, Role.BOSS: Scope.ALL, Role.ADMIN: Scope.ALL}
_ADMINISTRATION = {Role.ADMIN: Scope.ALL}
_LEADERS = {Role.SUPERVISOR: Scope.DEPARTMENT, **_ADMINISTRATION}

VERBS = (
    Verb("people.own_account", _("Look after one's own account"), _EVERYBODY_OWN),
    Verb("people.view_staff", _("See the staff list"), _LOOKERS),
    Verb("people.manage_staff", _("Add and change staff"), _ADMINISTRATION),
    Verb("people.manage_users", _("Invite, lock, give roles and new passwords"), _ADMINISTRATION),
    Verb("people.view_leave", _("See who is away"), {**_EVERYBODY_OWN, **_LOOKERS}),
    Verb("people.record_leave", _("Enter leave"), _LEADERS),
    Verb("people.view_organisation", _("See departments, positions and the organisation form"), _LOOKERS),
    Verb("people.manage_organisation", _("Change departments and positions"), _ADMINISTRATION),
    Verb(
        "people.manage_headcount",
        _("Change the organisation form"),
        {Role.SUPERVISOR: Scope.ALL, Role.BOSS: Scope.ALL, Role.ADMIN: Scope.ALL},
    ),
    Verb("people.view_calendar", _("See the workday calendar"), _EVERYBODY_ALL),
    Verb(
        "people.manage_calendar",
        _("Change the workday calendar"),
        {Role.SUPERVISOR: Scope.ALL, Role.ADMIN: Scope.ALL},
    ),
    Verb(
        "people.view_presence",
        _("See who is here today"),
        {**dict.fromkeys(Role, Scope.DEPARTMENT), Role.BOSS: Scope.ALL, Role.ADMIN: Scope.ALL},
    ),
    Verb(
        "people.manage_shifts", _("Change shifts and rosters"), {Role.SUPERVISOR: Scope.DEPARTMENT, **_ADMINISTRATION}
    ),
    Verb("people.hand_over", _("Hand over to a stand-in"), {Role.SUPERVISOR: Scope.DEPARTMENT, **_ADMINISTRATION}),
    Verb("people.manage_company", _("Change company and websites"), _ADMINISTRATION),
    Verb(
        "people.put_away_first_steps",
        _("Put the first steps away"),
        {Role.SUPERVISOR: Scope.ALL, Role.ADMIN: Scope.ALL},
    ),
    Verb(
        "people.view_policy",
        _("See who may do what"),
        {**_ADMINISTRATION, Role.SUPERVISOR: Scope.ALL, Role.BOSS: Scope.ALL},
    ),
    Verb("people.view_trail", _("See the action trail"), {**_ADMINISTRATION, Role.BOSS: Scope.ALL}),
    # Not granted to anybody as a page: they only stand on the action trail.
    Verb("people.sign_in", _("Signed in"), {}),
    Verb("people.sign_out", _("Signed out"), {}),
    Verb("people.refuse_sign_in", _("Sign-in refused"), {}),
    Verb("people.invite", _("Invited"), {}),
    Verb("people.reset_password", _("Made a reset link"), {}),
    Verb("people.set_password", _("Chose a password"), {}),
    Verb("people.lock_user", _("Locked a login"), {}),
    Verb("people.unlock_user", _("Unlocked a login"), {}),
    Verb("people.grant_roles", _("Changed roles"), {}),
    Verb("people.end_session", _("Ended a session"), {}),
    Verb("people.turn_on_codes", _("Turned sign-in codes on"), {}),
    Verb("people.turn_off_codes", _("Turned sign-in codes off"), {}),
    Verb("people.renew_recovery_codes", _("Made new recovery codes"), {}),
)

_PERSONNEL = frozenset({Role.SUPERVISOR, Role.BOSS, Role.ADMIN})
MASKS = (
    Mask("people.Staff.phone", _("Phone of a staff member"), _PERSONNEL),
    Mask("people.Staff.email", _("E-mail of a staff member"), _PERSONNEL),
    Mask("people.User.phone", _("Phone for signing in"), frozenset({Role.ADMIN})),
    Mask("people.Headcount.pay_low", _("Pay range, from"), _PERSONNEL),
    Mask("people.Headcount.pay_high", _("Pay range, to"), _PERSONNEL),
)

SETUP = (ensure_defaults, ensure_working_patterns)
HELD = lent_roles.HELD
