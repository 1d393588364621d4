from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def assets():
    specification = importlib.util.spec_from_file_location("assets", ROOT / "scripts" / "assets.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def icons(tmp_path):
    (tmp_path / "outline").mkdir()
    (tmp_path / "filled").mkdir()
    square = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'
    (tmp_path / "outline" / "home.svg").write_text(f'<svg viewBox="0 0 24 24">{square}<path d="M5 12l5 5" /></svg>')
    (tmp_path / "filled" / "star.svg").write_text('<svg viewBox="0 0 24 24"><path d="M1 1" /></svg>')
    return tmp_path


class TestIconNames:
    @pytest.fixture
    def room(self, tmp_path):
        (tmp_path / "list.txt").write_text("# note\nbolt\n")
        (tmp_path / "a.html").write_text(
            '{% icon "home" 20 extra="o-x" %}{% icon kind|default:"star" %}{% include "x" with icon="send" %}'
        )
        (tmp_path / "b.py").write_text('MenuItem(icon="users"), {"icon": "tag"}')
        (tmp_path / "vendor").mkdir()
        (tmp_path / "vendor" / "c.js").write_text('icon: "nowhere"')
        return tmp_path

    def test_come_from_templates_modules_and_the_list(self, assets, room):
        assert assets.icon_names(room, room / "list.txt") == ("bolt", "home", "send", "star", "tag", "users")


class TestSprite:
    def test_holds_a_symbol_per_name(self, assets, icons):
        text, unknown = assets.sprite(("home", "star-filled"), icons)

        assert text.count("<symbol") == 2
        assert "M0 0h24v24H0z" not in text
        assert unknown == ()

    def test_tells_what_does_not_exist(self, assets, icons):
        assert assets.sprite(("hoem",), icons)[1] == ("hoem",)


class TestLock:
    def test_names_no_registry_address(self):
        lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))

        assert [name for name, entry in lock["packages"].items() if "resolved" in entry] == []

    def test_pins_exact_versions(self):
        wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]

        assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


class TestStyles:
    @pytest.mark.parametrize("path", sorted((ROOT / "omos/ui/static/ui").glob("*.css")), ids=lambda path: path.name)
    def test_write_colours_down_as_tokens_only(self, path):
        colours = re.findall(r"#[0-9a-f]{3,8}\b", path.read_text("utf-8"))

        assert path.name == "tokens.css" or set(colours) <= {"#fff"}

    @pytest.mark.parametrize("path", sorted((ROOT / "omos/ui/static/ui").glob("*.[cj]s*")), ids=lambda path: path.name)
    def test_stay_below_four_hundred_lines(self, path):
        assert len(path.read_text("utf-8").splitlines()) < 400
