"""The second factor: six digits from an app on the phone (TOTP), and recovery codes for the day the phone is gone."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from allauth.mfa.utils import decrypt

from omos.people.models import User


@dataclass(frozen=True)
class Offer:
    """A secret not yet in use: as text to type and as a picture to scan."""

    secret: str
    picture: str

    @property
    def spaced_secret(self) -> str:
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))


def offer(user: User, *, secret: str = "") -> Offer:
    """A new secret for this person's app, or the one offered before."""
    secret = secret or generate_totp_secret()
    address = get_adapter().build_totp_url(user, secret)
    return Offer(secret, segno.make(address).svg_data_uri(scale=4, border=2, dark="#18212F", light="#FFFFFF"))


def is_right(secret: str, code: str) -> bool:
    """Whether the app shows this code for the secret now, half a minute early or late."""
    return len(code) == 6 and bool(validate_totp_code(secret, code))


def turn_on(user: User, secret: str) -> tuple[str, ...]:
    """Ask for codes from now on; returns the recovery codes to keep on paper."""
    turn_off(user)
    TOTP.activate(user, secret)
    return tuple(RecoveryCodes.activate(user).generate_codes())


def turn_off(user: User) -> bool:
    """Ask for no codes any more; False when none were asked for."""
    return bool(Authenticator.objects.filter(user=user).delete()[0])


def is_on(user: User) -> bool:
    """Whether signing in asks for a code."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def renew_recovery_codes(user: User) -> tuple[str, ...]:
    """New recovery codes; the old ones stop working."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    return tuple(RecoveryCodes.activate(user).generate_codes())


def recovery_codes_left(user: User) -> int:
    """How many recovery codes still work."""
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(RecoveryCodes(found).get_unused_codes()) if found else 0


def accepts(user: User, code: str) -> bool:
    """Whether this is the code of the moment or an unused recovery code, which it uses up.

    That the code of the moment works once is the caller's to hold: the library remembers per process only.
    """
    found = {row.type: row for row in Authenticator.objects.filter(user=user)}
    totp = found.get(Authenticator.Type.TOTP)
    if totp is not None and is_right(decrypt(totp.data["secret"]), code):
        return True
    recovery = found.get(Authenticator.Type.RECOVERY_CODES)
    return recovery is not None and len(code) > 6 and bool(RecoveryCodes(recovery).validate_code(code))
