"""`omos restore`: bring a backup back, proved and brought up to this version before anything is touched."""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from omos.cli import house
from omos.cli.archive import POSTGRES_RECORDS, SQLITE_RECORDS, Manifest, read_into
from omos.cli.backup import count_rows, ending, passphrase, write_archive
from omos.cli.bring_up import bring_up_file
from omos.cli.exchange import PLAN, Move, exchange
from omos.cli.speech import Refused, complain, say

ASIDE = "before-restore-"
STAGING = ".restore-"
# What may lie in the folder without making it somebody's data.
NOT_DATA = {"backups", house.LOCK, "static", PLAN}
FOLDERS = ("files", "events", "backups", "static")
LEFT_FREE = 200 << 20


def restore(arguments: argparse.Namespace) -> int:
    """Unpack, prove, bring up to date beside what is there; then exchange the one for the other.

    :raises Refused: if the backup is not whole, does not fit here, or would overwrite something without --force
    """
    os.umask(0o077)
    path = Path(arguments.file).absolute()
    folder = house.data_folder()
    if not path.is_file():
        raise Refused(f"there is no file {path}.")
    _make_folder(folder)
    house.mend()
    with house.house_lock(is_exclusive=True, purpose="records must not change while they are replaced"):
        _refuse_occupied(folder, is_forced=arguments.force)
        _clear_away(folder)
        with tempfile.TemporaryDirectory(dir=folder, prefix=STAGING) as name:
            manifest = stage(path, Path(name), fits=_refuse_other_records)
            aside = _exchange(Path(name), folder)
        _finish(folder)
    say(f"{folder} is as it was on {manifest.made_at} (OMOS {manifest.version}), brought up to this version.")
    if aside:
        say(f"What was there before lies in {aside}.")
    return 0


def _refuse_other_records(manifest: Manifest) -> None:
    """Records go from SQLite to PostgreSQL, never back: said before anything asks for PostgreSQL's own programs."""
    if manifest.records != "sqlite" and house.uses_sqlite():
        raise Refused("the backup holds PostgreSQL records; OMOS_DATABASE_URL must name a PostgreSQL database.")


def stage(path: Path, staging: Path, *, fits: Callable[[Manifest], None] = lambda manifest: None) -> Manifest:
    """Unpack a backup, prove it, and bring its records up to this version, all beside what is there.

    :raises Refused: if it is not whole or does not fit here
    """
    free = shutil.disk_usage(staging).free - LEFT_FREE
    manifest = read_into(path, staging, free, passphrase())
    fits(manifest)
    prove(manifest, staging)
    if manifest.records == "sqlite":
        bring_up_file(staging / SQLITE_RECORDS)
    return manifest


def prove(manifest: Manifest, staging: Path) -> None:
    """The records must be there, sound, and not from a later version.

    :raises Refused: if they are not
    """
    _refuse_later_version(manifest)
    records = staging / (SQLITE_RECORDS if manifest.records == "sqlite" else POSTGRES_RECORDS)
    if not records.is_file():
        raise Refused("the backup holds no records.")
    if manifest.records == "sqlite":
        _prove_sqlite(records, manifest)
    else:
        from omos.cli import postgres

        postgres.prove(records)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{folder} cannot be used: {error.strerror}.") from error


def _is_data(path: Path) -> bool:
    is_empty_folder = path.is_dir() and not any(path.iterdir())
    is_set_aside = path.name in NOT_DATA or path.name.startswith((ASIDE, STAGING))
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

    return bool(postgres.tables())


def _clear_away(folder: Path) -> None:
    """Remove what restores left behind that were killed; nobody else is here."""
    for path in folder.glob(f"{STAGING}*"):
        shutil.rmtree(path)


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

    applied = [(app, name) for app, _dot, name in (text.partition(".") for text in manifest.migrations)]
    if house.unknown_migrations(applied, set(MigrationLoader(None).disk_migrations or {})):
        raise Refused(f"the backup comes from a later version (OMOS {manifest.version}); install that version first.")


def _exchange(staging: Path, folder: Path) -> Path | None:
    """Old things out, new ones in: quick renames within the disk, taken back if they break off."""
    from omos.people import clock

    moment = clock.real_now()
    aside = folder / f"{ASIDE}{moment:%Y%m%d-%H%M%S}"
    aside.mkdir(mode=0o700)
    had_records = _has_records()
    if had_records and not house.uses_sqlite():
        write_archive(aside / f"records{ending()}", moment)
    into = _arriving(staging, folder)
    out = [*_leaving(folder, aside, into), *_records_elsewhere(folder, moment)]
    try:
        exchange(folder, out=out, into=into, settle=_settling(staging))
    except BaseException:
        house.take_back_here()
        raise
    if not had_records and not any(aside.iterdir()):
        aside.rmdir()
        return None
    return aside


def _leaving(folder: Path, aside: Path, into: list[Move]) -> list[Move]:
    """What is there, and empty folders too where something arrives."""
    places = {target for _source, target in into}
    return [(path, aside / path.name) for path in sorted(folder.iterdir()) if _is_data(path) or path in places]


def _records_elsewhere(folder: Path, moment: datetime) -> list[Move]:
    """OMOS_DATABASE_URL may name a file outside of the folder: its old content stays beside it."""
    records = house.records_file()
    if not house.uses_sqlite() or records.parent == folder:
        return []
    present = [
        path for path in (records.with_name(records.name + end) for end in ("", "-wal", "-shm")) if path.exists()
    ]
    return [(path, path.with_name(f"{path.name}.{ASIDE}{moment:%Y%m%d-%H%M%S}")) for path in present]


def _arriving(staging: Path, folder: Path) -> list[Move]:
    """Where everything that was unpacked goes to; records for a file elsewhere are first put on its disk."""
    found = {path.name: path for path in staging.iterdir()}
    records = found.pop(SQLITE_RECORDS, None)
    found.pop(POSTGRES_RECORDS, None)
    moves = [(path, folder / name) for name, path in sorted(found.items())]
    if records is None or not house.uses_sqlite():
        return moves
    target = house.records_file()
    if target.parent != folder:
        beside = target.with_name(f".{target.name}.restoring")
        shutil.copyfile(records, beside)
        records = beside
    return [*moves, (records, target)]


def _settling(staging: Path) -> Callable[[], None] | None:
    """What replaces the records of a server; nothing where the records are a file that is moved like the others."""
    if house.uses_sqlite():
        return None

    def settle() -> None:
        from django.core.management import call_command

        from omos.cli import postgres, transfer

        if (staging / SQLITE_RECORDS).is_file():
            transfer.load(staging / SQLITE_RECORDS)
        else:
            postgres.load(staging / POSTGRES_RECORDS)
        call_command("migrate", verbosity=0, interactive=False)

    return settle


def _finish(folder: Path) -> None:
    """Make missing folders, take the mark away, and say when the key is missing."""
    for name in FOLDERS:
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    if not house.uses_sqlite():
        from omos.cli import postgres

        postgres.unmark()
    if not (folder / "secret_key").is_file() and not house.readings()["OMOS_SECRET_KEY"].value:
        complain("the backup held no key; run `omos init` to make one. Everybody signs in again.")
