"""What the doctor looks at; each look gives one finding and never raises."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from omos.cli import house
from omos.cli.speech import Refused, size
from omos.environment import SettingRefused
from omos.ui.fonts import chinese_font

GOOD, WARNING, BAD = "good", "warning", "bad"
OLDEST_SQLITE = (3, 38, 0)
SKEW_SECONDS = 5.0


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `report` replaces the text where it names a folder or host."""

    name: str
    level: str
    text: str
    report: str = ""

    @property
    def plain_text(self) -> str:
        return self.report or self.text


def all_findings() -> Iterator[Finding]:
    """Everything in order; what needs Django comes last and is left out when the settings are refused."""
    for name, look in LOOKS.items():
        yield _carefully(name, look)
    try:
        house.make_django_ready()
    except (SettingRefused, ImportError) as error:
        yield Finding("applications", BAD, str(error), type(error).__name__)
        return
    for name, look in LOOKS_WITH_DJANGO.items():
        yield _carefully(name, look)


def _carefully(name: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except Exception as error:
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        return Finding(name, BAD, first, type(error).__name__)


def _folder() -> Finding:
    folder = house.data_folder()
    if not folder.is_dir():
        return Finding("data folder", BAD, f"{folder} does not exist; run `omos init`", "missing")
    if folder.stat().st_mode & 0o077:
        return Finding("data folder", WARNING, f"{folder} is open to others; chmod 700", "open to others")
    return Finding("data folder", GOOD, str(folder), "private")


def _key() -> Finding:
    if house.readings()["OMOS_SECRET_KEY"].value:
        return Finding("secret key", GOOD, "from the settings")
    path = house.data_folder() / "secret_key"
    if not path.is_file():
        return Finding("secret key", BAD, "missing; run `omos init`")
    if path.stat().st_mode & 0o077:
        return Finding("secret key", BAD, "readable for others; chmod 600")
    return Finding("secret key", GOOD, "in the data folder, private")


def _disk() -> Finding:
    folder = house.data_folder()
    while not folder.exists():
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    share = usage.free / usage.total
    level = BAD if share < 0.05 else WARNING if share < 0.15 else GOOD
    return Finding("disk", level, f"{size(usage.free)} free ({share:.0%})")


def _fonts() -> Finding:
    found = chinese_font()
    if found is None:
        return Finding("Chinese font", WARNING, "none: PDF and pictures cannot be made; apt install fonts-wqy-microhei")
    return Finding("Chinese font", GOOD, found.name)


def _sqlite() -> Finding:
    level = GOOD if sqlite3.sqlite_version_info >= OLDEST_SQLITE else BAD
    return Finding("SQLite", level, sqlite3.sqlite_version)


def _assets() -> Finding:
    package = Path(__file__).resolve().parent.parent
    missing = [
        name
        for name in ("ui/static/vendor/tabler.css", "locale/zh_Hans/LC_MESSAGES/django.mo")
        if not (package / name).is_file()
    ]
    if missing:
        return Finding("pages", BAD, f"missing: {', '.join(missing)}; run `make setup`")
    return Finding("pages", GOOD, "styles and translations are there")


def _records() -> Finding:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SHOW server_version")
            return Finding("records", GOOD, f"PostgreSQL {cursor.fetchone()[0]}")
        if not house.records_file().is_file():
            return Finding("records", BAD, "no records yet; run `omos init`")
        cursor.execute("PRAGMA journal_mode")
        mode = str(cursor.fetchone()[0])
    kept = size(house.records_file().stat().st_size)
    return Finding("records", GOOD if mode == "wal" else BAD, f"SQLite, journal {mode}, {kept}")


def _migrations() -> Finding:
    try:
        house.refuse_pending_migrations()
    except Refused as refusal:
        return Finding("migrations", BAD, str(refusal), "pending or not reachable")
    return Finding("migrations", GOOD, "up to date")


def _clock() -> Finding:
    from django.db import connection

    from omos.people import clock

    asked = "SELECT strftime('%s', 'now')" if connection.vendor == "sqlite" else "SELECT extract(epoch FROM now())"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        theirs = float(cursor.fetchone()[0])
    skew = abs(clock.real_now().timestamp() - theirs)
    # SQLite answers in whole seconds of this very clock; a server has a clock of its own.
    level = GOOD if skew < SKEW_SECONDS else BAD
    return Finding("clock", level, f"{max(skew - 1, 0):.0f} s apart from the records' clock")


def _events() -> Finding:
    from django.conf import settings

    return Finding(
        "events", GOOD, "ClickHouse by address" if settings.EVENTS_URL else "embedded; nothing collected yet"
    )


def _worker() -> Finding:
    from omos.office.jobs import queries
    from omos.people import clock

    now = clock.real_now()
    seen_at = queries.worker_seen_at()
    if seen_at is None or now - seen_at > queries.WORKER_IS_LOST_AFTER:
        return Finding("worker", WARNING, "none is running; `omos up` starts one")
    return Finding("worker", GOOD, f"{queries.workers(now=now).count()} alive")


def _jobs() -> Finding:
    from omos.office.jobs import queries
    from omos.people import clock

    late = [job.code for job in queries.overdue_jobs(now=clock.real_now())]
    failing = [job.code for job in queries.failing_jobs()]
    if late or failing:
        return Finding(
            "jobs", WARNING, f"overdue: {', '.join(late) or 'none'}; failing: {', '.join(failing) or 'none'}"
        )
    return Finding("jobs", GOOD, "none overdue, none failing")


def _backups() -> Finding:
    from omos.office.jobs import queries
    from omos.people import clock

    found = queries.backups()
    if found.newest_at is None:
        return Finding("last backup", WARNING, "none yet; the worker makes one every night, `omos backup` one now")
    hours = round((clock.real_now() - found.newest_at).total_seconds() / 3600)
    words = f"{hours} hours old, {size(found.newest_size)}, {'locked' if found.is_locked else 'NOT locked'}"
    is_well = found.is_locked and not found.are_old(now=clock.real_now())
    return Finding("last backup", GOOD if is_well else WARNING, words)


def _backup_tools() -> Finding:
    if house.uses_sqlite():
        return Finding("backup", GOOD, "SQLite saves itself")
    missing = [name for name in ("pg_dump", "pg_restore", "psql") if shutil.which(name) is None]
    if missing:
        return Finding("backup", WARNING, f"{' and '.join(missing)} missing; apt install postgresql-client")
    return Finding("backup", GOOD, "pg_dump, pg_restore and psql are there")


LOOKS: dict[str, Callable[[], Finding]] = {
    "data folder": _folder,
    "secret key": _key,
    "disk": _disk,
    "Chinese font": _fonts,
    "SQLite": _sqlite,
    "pages": _assets,
    "backup": _backup_tools,
}
LOOKS_WITH_DJANGO: dict[str, Callable[[], Finding]] = {
    "records": _records,
    "migrations": _migrations,
    "clock": _clock,
    "events": _events,
    "worker": _worker,
    "jobs": _jobs,
    "last backup": _backups,
}
