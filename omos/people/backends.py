"""Sign-in by name or phone."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q
from django.http import HttpRequest

from omos.people.models import User


class NameOrPhoneBackend(ModelBackend):
    """Finds the user by login name or full phone number; a wrong name costs the same time as a wrong password."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> AbstractBaseUser | None:
        typed = (username or "").strip()
        user = User.objects.filter(Q(login__iexact=typed) | Q(phone=typed)).order_by("id").first() if typed else None
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password or "") and self.user_can_authenticate(user) else None
