"""What is built is written down, and what is written down exists."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from omos import registry
from scripts import settings_page

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
# Serve the formulas and hold none.
NO_FORMULA = {"__init__", "limits"}
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
MAKE = re.compile(r"(?:^|`|\$ )make ([a-z-]+)", re.MULTILINE)
OMOS = re.compile(r"(?:`|\$ |bin/)omos ([a-z-]+)")


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def codes(module: str, name: str) -> list[str]:
    """Codes declared in a module's tuple, none while that module is not built."""
    return [item.code for item in getattr(import_module(module), name)] if find_spec(module) else []


@pytest.fixture(scope="module")
def commands() -> str:
    """What `omos --help` says."""
    omos = Path(sys.executable).with_name("omos")
    return subprocess.check_output([omos, "--help"], cwd=ROOT, text=True)


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "README.zh-CN.md",
        "ARCHITECTURE.md",
        "GLOSSARY.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "SECURITY.md",
    ],
)
def test_a_newcomer_finds(name: str):
    assert len(text_of(name)) > 500


def test_every_setting_is_on_the_settings_page():
    assert settings_page.PAGE.read_text("utf-8") == settings_page.page(), "run python -m scripts.settings_page"


def test_every_formula_has_a_page():
    pages = {path.stem: path.read_text("utf-8") for path in (DOCS / "formulas").glob("*.md")}
    formulas = {path.stem for path in (ROOT / "omos/formulas").glob("*.py")} - NO_FORMULA
    # A part of a larger formula may share its page, which then names it.
    without = [name for name in formulas - set(pages) if not any(f"`{name}`" in page for page in pages.values())]

    assert sorted(without) == []


@pytest.mark.parametrize("page", sorted((DOCS / "formulas").glob("[a-z]*.md")), ids=lambda page: page.stem)
def test_every_formulas_page_has_an_example(page: Path):
    assert re.search(r"example|算例", page.read_text("utf-8"), re.IGNORECASE)


def test_every_measure_stands_in_the_glossary():
    glossary = text_of("GLOSSARY.md")

    assert [code for code in codes("omos.loop.ledger.measures", "MEASURES") if f"`{code}`" not in glossary] == []


def test_every_verb_stands_in_the_glossary():
    glossary = text_of("GLOSSARY.md")

    assert [verb.code for verb in registry.declared("VERBS") if f"`{verb.code}`" not in glossary] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
class TestPage:
    def test_leads_to_places_that_exist(self, page: Path):
        targets = [target for target in LINK.findall(page.read_text("utf-8")) if "://" not in target]

        assert [target for target in targets if not (page.parent / target).exists()] == []

    def test_names_make_targets_that_exist(self, page: Path):
        targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))

        assert set(MAKE.findall(page.read_text("utf-8"))) - targets == set()

    def test_names_omos_commands_that_exist(self, page: Path, commands: str):
        named = set(OMOS.findall(page.read_text("utf-8")))

        assert [name for name in sorted(named) if not re.search(rf"\b{name}\b", commands)] == []


def test_the_newest_change_is_the_version():
    version = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]
    newest = re.search(r"^## \[?v?(\d+\.\d+\.\d+)", text_of("CHANGELOG.md"), re.MULTILINE)

    assert newest
    assert newest[1] == version
