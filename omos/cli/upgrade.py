"""`omos upgrade`: backup, migrate, check; when anything fails, everything stays as it was."""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from omos import __version__
from omos.cli import house
from omos.cli.backup import copy_records, default_target, write_archive
from omos.cli.bring_up import bring_up_file, migrate
from omos.cli.speech import Refused, say

STAGING = ".upgrade-"
LEFT_FREE = 200 << 20


def upgrade(arguments: argparse.Namespace) -> int:
    """Bring the records up to this version, or leave them as they are.

    :raises Refused: if OMOS is in use, the disk is too full, or a step fails; nothing is changed then
    """
    os.umask(0o077)
    house.refuse_unprepared()
    house.make_django_ready()
    with house.house_lock(is_exclusive=True, purpose="records must not change while they are brought up to date"):
        pending = house.pending_migrations()
        if not pending:
            say(f"The records are of this version already (OMOS {__version__}).")
            return 0
        saved = _back_up()
        try:
            _bring_up_copy() if house.uses_sqlite() else _bring_up_server()
        except Exception as error:
            reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            raise Refused(f"nothing was changed: {reason}. The backup lies in {saved}.") from error
    say(f"{pending} migrations done, checked; the records are of OMOS {__version__}. Start it again with `omos up`.")
    return 0


def _back_up() -> Path:
    from omos.people import clock

    moment = clock.real_now()
    target = default_target(moment)
    write_archive(target, moment)
    say(f"Saved first: {target}")
    return target


def _bring_up_copy() -> None:
    """Work on a copy beside the records, then exchange the file: one moment, all or nothing."""
    from django.db import connections

    connections.close_all()
    records = house.records_file()
    _refuse_full_disk(records)
    for left in records.parent.glob(f"{STAGING}*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=records.parent, prefix=STAGING) as folder:
        copy = Path(folder) / records.name
        copy_records(records, copy)
        bring_up_file(copy, with_defaults=True)
        _put_on_disk(copy)
        _fold(records)
        copy.replace(records)


def _refuse_full_disk(records: Path) -> None:
    needed = 2 * records.stat().st_size + LEFT_FREE
    if shutil.disk_usage(records.parent).free < needed:
        raise Refused(f"{records.parent} has too little room: {needed >> 20} MB are needed for a copy of the records")


def _fold(records: Path) -> None:
    """Nothing may be left beside the file: it would be taken for a part of the new one."""
    with closing(sqlite3.connect(records, timeout=30)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for end in ("-wal", "-shm"):
        records.with_name(records.name + end).unlink(missing_ok=True)


def _put_on_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _bring_up_server() -> None:
    """One transaction around everything: PostgreSQL takes changes of tables back like any others."""
    from django.db import transaction

    with transaction.atomic():
        migrate(with_defaults=True)
