"""Forms of signing in and of one's own account."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

# Long enough for any passphrase, short enough that hashing it costs nothing.
LONGEST_PASSWORD = 512


def _password(label: object, autocomplete: str, *, has_focus: bool = False) -> forms.CharField:
    attrs = {"autocomplete": autocomplete} | ({"autofocus": True} if has_focus else {})
    return forms.CharField(
        label=label,  # type: ignore[arg-type]  # a lazy text
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs=attrs),
    )


class SignInForm(forms.Form):
    """Name or phone, and password."""

    name = forms.CharField(
        label=_("Name or phone"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )
    password = _password(_("Password"), "current-password")


class ProofForm(forms.Form):
    """The password of who is signed in already."""

    password = _password(_("Your password"), "current-password", has_focus=True)


class CodeForm(forms.Form):
    """Six digits of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Code from the app"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )


class NewPasswordForm(forms.Form):
    """A password chosen by a one-time link."""

    password = _password(_("New password"), "new-password", has_focus=True)
    again = _password(_("The same once more"), "new-password")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("password") != cleaned.get("again"):
            self.add_error("again", _("The two are not the same."))
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """The present password, and the new one twice."""

    old = _password(_("Present password"), "current-password")
    field_order = ("old", "password", "again")


class PhoneForm(forms.Form):
    """The number one may sign in by."""

    phone = forms.CharField(
        label=_("Phone for signing in"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
