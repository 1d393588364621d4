"""Addresses of the people room."""

from __future__ import annotations

from django.urls import path

from omos.people.views import account, links, preferences, sign_in

app_name = "people"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.sign_in_code, name="sign_in_code"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("links/<str:token>/", links.link, name="link"),
    path("language/", preferences.language, name="language"),
    path("theme/", preferences.theme, name="theme"),
    path("me/", account.me, name="me"),
    path("me/phone/", account.save_phone, name="save_phone"),
    path("me/password/", account.change_password, name="change_password"),
    path("me/sessions/end-others/", account.end_other_sessions, name="end_other_sessions"),
    path("me/sessions/<int:sign_in_id>/end/", account.end_session, name="end_session"),
    path("me/codes/", account.turn_on_codes, name="turn_on_codes"),
    path("me/codes/off/", account.turn_off_codes, name="turn_off_codes"),
    path("me/codes/recovery/", account.renew_recovery_codes, name="renew_recovery_codes"),
]
