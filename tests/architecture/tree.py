"""What the tests of the architecture look at: the river, the rooms, modules, templates and imports."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OMOS = ROOT / "omos"
FLOORS = {"loop", "office", "centres"}  # folders that hold rooms and nothing else
NOT_PYTHON = {"locale"}


@cache
def river() -> tuple[tuple[str, ...], ...]:
    """The layers of the river from mouth to spring, as `pyproject.toml` holds them for import-linter."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "river")
    return tuple(
        tuple(name.strip().strip("()") for name in layer.replace("|", ":").split(":"))  # both part siblings
        for layer in layers
    )


@cache
def depth() -> dict[str, int]:
    """How far upstream each name of the river lies; greater is nearer the spring."""
    return {name: index for index, layer in enumerate(river()) for name in layer}


def top_names() -> set[str]:
    """Every package and module that must stand in the river, as import-linter names it."""
    names = {path.stem for path in OMOS.glob("*.py") if path.stem != "__init__"}
    for folder in _packages(OMOS):
        if folder.name in FLOORS:
            names.update(f"{folder.name}.{room.name}" for room in _packages(folder))
        elif folder.name not in NOT_PYTHON:
            names.add(folder.name)
    return names


def _packages(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if path.is_dir() and any(path.glob("*.py")))


@dataclass(frozen=True)
class Module:
    """One Python file of `omos`."""

    path: Path

    @property
    def name(self) -> str:
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def shown(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def is_test(self) -> bool:
        return "tests" in self.path.parts or self.path.name == "conftest.py"

    @property
    def tree(self) -> ast.Module:
        return parsed(self.path)

    def imports(self) -> Iterator[tuple[str, int]]:
        """Full names of what is imported, `omos.people.queries` for `from omos.people import queries` too."""
        for node in _at_run_time(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node)
                yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]
        parts = package.split(".")[: len(package.split(".")) - node.level + 1]
        return ".".join([*parts, node.module] if node.module else parts)


def _at_run_time(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those under `if TYPE_CHECKING:`; naming the rows a query gives is no way into their room."""
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")):
            yield node
            yield from _at_run_time(node)


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file, read once per run."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every Python file below the folders (by default `omos`), migrations left out."""
    return tuple(
        Module(path)
        for folder in folders or ("omos",)
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    )


@cache
def templates() -> tuple[Path, ...]:
    """Every page and fragment."""
    return tuple(path for path in sorted(OMOS.rglob("*.html")) if "templates" in path.parts)


def place_of(name: str) -> str | None:
    """The river's name for a module: `omos.loop.work.views` stands in `loop.work`; None outside the river."""
    parts = name.split(".")[1:]
    for candidate in (".".join(parts[:2]), parts[0] if parts else ""):
        if candidate in depth():
            return candidate
    return None
