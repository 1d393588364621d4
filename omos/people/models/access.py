"""Users, extra roles, sign-ins and one-time links."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from omos.people.roles import Role


class UserManager(BaseUserManager["User"]):
    """Finds users the way people type their name."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(login__iexact=(username or "").strip())


class User(AbstractBaseUser):
    """Somebody who may sign in, by name or phone."""

    login = models.CharField(max_length=60, unique=True)
    phone = models.CharField(max_length=20, unique=True, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    # Empty until the person chose one: then the browser decides.
    language = models.CharField(max_length=10, blank=True, default="")
    # Bumped whenever everything signed in must die at once; part of the session's fingerprint.
    session_epoch = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.login

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with the epoch, so that old sessions stop working."""
        return f"{super().get_session_auth_hash()}:{self.session_epoch}"

    def get_session_auth_fallback_hash(self) -> Any:
        """The same for older secret keys."""
        for fallback in super().get_session_auth_fallback_hash():
            yield f"{fallback}:{self.session_epoch}"


class RoleGrant(models.Model):
    """A role beyond the one the position gives."""

    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+")
    role = models.CharField(max_length=12, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "role"], name="role_granted_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.role}"


class SignIn(models.Model):
    """One session of one user on one device, listed so that the person can end it."""

    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=120, blank=True)
    signed_in_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.device}"


class OneTimeLink(models.Model):
    """An invitation or password reset an administrator hands over; works once, then never again."""

    class Purpose(models.TextChoices):
        INVITE = "INVITE", _("Invitation")
        RESET = "RESET", _("New password")

    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=8, choices=Purpose)
    # Only the digest is kept: who reads the table cannot sign in.
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.purpose}"


class Allowance(models.Model):
    """How far ahead of its allowed pace one throttled thing has run (generic cell rate); shared by all processes."""

    # A digest of what is counted (an address, a user), so that the table names nobody.
    digest = models.CharField(max_length=64, primary_key=True)
    free_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest[:8]
