"""Devices: words for a browser's name, and the cookie by which a person's own device is known again."""

from __future__ import annotations

import re
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

SALT = "omos.people.device"
COOKIE_AGE = 180 * 24 * 3600
PEOPLE_PER_DEVICE = 5

# Order matters: the apps and engines on top also call themselves Chrome or Safari.
_BROWSERS = (
    (r"wxwork/", "企业微信"),
    (r"MicroMessenger/", "微信"),
    (r"DingTalk", "钉钉"),
    (r"Lark/|Feishu", "飞书"),
    (r"QQBrowser/|MQQBrowser", "QQ 浏览器"),
    (r"360SE|360EE|QIHU", "360 浏览器"),
    (r"MetaSr|Sogou", "搜狗浏览器"),
    (r"UCBrowser|UBrowser", "UC 浏览器"),
    (r"HuaweiBrowser", "Huawei Browser"),
    (r"Edg[AE]?/|EdgiOS/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Safari/", "Safari"),
)
_SYSTEMS = (
    (r"HarmonyOS|OpenHarmony", "HarmonyOS"),
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"Mac OS X|Macintosh", "macOS"),
    (r"CrOS", "ChromeOS"),
    (r"Linux|X11", "Linux"),
)


def device_words(user_agent: str) -> str:
    """A browser's name for people: "Chrome / Windows"; empty where nothing is known."""
    names = [_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)]
    return " / ".join(name for name in names if name)


def _first(patterns: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for pattern, name in patterns if re.search(pattern, text, re.IGNORECASE)), "")


def cookie_name() -> str:
    """The name of the device cookie; host-bound wherever the session's is."""
    prefix = "__Host-" if settings.SESSION_COOKIE_NAME.startswith("__Host-") else ""
    return f"{prefix}omos_device"


def known_people(request: HttpRequest) -> dict[str, str]:
    """Who signed in on this device before: user id → the device's secret word for that person."""
    try:
        known = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=COOKIE_AGE)
    except signing.BadSignature:
        return {}
    return dict(known)


def remember_person(request: HttpRequest, response: HttpResponse, user_id: int) -> None:
    """Let this device be known as the person's own: strangers' wrong passwords then cannot lock the person out."""
    known = known_people(request)
    word = known.pop(str(user_id), None) or secrets.token_urlsafe(12)
    latest = [*known.items(), (str(user_id), word)][-PEOPLE_PER_DEVICE:]
    response.set_cookie(
        cookie_name(),
        signing.dumps(dict(latest), salt=SALT),
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
