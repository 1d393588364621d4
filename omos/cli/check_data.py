"""`omos check-data`: whether records, sums and files are whole, as the night's jobs look at them; and mending sums."""

from __future__ import annotations

import argparse

from omos.cli import house
from omos.cli.speech import complain, say

SHOWN = 10


def check_data(arguments: argparse.Namespace) -> int:
    """Print what is not whole; 1 when something is left that is not.

    :raises Refused: if there are no records, or they are of another version
    """
    house.refuse_unprepared()
    house.make_django_ready()
    house.refuse_pending_migrations()
    records, files = _records(), _files()
    sums = _sums()
    if sums and arguments.repair:
        _mend()
        sums = _sums()
    _tell("records", records)
    _tell("files", files)
    _tell("sums", sums)
    return 1 if records or files or sums else 0


def _records() -> list[str]:
    from omos.office.jobs import queries

    return list(queries.broken_records())


def _files() -> list[str]:
    from omos.office.files import queries

    return [
        f"file {one.pk}: {one.name} ({one.path}) is missing or has another size" for one in queries.missing_content()
    ]


def _sums() -> list[str]:
    from omos.loop.ledger import queries

    return [
        f"{one.day} {one.measure} of {one.source}: kept {one.kept}, the facts say {one.true}"
        for one in queries.drifted_sums()
    ]


def _mend() -> None:
    from omos.loop.ledger import services
    from omos.people import clock
    from omos.people.viewer import Viewer

    rows = services.rebuild_day_totals(actor=Viewer.system("omos check-data"), now=clock.now())
    say(f"sums: built anew from the facts, {rows:,} rows")


def _tell(name: str, faults: list[str]) -> None:
    if not faults:
        say(f"{name}: whole")
        return
    complain(f"{name}: {len(faults):,} not as they must be")
    for fault in faults[:SHOWN]:
        complain(f"  {fault}")
