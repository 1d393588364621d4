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


def _folder(text: str) -> Path:
    folder = Path(text).expanduser().absolute()
    if not text.strip() or (folder.exists() and not folder.is_dir()) or folder == folder.parent:
        raise ValueError("use a folder of its own, for example /var/lib/omos")
    return folder


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
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError("use a moment such as 2026-11-20T17:30+08:00") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def _names(text: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[,\s]+", text.strip()) if part)


def _hosts(text: str) -> tuple[str, ...]:
    names = _names(text)
    for name in names:
        if not re.fullmatch(r"\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\]", name):
            raise ValueError("use names without http:// and port, parted by commas, for example omos.example.com")
    return names


def _proxy(text: str) -> str:
    parts = urlsplit(text.strip())
    if text.strip() and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError("use http://host:port")
    return text.strip()


def _token(text: str) -> str:
    if text.strip() and len(text.strip()) < 20:
        raise ValueError("use at least 20 random characters")
    return text.strip()


def _exact_addresses(text: str) -> frozenset[str]:
    names = _names(text)
    for name in names:
        if not re.fullmatch(r"[A-Za-z0-9_.-]+|[0-9A-Fa-f:]+", _address(name).host):
            raise ValueError("use exact host:port pairs, no patterns")
    return frozenset(names)


def _passphrase(text: str) -> str:
    if text and len(text) < 16:
        raise ValueError("use at least 16 characters, for example five words or `openssl rand -base64 24`")
    return text


def _optional_folder(text: str) -> Path | None:
    return _folder(text) if text.strip() else None


def _keep(text: str) -> tuple[int, ...]:
    numbers = tuple(int(part) if part.isascii() and part.isdigit() else -1 for part in _names(text))
    if text.strip() and (len(numbers) != 3 or min(numbers) < 0 or not any(numbers)):
        raise ValueError("use three numbers, for example 7,4,12 for seven days, four weeks and twelve months")
    return numbers


def _count(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.strip().isdigit() or not low <= int(text) <= high:
            raise ValueError(f"use a whole number from {low} to {high}")
        return int(text)

    return read


SETTINGS = (
    Setting("OMOS_DATA", "data", "Folder of everything: records, files, events, secret key, backups.", _folder),
    Setting("OMOS_MODE", "production", "production, demo or test.", _choice("production", "demo", "test")),
    Setting("OMOS_BIND", "127.0.0.1:8000", "Host and port the one public server listens on.", _address),
    Setting("OMOS_HOSTS", "", "Host names people use to reach OMOS, besides the bound one.", _hosts),
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
    Setting("OMOS_OUTBOUND_PROXY", "", "Proxy that all outgoing requests pass.", _proxy, is_secret=True),
    Setting(
        "OMOS_COLLECTOR_BIND", "", "Own host:port for the collector; empty means the public one.", _optional_address
    ),
    Setting("OMOS_WEB_THREADS", "4", "Threads that answer pages.", _count(1, 64)),
    Setting(
        "OMOS_METRICS_TOKEN",
        "",
        "Bearer token for /metrics off this machine; empty means loopback only.",
        _token,
        is_secret=True,
    ),
    Setting(
        "OMOS_BACKUP_KEY",
        "",
        "Locks backups; keep a copy elsewhere, nothing opens them without it.",
        _passphrase,
        is_secret=True,
    ),
    Setting("OMOS_BACKUP_DIR", "", "Folder of the backups; empty means `backups` in OMOS_DATA.", _optional_folder),
    Setting("OMOS_BACKUP_KEEP", "7,4,12", "Days, weeks and months whose last backup is kept; empty keeps all.", _keep),
    Setting("OMOS_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR.", _choice("DEBUG", "INFO", "WARNING", "ERROR")),
    Setting("OMOS_NOW", "", "Fixes the clock of every process; refused outside demo and tests.", _moment),
)


def read_environment(environ: Mapping[str, str] = os.environ) -> dict[str, Reading]:
    """All settings by name.

    :raises SettingRefused: naming the first senseless or unknown one
    """
    _refuse_unknown(environ)
    readings = {setting.name: _read(setting, environ) for setting in SETTINGS}
    _refuse_together({name: reading.value for name, reading in readings.items()})
    return readings


def read_leniently(environ: Mapping[str, str] = os.environ) -> tuple[tuple[Reading | None, str], ...]:
    """Every setting in order as (reading, fault): for the doctor, who shows the senseless ones too."""
    found: list[tuple[Reading | None, str]] = []
    for setting in SETTINGS:
        try:
            found.append((_read(setting, environ), ""))
        except SettingRefused as refusal:
            found.append((None, str(refusal)))
    return tuple(found)


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {setting.name for setting in SETTINGS} | {"OMOS_TEST_DATA"}
    for name in environ:
        if name.startswith("OMOS_") and name not in known and name.removesuffix("_FILE") not in known:
            raise SettingRefused(f"{name} is not a setting of OMOS; `omos doctor` lists them all.")


def _refuse_together(values: Mapping[str, Any]) -> None:
    """What makes sense alone but not with the others."""
    if values["OMOS_NOW"] and values["OMOS_MODE"] == "production":
        raise SettingRefused("OMOS_NOW fixes the clock and is refused outside demo and tests (OMOS_MODE).")
    bind = values["OMOS_BIND"]
    if not any((bind.is_loopback, values["OMOS_INSECURE_HTTP"], values["OMOS_TRUSTED_PROXIES"])):
        raise SettingRefused(
            f"OMOS_BIND={bind.host}:{bind.port} would serve plain http beyond this machine. Put a proxy with https in "
            "front (OMOS_TRUSTED_PROXIES=1), or accept the risk on a trusted network with OMOS_INSECURE_HTTP=1."
        )
    if values["OMOS_TRUSTED_PROXIES"] and not values["OMOS_HOSTS"]:
        raise SettingRefused("OMOS_TRUSTED_PROXIES needs OMOS_HOSTS: the names by which people reach the proxy.")
    if values["OMOS_COLLECTOR_BIND"] == bind:
        raise SettingRefused("OMOS_COLLECTOR_BIND is the same address as OMOS_BIND; leave it out to share one port.")


def _read(setting: Setting, environ: Mapping[str, str]) -> Reading:
    text, source = setting.default, "default"
    if setting.name in environ and f"{setting.name}_FILE" in environ:
        raise SettingRefused(f"{setting.name} and {setting.name}_FILE are both set; keep one.")
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
