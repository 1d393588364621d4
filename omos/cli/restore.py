"""`omos restore`: bring a backup back, proved before anything is touched, and up to this version."""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from omos.cli import house
from omos.cli.archive import POSTGRES_RECORDS, SQLITE_RECORDS, Manifest, read_into
from omos.cli.backup import count_rows, write_archive
from omos.cli.speech import Refused, complain, say

ASIDE = "before-restore-"
# What may lie in the folder without making it somebody's data.
NOT_DATA = {"backups", house.LOCK, "static"}
LEFT_FREE = 200 << 20


def restore(arguments: argparse.Namespace) -> int:
    """Unpack, prove, swap, migrate; until the swap nothing of what is there is touched.

    :raises Refused: if the backup is not whole, does not fit here, or would overwrite something without --force
    """
    os.umask(0o077)
    path = Path(arguments.file).absolute()
    folder = house.data_folder()
    if not path.is_file():
        raise Refused(f"there is no file {path}.")
    _make_folder(folder)
    with house.house_lock(is_exclusive=True, purpose="records must not change while they are replaced"):
        _refuse_occupied(folder, is_forced=arguments.force)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".restore-") as staging:
            free = shutil.disk_usage(folder).free - LEFT_FREE
            manifest = read_into(path, Path(staging), free)
            _prove(manifest, Path(staging))
            aside = _move_aside(folder)
            _move_in(Path(staging), folder)
        _finish(manifest, folder)
    say(f"{folder} is as it was on {manifest.made_at} (OMOS {manifest.version}), brought up to this version.")
    if aside:
        say(f"What was there before lies in {aside}.")
    return 0


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{folder} cannot be used: {error.strerror}.") from error


def _is_data(path: Path) -> bool:
    is_empty_folder = path.is_dir() and not any(path.iterdir())
    is_set_aside = path.name in NOT_DATA or path.name.startswith((ASIDE, ".restore-"))
    return not is_set_aside and not is_empty_folder


def _refuse_occupied(folder: Path, *, is_forced: bool) -> None:
    is_occupied = any(_is_data(path) for path in folder.iterdir()) or _has_records()
    if is_occupied and not is_forced:
        raise Refused(f"{folder} is not empty. With --force what is there is moved aside first.")


def _has_records() -> bool:
    """Records may lie elsewhere than in the folder: another file, a server."""
    if house.uses_sqlite():
        return house.records_file().is_file()
    house.make_django_ready()
    from omos.cli import postgres

    return postgres.has_tables()


def _prove(manifest: Manifest, staging: Path) -> None:
    """The records must be sound, of this kind of database, and not from a later version."""
    wanted = "sqlite" if house.uses_sqlite() else "postgresql"
    if manifest.records != wanted:
        raise Refused(f"the backup holds {manifest.records} records, but OMOS_DATABASE_URL names {wanted}.")
    records = SQLITE_RECORDS if wanted == "sqlite" else POSTGRES_RECORDS
    if not (staging / records).is_file():
        raise Refused("the backup holds no records.")
    if wanted == "sqlite":
        _prove_sqlite(staging / records, manifest)
    _refuse_later_version(manifest)


def _prove_sqlite(path: Path, manifest: Manifest) -> None:
    from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]

    try:
        with closing(sqlite3.connect(path)) as records:
            # Constraints may ask for functions that Django gives to every connection.
            register(records)
            is_sound = records.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            rows, _ = count_rows(records)
    except sqlite3.DatabaseError as error:
        raise Refused("the records in the backup are damaged.") from error
    if not is_sound or rows != manifest.rows:
        raise Refused("the records in the backup are damaged.")


def _refuse_later_version(manifest: Manifest) -> None:
    house.make_django_ready()
    from django.db.migrations.loader import MigrationLoader

    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}
    if not set(manifest.migrations) <= known:
        raise Refused(f"the backup comes from a later version (OMOS {manifest.version}); install that version first.")


def _move_aside(folder: Path) -> Path | None:
    """Move what is there into a folder beside it, within the same disk: quick, and nothing is lost."""
    present = [path for path in folder.iterdir() if _is_data(path)]
    if not present and not _has_records():
        return None
    from omos.people import clock

    moment = clock.real_now()
    aside = folder / f"{ASIDE}{moment:%Y%m%d-%H%M%S}"
    aside.mkdir(mode=0o700)
    for path in present:
        path.rename(aside / path.name)
    outside = house.records_file()
    if house.uses_sqlite() and outside.is_file():
        # OMOS_DATABASE_URL may name a file outside of the folder.
        for path in (outside, *(outside.with_name(outside.name + end) for end in ("-wal", "-shm"))):
            if path.exists():
                shutil.move(path, aside / path.name)
    if not house.uses_sqlite() and _has_records():
        write_archive(aside / "records.tar.gz", moment)
    return aside


def _move_in(staging: Path, folder: Path) -> None:
    for path in sorted(staging.iterdir()):
        if path.name.endswith(("-wal", "-shm")):
            continue
        target = house.records_file() if path.name == SQLITE_RECORDS else folder / path.name
        if target.is_dir():
            target.rmdir()
        shutil.move(path, target)


def _finish(manifest: Manifest, folder: Path) -> None:
    """Load server records, make missing folders, migrate."""
    for name in ("files", "events", "backups", "static"):
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    dumped = folder / POSTGRES_RECORDS
    if dumped.is_file():
        from omos.cli import postgres

        postgres.load(dumped)
        dumped.unlink()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    if not (folder / "secret_key").is_file() and not house.readings()["OMOS_SECRET_KEY"].value:
        complain("the backup held no key; run `omos init` to make one. Everybody signs in again.")
