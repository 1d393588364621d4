"""How the sign-in library is held: nobody signs up by themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignUpAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People come by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
