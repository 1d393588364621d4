"""Signing in and out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from omos.people import carrying, clock, devices, second_factor, services
from omos.people.access import public
from omos.people.addresses import client_address
from omos.people.backends import NameOrPhoneBackend
from omos.people.forms.sign_in import CodeForm, SignInForm
from omos.people.models import User

BACKEND = f"{NameOrPhoneBackend.__module__}.{NameOrPhoneBackend.__qualname__}"
PENDING = "sign_in_pending"
PENDING_SECONDS = 300
TOO_MANY = 429


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@public
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; then the code, where one is asked for."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(_next(request))
        return _page(request, SignInForm())
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        user = services.check_password(
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
            address=client_address(request),
            device=devices.known_people(request),
            now=clock.real_now(),
        )
    except services.SignInRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=422)
    except services.TriedTooOften as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=TOO_MANY)
    if second_factor.is_on(user):
        fingerprint = signing.dumps([user.pk, user.get_session_auth_hash()], salt=PENDING)
        request.session[PENDING] = {"user": fingerprint, "next": _next(request), "carried": _carried(request)}
        return redirect("people:sign_in_code")
    return enter(request, user, _next(request), carried=_carried(request))


@require_http_methods(["GET", "HEAD", "POST"])
@public
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The second step: a code from the phone."""
    user, target = _pending(request)
    if user is None:
        return redirect("people:sign_in")
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _code_page(request, form, status=422 if form.is_bound else 200)
    try:
        services.check_code(user=user, code=form.cleaned_data["code"], now=clock.real_now())
    except services.SignInRefused as refusal:
        form.add_error("code", str(refusal))
        return _code_page(request, form, status=422)
    except services.TriedTooOften as refusal:
        form.add_error("code", str(refusal))
        return _code_page(request, form, status=TOO_MANY)
    carried = request.session.pop(PENDING).get("carried", "")
    return enter(request, user, target, carried=carried)


@require_POST
@public
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session; the next person on this machine starts from nothing."""
    viewer = getattr(request, "viewer", None)
    if viewer is not None and viewer.is_signed_in:
        services.sign_out(session_key=request.session.session_key or "", actor=viewer, now=clock.real_now())
    logout(request)
    rotate_token(request)
    return redirect("people:sign_in")


def enter(request: HttpRequest, user: User, target: str, *, carried: str = "") -> HttpResponse:
    """Begin the session of somebody proven, remember the device, and go on, with the form that waits if any."""
    own_device = str(user.pk) in devices.known_people(request)
    page_secret = request.META.get("CSRF_COOKIE")
    login(request, user, backend=BACKEND)
    if own_device and page_secret:
        # The same person signs in again while a form waits in another tab: its token must still fit.
        request.META["CSRF_COOKIE"] = page_secret
    services.note_sign_in(user=user, now=clock.real_now())
    waiting = carrying.unpack(carried)
    response = render(request, "people/carry_on.html", {"waiting": waiting}) if waiting else redirect(target)
    devices.remember_person(request, response, user.pk)
    if user.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        set_preference(response, settings.LANGUAGE_COOKIE_NAME, user.language)
    return response


def set_preference(response: HttpResponse, name: str, value: str) -> None:
    """Keep a harmless choice in a cookie for a year; scripts may read it."""
    response.set_cookie(name, value, max_age=365 * 24 * 3600, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")


def safe_target(request: HttpRequest, target: str) -> str:
    """An address of this very host, or home."""
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours and not target.startswith(reverse("people:sign_in")) else settings.LOGIN_REDIRECT_URL


def _carried(request: HttpRequest) -> str:
    return str(request.POST.get("carried", ""))


def _next(request: HttpRequest) -> str:
    return safe_target(request, request.POST.get("next") or request.GET.get("next") or "")


def _pending(request: HttpRequest) -> tuple[User | None, str]:
    """Who has given the right password less than five minutes ago and owes the code."""
    waiting: dict[str, Any] = request.session.get(PENDING, {})
    try:
        user_id, fingerprint = signing.loads(waiting.get("user", ""), salt=PENDING, max_age=PENDING_SECONDS)
    except signing.BadSignature:
        return None, ""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    is_same = user is not None and user.get_session_auth_hash() == fingerprint
    return (user if is_same else None), waiting.get("next", "/")


def _page(request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
    return render(
        request,
        "people/sign_in.html",
        {"form": form, "next": _next(request), "carried": _carried(request)},
        status=status,
    )


def _code_page(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    return render(request, "people/sign_in_code.html", {"form": form}, status=status)
