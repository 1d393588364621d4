"""`omos backup`: records, files and key in one archive, consistent while OMOS runs, locked where there is a key."""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

from omos import __version__
from omos.cli import archive, house
from omos.cli.archive import FOLDER_MEMBER, KEY, MANIFEST, POSTGRES_RECORDS, SQLITE_RECORDS, Manifest, add_file
from omos.cli.retention import superseded
from omos.cli.speech import RED, Refused, coloured, say, size

FOLDERS = ("files", "events")
OWN_NAME = re.compile(r"omos-(\d{8}-\d{6})\.tar\.gz(\.locked)?")
STAMP = "%Y%m%d-%H%M%S"
# What a killed backup leaves behind is surely dead after so many seconds.
DEAD_AFTER = 24 * 3600


def backup(arguments: argparse.Namespace) -> int:
    """Write one archive, prove it, forget those that it supersedes, and say what it holds.

    :raises Refused: if the folder is not prepared or the archive cannot be written
    """
    os.umask(0o077)
    house.refuse_unprepared()
    house.make_django_ready()
    from omos.people import clock

    moment = clock.real_now()
    target = Path(arguments.file).absolute() if arguments.file else default_target(moment)
    with house.house_lock(is_exclusive=False, purpose="a restore is running"):
        manifest = write_archive(target, moment)
    rows = sum(manifest.rows.values())
    say(f"{target}: {size(target.stat().st_size)}, {rows} rows, {len(manifest.members)} members, proved.")
    if not passphrase():
        say(coloured("It is not locked and holds everything, the key included. OMOS_BACKUP_KEY locks backups.", RED))
    if not arguments.file:
        _forget_superseded(target.parent)
    return 0


def passphrase() -> str:
    """The key that locks backups; empty where they are not locked."""
    return str(house.readings()["OMOS_BACKUP_KEY"].value)


def backups_folder() -> Path:
    """Where backups go that are given no name."""
    chosen: Path | None = house.readings()["OMOS_BACKUP_DIR"].value
    return chosen or house.data_folder() / "backups"


def default_target(moment: datetime) -> Path:
    """The name of a backup made at this moment."""
    return backups_folder() / f"omos-{moment:{STAMP}}{ending()}"


def ending() -> str:
    """How names of archives end: it shows which are locked."""
    return ".tar.gz.locked" if passphrase() else ".tar.gz"


def own_backups(folder: Path) -> dict[datetime, Path]:
    """Backups by the moment in their name; whatever bears another name is not ours to count or forget."""
    named = {path: OWN_NAME.fullmatch(path.name) for path in folder.iterdir()}
    return {datetime.strptime(found[1], STAMP): path for path, found in named.items() if found}


def _forget_superseded(folder: Path) -> None:
    found = own_backups(folder)
    for moment in sorted(superseded(found, keep=house.readings()["OMOS_BACKUP_KEEP"].value)):
        found[moment].unlink()
        say(f"Forgotten: {found[moment].name}")


def write_archive(target: Path, moment: datetime) -> Manifest:
    """Everything into one archive; it appears under its name only when it is whole and has been read back.

    :raises Refused: if it exists already or cannot be written
    """
    if target.exists():
        raise Refused(f"{target} exists already.")
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _clear_away(target.parent, moment)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".omos-backup-") as folder:
            manifest = _write(unfinished, Path(folder), moment)
        archive.read_into(unfinished, None, 1 << 60, passphrase())
        unfinished.rename(target)
    except OSError as error:
        raise Refused(f"{target} cannot be written: {error.strerror or error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _clear_away(folder: Path, moment: datetime) -> None:
    """Remove what backups left behind that were killed."""
    for path in (*folder.glob(".omos-backup-*"), *folder.glob(".*.unfinished")):
        if moment.timestamp() - path.stat().st_mtime > DEAD_AFTER:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _write(path: Path, folder: Path, moment: datetime) -> Manifest:
    """Records first, files after them: content outlives its record, so every file the records name is still there."""
    name = SQLITE_RECORDS if house.uses_sqlite() else POSTGRES_RECORDS
    records = folder / name
    rows, migrations = _save_records(records)
    manifest = Manifest(
        version=__version__,
        made_at=moment.isoformat(timespec="seconds"),
        records="sqlite" if house.uses_sqlite() else "postgresql",
        migrations=migrations,
        rows=rows,
    )
    data = house.data_folder()
    with archive.written(path, passphrase()) as made:
        add_file(made, records, name, manifest)
        add_file(made, data / "secret_key", KEY, manifest)
        for top in FOLDERS:
            _add_folder(made, data, top, manifest)
        content = manifest.as_json()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode, info.mtime = len(content), 0o600, int(moment.timestamp())
        made.addfile(info, io.BytesIO(content))
    return manifest


def _add_folder(made: tarfile.TarFile, data: Path, top: str, manifest: Manifest) -> None:
    for found in sorted((data / top).rglob("*")):
        member = found.relative_to(data).as_posix()
        if found.is_file() and not found.is_symlink() and FOLDER_MEMBER.fullmatch(member):
            add_file(made, found, member, manifest)


def _save_records(path: Path) -> tuple[dict[str, int], list[str]]:
    """A copy as of one moment; rows per table and migrations, counted at that very moment."""
    if not house.uses_sqlite():
        from omos.cli import postgres

        with postgres.one_moment() as moment:
            counted = postgres.count_rows()
            postgres.dump(path, moment)
        return counted
    copy_records(house.records_file(), path)
    with closing(sqlite3.connect(path)) as copy:
        return count_rows(copy)


def copy_records(source: Path, target: Path) -> None:
    """An SQLite file as of one moment, while others write."""
    with closing(sqlite3.connect(source, timeout=30)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)


def count_rows(records: sqlite3.Connection) -> tuple[dict[str, int], list[str]]:
    """Rows of every table, and the migrations that shaped them."""
    names = [row[0] for row in records.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    quoted = {name: '"' + name.replace('"', '""') + '"' for name in names}
    rows = {name: records.execute(f"SELECT count(*) FROM {quoted[name]}").fetchone()[0] for name in names}  # noqa: S608  # quoted
    migrations = [f"{app}.{name}" for app, name in records.execute("SELECT app, name FROM django_migrations")]
    return rows, sorted(migrations)
