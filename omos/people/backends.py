"""Sign-in by name or phone."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from omos.people import clock, queries
from omos.people.models import Staff, User


class NameOrPhoneBackend(ModelBackend):
    """Finds the user by login name or full phone number; a wrong name costs the same time as a wrong password."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        user = queries.user_called(username or "")
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password or "") and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        """Neither locked nor past their last day."""
        staff: Staff | None = getattr(user, "staff", None)
        has_left = staff is not None and staff.left_on is not None and staff.left_on < clock.today()
        return super().user_can_authenticate(user) and not has_left

    def get_user(self, user_id: Any) -> User | None:
        """The user of a session, read with what every page needs, or None once they may not enter any more."""
        user = queries.signing_in(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
