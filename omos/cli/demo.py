"""`omos demo`: the demo company, in a data folder of its own."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from importlib import import_module

from omos.cli import house
from omos.cli.speech import Refused


def demo(arguments: argparse.Namespace) -> int:
    """Load or remove it; what to sign in with is said by the demo itself.

    :raises Refused: if this is no demo folder or the demo says no
    """
    os.umask(0o077)
    if house.readings()["OMOS_MODE"].value == "production":
        raise Refused("the demo company is for a folder of its own: set OMOS_MODE=demo and OMOS_DATA=demo-data.")
    house.refuse_unprepared()
    house.make_django_ready()
    house.refuse_pending_migrations()
    with house.house_lock(is_exclusive=False, purpose="a restore is running"):
        run: Callable[[], int] = getattr(import_module("omos.demo.command"), arguments.what)
        return run()
