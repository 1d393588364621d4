"""Small files, short functions, plain names; ruff holds the complexity."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator

import pytest

from tests.architecture import tree

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 50
FOLDERS = ("omos", "scripts", "tests", "bench")
# Names that say nothing; what lies in such a place belongs somewhere better.
EMPTY_NAMES = {"utils", "util", "common", "helpers", "helper", "core", "misc", "lib", "shared", "manager", "base"}
NO_ROOMS = {"cli", "eventstore"}  # a program and a door: their package is what one calls
LATER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
TEXT = {".py", ".html", ".js", ".css", ".md", ".toml", ".sh", ".po"}
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "timezone.now",
    "timezone.localdate",
    "time.time",
}
# The clock itself, and what keeps the machine's own time: leases and log lines go on while OMOS_NOW stands still.
MAY_READ_THE_CLOCK = ("omos/people/clock.py", "omos/logs.py", "omos/office/jobs/")
READERS = {"now", "real_now", "today"}
BLIND_TO_THE_CLOCK = {"models", "queries", "services", "forms", "tables"}


def _functions(module: tree.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_files_stay_short():
    long = {
        module.shown: lines
        for module in tree.modules(*FOLDERS)
        if (lines := module.path.read_text("utf-8").count("\n")) > LINES_OF_A_FILE
    }

    assert long == {}


def test_functions_stay_short():
    long = {
        f"{module.shown}:{function.lineno} {function.name}": lines
        for module in tree.modules(*FOLDERS)
        for function in _functions(module)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > LINES_OF_A_FUNCTION
    }

    assert long == {}


def test_complexity_is_held_at_eight():
    project = tomllib.loads((tree.ROOT / "pyproject.toml").read_text("utf-8"))

    assert project["tool"]["ruff"]["lint"]["mccabe"]["max-complexity"] == 8
    assert "C90" in project["tool"]["ruff"]["lint"]["select"]


def test_every_name_says_something():
    empty = [module.shown for module in tree.modules() if EMPTY_NAMES & set(module.name.split("."))]

    assert empty == []


def test_nothing_is_put_off():
    found = [
        f"{path.relative_to(tree.ROOT)}:{number}"
        for folder in (*FOLDERS, "docs")
        for path in sorted((tree.ROOT / folder).rglob("*"))
        if path.suffix in TEXT and "vendor" not in path.parts and path.name != "test_house_numbers.py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if LATER.search(line)
    ]

    assert found == []


@pytest.mark.parametrize(
    "name", sorted(name for name in tree.top_names() if (tree.OMOS / name.replace(".", "/")).is_dir())
)
def test_every_room_says_what_it_is(name: str):
    first = tree.parsed(tree.OMOS / name.replace(".", "/") / "__init__.py")

    assert ast.get_docstring(first)
    assert len(first.body) == 1 or name in NO_ROOMS, "a room's __init__ holds its description and no code"


def test_time_is_read_in_one_place():
    found = [
        f"{module.shown}:{node.lineno} {ast.unparse(node.func)}"
        for module in tree.modules()
        if not module.shown.startswith(MAY_READ_THE_CLOCK) and not module.is_test
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).removeprefix("datetime.") in CLOCKS
    ]

    assert found == []


def test_rules_are_told_the_time():
    found = [
        f"{module.shown}:{node.lineno}"
        for module in tree.modules()
        if BLIND_TO_THE_CLOCK & set(module.name.split(".")) and not module.is_test
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.ImportFrom) and node.module == "omos.people.clock" and READERS & _names(node))
        or (isinstance(node, ast.Attribute) and ast.unparse(node) in {f"clock.{name}" for name in READERS})
    ]

    assert found == []


def _names(node: ast.ImportFrom) -> set[str]:
    return {alias.name for alias in node.names}


def test_services_are_called_by_keyword():
    found = [
        f"{module.shown}:{node.lineno} {node.name}"
        for module in tree.modules()
        if module.path.stem == "services" or module.path.parent.name == "services"
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if {"actor", "now"} & {argument.arg for argument in node.args.args}
    ]

    assert found == []
