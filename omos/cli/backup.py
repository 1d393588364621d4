"""`omos backup`: records, files and key in one archive, consistent while OMOS runs."""

from __future__ import annotations

import argparse
import io
import os
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

from omos import __version__
from omos.cli import house
from omos.cli.archive import FOLDER_MEMBER, KEY, MANIFEST, POSTGRES_RECORDS, SQLITE_RECORDS, Manifest, add_file
from omos.cli.speech import Refused, say, size

FOLDERS = ("files", "events")


def backup(arguments: argparse.Namespace) -> int:
    """Write one archive and say what it holds.

    :raises Refused: if the folder is not prepared or the archive cannot be written
    """
    os.umask(0o077)
    house.refuse_unprepared()
    house.make_django_ready()
    from omos.people import clock

    moment = clock.real_now()
    default = house.data_folder() / "backups" / f"omos-{moment:%Y%m%d-%H%M%S}.tar.gz"
    target = Path(arguments.file).absolute() if arguments.file else default
    with house.house_lock(is_exclusive=False, purpose="a restore is running"):
        manifest = write_archive(target, moment)
    rows = sum(manifest.rows.values())
    say(f"{target}: {size(target.stat().st_size)}, {rows} rows, {len(manifest.members)} members.")
    say("Keep it as safe as the data folder: it holds everything, the key included.")
    return 0


def write_archive(target: Path, moment: datetime) -> Manifest:
    """Everything into one archive; it appears under its name only when it is whole.

    :raises Refused: if it exists already or cannot be written
    """
    if target.exists():
        raise Refused(f"{target} exists already.")
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".omos-backup-") as folder:
            manifest = _write(unfinished, Path(folder), moment)
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.rename(target)
    except OSError as error:
        raise Refused(f"{target} cannot be written: {error.strerror or error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


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
    with tarfile.open(path, "w:gz", compresslevel=6, format=tarfile.PAX_FORMAT) as archive:
        add_file(archive, records, name, manifest)
        add_file(archive, data / "secret_key", KEY, manifest)
        for top in FOLDERS:
            for found in sorted((data / top).rglob("*")):
                member = found.relative_to(data).as_posix()
                if found.is_file() and not found.is_symlink() and FOLDER_MEMBER.fullmatch(member):
                    add_file(archive, found, member, manifest)
        content = manifest.as_json()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode, info.mtime = len(content), 0o600, int(moment.timestamp())
        archive.addfile(info, io.BytesIO(content))
    return manifest


def _save_records(path: Path) -> tuple[dict[str, int], list[str]]:
    """A copy as of one moment; rows per table and migrations, counted in the copy where there is one."""
    if not house.uses_sqlite():
        from omos.cli import postgres

        counted = _count_in_database()
        postgres.dump(path)
        return counted
    with closing(sqlite3.connect(house.records_file(), timeout=30)) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
        return count_rows(copy)


def count_rows(records: sqlite3.Connection) -> tuple[dict[str, int], list[str]]:
    """Rows of every table, and the migrations that shaped them."""
    names = [row[0] for row in records.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    quoted = {name: '"' + name.replace('"', '""') + '"' for name in names}
    rows = {name: records.execute(f"SELECT count(*) FROM {quoted[name]}").fetchone()[0] for name in names}  # noqa: S608  # quoted
    migrations = [f"{app}.{name}" for app, name in records.execute("SELECT app, name FROM django_migrations")]
    return rows, sorted(migrations)


def _count_in_database() -> tuple[dict[str, int], list[str]]:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        rows = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608  # quoted
            rows[name] = int(cursor.fetchone()[0])
    applied = MigrationRecorder(connection).applied_migrations()
    return rows, sorted(f"{app}.{name}" for app, name in applied)
