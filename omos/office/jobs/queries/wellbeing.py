"""What is not as it must be, in words for an administrator: worker, jobs, disk, backups."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from omos.office.jobs.declare import Job
from omos.office.jobs.queries import leases
from omos.ui.parts import Tone

DISK_WARNING, DISK_EMERGENCY = 0.15, 0.05
# A day and the hours a long backup may take.
BACKUP_IS_OLD_AFTER = timedelta(hours=30)
BACKUP_NAME = re.compile(r"omos-\d{8}-\d{6}\.tar\.gz(\.locked)?")


@dataclass(frozen=True)
class Ailment:
    """One thing that is not as it must be; the code stays the same as long as it lasts."""

    code: str
    tone: Tone
    title: str
    advice: str


@dataclass(frozen=True)
class Disk:
    """The disk of the data folder."""

    free: int
    total: int

    @property
    def free_share(self) -> float:
        return self.free / self.total if self.total else 0.0

    @property
    def tone(self) -> Tone:
        if self.free_share < DISK_EMERGENCY:
            return "no"
        return "warning" if self.free_share < DISK_WARNING else "yes"


@dataclass(frozen=True)
class Backups:
    """The backups in their folder."""

    count: int
    newest_at: datetime | None
    newest_size: int
    is_locked: bool

    def are_old(self, *, now: datetime) -> bool:
        """Whether the newest is older than a day and some hours, or there is none."""
        return self.newest_at is None or now - self.newest_at > BACKUP_IS_OLD_AFTER


def disk() -> Disk:
    """How full the disk of the data folder is."""
    usage = shutil.disk_usage(settings.DATA_DIR)
    return Disk(free=usage.free, total=usage.total)


def backups() -> Backups:
    """What lies in the folder of the backups, by names and times alone."""
    folder: Path = settings.ENVIRONMENT["OMOS_BACKUP_DIR"] or settings.DATA_DIR / "backups"
    found = sorted(path for path in _listed(folder) if BACKUP_NAME.fullmatch(path.name))
    if not found:
        return Backups(count=0, newest_at=None, newest_size=0, is_locked=False)
    newest = found[-1]
    return Backups(
        count=len(found),
        newest_at=datetime.strptime(newest.name[5:20], "%Y%m%d-%H%M%S").replace(tzinfo=UTC),
        newest_size=newest.stat().st_size,
        is_locked=newest.suffix == ".locked",
    )


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def ailments(*, now: datetime) -> tuple[Ailment, ...]:
    """Everything that is not as it must be, the worst first; `now` is the true moment."""
    found = [*_worker(now), *_disk(disk()), *_backups(backups(), now)]
    return tuple(sorted(found, key=lambda one: one.tone != "no"))


def _worker(now: datetime) -> Iterator[Ailment]:
    """Where nobody works, that is the one thing to say: every job is late then."""
    seen_at = leases.worker_seen_at()
    if seen_at is None or now - seen_at > leases.WORKER_IS_LOST_AFTER:
        yield Ailment("worker", "no", _("No background worker is running"), _("Nothing is checked, closed or sent."))
        return
    for job in sorted({*leases.overdue_jobs(now=now), *leases.failing_jobs()}, key=lambda job: job.code):
        yield _job(job)


def _job(job: Job) -> Ailment:
    title = _("The background job “%(job)s” does not run as it should") % {"job": job.label}
    advice = _("It is overdue or has failed several times in a row. What it does is not up to date.")
    return Ailment(f"job:{job.code}", "warning", title, advice)


def _disk(found: Disk) -> Iterator[Ailment]:
    if found.tone == "yes":
        return
    title = _("Only %(share)s%% of the disk are free") % {"share": round(found.free_share * 100)}
    advice = _("Make room or take a larger disk; on a full one nothing can be saved any more.")
    yield Ailment(f"disk:{found.tone}", found.tone, title, advice)


def _backups(found: Backups, now: datetime) -> Iterator[Ailment]:
    """Only where the work is real: a demo and a test are not worth saving."""
    if settings.OMOS_MODE != "production" or not found.are_old(now=now):
        return
    if found.newest_at is None and now - leases.known_since(now=now) < BACKUP_IS_OLD_AFTER:
        return
    title = _("There is no backup of the last day")
    yield Ailment("backup", "no", title, _("See why the job “Daily backup” fails, or run `omos backup` by hand."))
