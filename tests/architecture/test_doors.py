"""Rooms are entered by their doors: `services` change something, `queries` look at something."""

from __future__ import annotations

from collections.abc import Iterator

from tests.architecture import tree

# Open to everybody below or beside: no rooms, or the part of one that every room speaks with.
OPEN = (
    "omos.formulas",
    "omos.ui",
    "omos.connectors",
    "omos.environment",
    "omos.logs",
    "omos.office.sheets.export",
    "omos.office.sheets.lists",
    "omos.office.sheets.parsing",
    "omos.office.sheets.searches",
    "omos.people.access",
    "omos.people.clock",
    "omos.people.counting",
    "omos.people.declare",
    "omos.people.holdings",
    "omos.people.masking",
    "omos.people.memory",
    "omos.people.policy",
    "omos.people.proof",
    "omos.people.roles",
    "omos.people.trail",
    "omos.people.viewer",
)
# They put the rooms together, so they see the rooms' registers and routes.
ASSEMBLY = {"settings", "urls", "registry", "api", "asgi", "cli", "logs"}
DOORS = ("services", "queries", "declare")
# Tests may set the scene in another room and look at what landed there.
DOORS_OF_TESTS = (*DOORS, "tests", "models", *ASSEMBLY)
NO_SIGNALS = ("django.db.models.signals", "django.dispatch")


def _wrong_entries() -> Iterator[str]:
    for module in tree.modules():
        here = tree.place_of(module.name)
        if here in ASSEMBLY:
            continue
        for name, line in module.imports():
            if not _is_allowed(name, here, DOORS_OF_TESTS if module.is_test else DOORS):
                yield f"{module.shown}:{line} imports {name}"


def _is_allowed(name: str, here: str | None, doors: tuple[str, ...]) -> bool:
    there = tree.place_of(name)
    if not name.startswith("omos.") or there is None or there == here:
        return True
    if any(name == opened or name.startswith(f"{opened}.") for opened in OPEN):
        return True
    if there in doors:
        return True
    inside = name.removeprefix(f"omos.{there}").lstrip(".").split(".")
    if there == "eventstore":
        return len(inside) == 1  # its package is its door
    # `from omos.people.queries import staff_in_scope` ends one below the door, `import omos.people.queries` at it.
    return inside[0] in doors and (len(inside) <= 2 or "tests" in doors)


def test_rooms_are_entered_by_their_doors():
    assert list(_wrong_entries()) == []


def test_no_signals_between_rooms():
    found = [
        f"{module.shown}:{line}"
        for module in tree.modules()
        for name, line in module.imports()
        if name.startswith(NO_SIGNALS)
    ]

    assert found == []


class TestTheRuleItself:
    def test_lets_a_room_through_a_door(self):
        assert _is_allowed("omos.people.queries.staff_in_scope", "loop.work", DOORS)

    def test_refuses_another_rooms_models(self):
        assert not _is_allowed("omos.people.models.Staff", "loop.work", DOORS)

    def test_refuses_what_lies_behind_a_door(self):
        assert not _is_allowed("omos.loop.work.services.matching.match", "desk", DOORS)

    def test_lets_a_room_use_all_of_itself(self):
        assert _is_allowed("omos.loop.work.models.Evidence", "loop.work", DOORS)

    def test_refuses_the_engines_of_the_event_store(self):
        assert not _is_allowed("omos.eventstore.engines.embedded", "collector", DOORS)
