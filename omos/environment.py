"""Every setting of OMOS: its name, meaning, default and check. Settings come from `OMOS_*` only (or `OMOS_*_FILE`)."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones


class SettingRefused(Exception):
    """A setting makes no sense; the message names it and says what would."""


@dataclass(frozen=True)
class Setting:
    """One `OMOS_*` variable; `read` turns its text into a value or raises ValueError with what would be right."""

    name: str
    default: str
    meaning: str
    read: Callable[[str], Any]
    is_secret: bool = False


@dataclass(frozen=True)
class Reading:
    """A setting as found: its value and where it came from (environment, file or default)."""

    setting: Setting
    value: Any
    source: str


@dataclass(frozen=True)
class Address:
    """Where a server listens."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        return self.host in {"127.0.0.1", "::1", "localhost"}


def _text(text: str) -> str:
    return text.strip()


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _yes_no(text: str) -> bool:
    if text.strip().lower() in {"1", "true", "yes"}:
        return True
    if text.strip().lower() in {"", "0", "false", "no"}:
        return False
    raise ValueError("use 1 or 0")


def _address(text: str) -> Address:
    host, _, port = text.strip().rpartition(":")
    host = host.strip("[]")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError("use host:port, for example 127.0.0.1:8000")
    return Address(host, int(port))


def _optional_address(text: str) -> Address | None:
    return _address(text) if text.strip() else None


def _database_url(text: str) -> str:
    if text and urlsplit(text).scheme not in {"sqlite", "postgresql", "postgres"}:
        raise ValueError("use sqlite:///path or postgresql://user:password@host/name")
    return text.strip()


def _events_url(text: str) -> str:
    if text and urlsplit(text).scheme not in {"clickhouse", "clickhouses"}:
        raise ValueError("leave it out for the embedded store, or use clickhouse://user:password@host/name")
    return text.strip()


def _secret(text: str) -> str:
    if text and len(text) < 50:
        raise ValueError("use at least 50 random characters")
    if text and len(set(text)) < 10:
        raise ValueError("it is too simple to guess; use random characters")
    return text


def _choice(*allowed: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.strip() not in allowed:
            raise ValueError("use one of " + ", ".join(allowed))
        return text.strip()

    return read


def _time_zone(text: str) -> str:
    if text.strip() not in available_timezones():
        raise ValueError("use a name such as Asia/Shanghai")
    return text.strip()


def _moment(text: str) -> datetime | None:
    if not text.strip():
        return None
    moment = datetime.fromisoformat(text.strip())
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def _names(text: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[,\s]+", text.strip()) if part)


def _exact_addresses(text: str) -> frozenset[str]:
    names = _names(text)
    for name in names:
        _address(name)
    return frozenset(names)


def _count(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.strip().isdigit() or not low <= int(text) <= high:
            raise ValueError(f"use a whole number from {low} to {high}")
        return int(text)

    return read


SETTINGS = (
    Setting("OMOS_DATA", "data", "Folder of everything: records, files, events, secret key, backups.", _path),
    Setting("OMOS_MODE", "production", "production, demo or test.", _choice("production", "demo", "test")),
    Setting("OMOS_BIND", "127.0.0.1:8000", "Host and port the one public server listens on.", _address),
    Setting("OMOS_HOSTS", "", "Host names people use to reach OMOS, besides the bound one.", _names),
    Setting("OMOS_DATABASE_URL", "", "Records; empty means SQLite in OMOS_DATA.", _database_url, is_secret=True),
    Setting("OMOS_EVENTS_URL", "", "Traffic events; empty means the embedded store.", _events_url, is_secret=True),
    Setting("OMOS_SECRET_KEY", "", "Signs sessions; empty means the key `omos init` made.", _secret, is_secret=True),
    Setting(
        "OMOS_TIME_ZONE", "Asia/Shanghai", "Time zone of the company until the company page says another.", _time_zone
    ),
    Setting("OMOS_LANGUAGE", "zh-hans", "Language before a person chose one.", _choice("zh-hans", "en")),
    Setting("OMOS_INSECURE_HTTP", "0", "Allow plain http off this machine; anyone on the way can read along.", _yes_no),
    Setting("OMOS_TRUSTED_PROXIES", "0", "How many proxies of your own stand in front.", _count(0, 5)),
    Setting(
        "OMOS_OUTBOUND_ALLOW",
        "",
        "host:port pairs exempt from the outbound guard; demo and tests only.",
        _exact_addresses,
    ),
    Setting("OMOS_OUTBOUND_PROXY", "", "Proxy that all outgoing requests pass.", _text),
    Setting(
        "OMOS_COLLECTOR_BIND", "", "Own host:port for the collector; empty means the public one.", _optional_address
    ),
    Setting("OMOS_WEB_THREADS", "4", "Threads that answer pages.", _count(1, 64)),
    Setting(
        "OMOS_METRICS_TOKEN",
        "",
        "Bearer token for /metrics off this machine; empty means loopback only.",
        _text,
        is_secret=True,
    ),
    Setting("OMOS_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR.", _choice("DEBUG", "INFO", "WARNING", "ERROR")),
    Setting("OMOS_NOW", "", "Fixes the clock of every process; refused outside demo and tests.", _moment),
)


def read_environment(environ: Mapping[str, str] = os.environ) -> dict[str, Reading]:
    """All settings by name.

    :raises SettingRefused: naming the first senseless or unknown one
    """
    known = {setting.name for setting in SETTINGS}
    for name in environ:
        if name.startswith("OMOS_") and name.removesuffix("_FILE") not in known | {"OMOS_TEST_DATA"}:
            raise SettingRefused(f"{name} is not a setting of OMOS; `omos doctor` lists them all.")
    readings = {setting.name: _read(setting, environ) for setting in SETTINGS}
    if readings["OMOS_NOW"].value and readings["OMOS_MODE"].value == "production":
        raise SettingRefused("OMOS_NOW fixes the clock and is refused outside demo and tests (OMOS_MODE).")
    bind = readings["OMOS_BIND"].value
    if not bind.is_loopback and not readings["OMOS_INSECURE_HTTP"].value and not readings["OMOS_TRUSTED_PROXIES"].value:
        raise SettingRefused(
            f"OMOS_BIND={bind.host}:{bind.port} would serve plain http beyond this machine. Put a proxy with https in "
            "front (OMOS_TRUSTED_PROXIES=1), or accept the risk on a trusted network with OMOS_INSECURE_HTTP=1."
        )
    return readings


def _read(setting: Setting, environ: Mapping[str, str]) -> Reading:
    text, source = setting.default, "default"
    if setting.name in environ:
        text, source = environ[setting.name], "environment"
    elif f"{setting.name}_FILE" in environ:
        text, source = _read_file(setting, environ[f"{setting.name}_FILE"]), "file"
    try:
        return Reading(setting, setting.read(text), source)
    except ValueError as error:
        shown = "(hidden)" if setting.is_secret else repr(text)
        raise SettingRefused(f"{setting.name}={shown} makes no sense: {error}.") from error


def _read_file(setting: Setting, name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingRefused(f"{setting.name}_FILE={name!r} cannot be read: {error.strerror}.") from error
