"""`omos demo`: the demo company, in a data folder of its own."""

from __future__ import annotations

import argparse
import os

from omos.cli import house
from omos.cli.links import full_address
from omos.cli.speech import Refused, say


def demo(arguments: argparse.Namespace) -> int:
    """Load it and say whom to sign in as, or take it away again.

    :raises Refused: if this is no demo folder, or other people work here
    """
    os.umask(0o077)
    if house.readings()["OMOS_MODE"].value == "production":
        raise Refused("the demo company is for a folder of its own: set OMOS_MODE=demo and OMOS_DATA=demo-data.")
    house.refuse_unprepared()
    house.make_django_ready()
    house.refuse_pending_migrations()
    from omos.demo import services

    try:
        with house.house_lock(is_exclusive=False, purpose="a restore is running"):
            if arguments.what == "load":
                _load()
            else:
                _remove()
    except services.DemoRefused as refusal:
        raise Refused(str(refusal)) from refusal
    return 0


def _load() -> None:
    from omos.demo import services
    from omos.people import clock
    from omos.people.viewer import Viewer

    loaded = services.load(actor=Viewer.system("omos demo"), now=clock.now())
    say("The demo company was there already; it has new passwords:" if loaded.already else "The demo company is there:")
    for name, password, position in loaded.people:
        say(f"  {name}\t{password}\t{position}")
    say(f"Sign in at {full_address('/sign-in/')} once `omos up` runs.")


def _remove() -> None:
    from omos.demo import services
    from omos.people import clock
    from omos.people.viewer import Viewer

    services.remove(actor=Viewer.system("omos demo"), now=clock.now())
    say("The demo company is gone.")
