"""Collects at start what the rooms' `register.py` declare, so that shell, policy and jobs reach every room."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.apps import AppConfig
from django.conf import settings

from omos.people import policy


class RegistryConfig(AppConfig):
    """Stands last among the applications: by then every room can be imported."""

    name = "omos"
    label = "registry"

    def ready(self) -> None:
        install()


@cache
def _registers() -> tuple[ModuleType, ...]:
    names = [f"{room}.register" for room in settings.ROOMS]
    return tuple(import_module(name) for name in names if find_spec(name))


def declared(name: str) -> tuple[Any, ...]:
    """Everything the rooms declare under this name, in the order of the river."""
    return tuple(item for register in _registers() for item in getattr(register, name, ()))


def install() -> None:
    """Hand each kind of declaration to the room that works with it."""
    policy.install(verbs=declared("VERBS"), masks=declared("MASKS"))
    for kind, owner in OWNERS.items():
        if find_spec(owner):
            import_module(owner).install(declared(kind))


# Declaration → module whose `install(items)` takes it over.
OWNERS = {
    "HELD": "omos.people.holdings",
    "DOORS": "omos.people.doors",
    "PLACES": "omos.centres.talent.declare",
    "JOBS": "omos.office.jobs.declare",
    "IMPORTERS": "omos.office.sheets.declare",
    "SEARCHES": "omos.office.sheets.searches",
    "NOTICE_KINDS": "omos.office.notices.declare",
    "SOURCE_PAGES": "omos.loop.ledger.declare",
    "CATEGORY_NAMES": "omos.loop.ledger.categories",
    "WAITING": "omos.desk.waiting",
}
