"""The project speaks of itself and its trade, and only of that."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Words of whoever happened to write a line, and of the machine it was written on.
STRANGE = re.compile(
    r"\bCEO\b|\bissues? #?\d|/work/(?:main|shared)\b|/tmp/brief|sub-?agent|\bChatGPT\b|\bClaude\b|language model"
    r"|/opt/(?:wheels|pypi)|/root/\.pyenv|\bdeb\.debian\.org\b|\bpypi\.org\b|\bregistry\.npmjs\.org\b",
    re.IGNORECASE,
)
BINARY = {".png", ".xlsx", ".gz", ".woff2", ".ico", ".jpg", ".pdf"}
THIS = Path(__file__).resolve()


def kept_files() -> list[Path]:
    """Every file git keeps, or would keep once added."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [path for name in listed if (path := ROOT / name).is_file() and path != THIS]


def test_no_words_of_the_workplace():
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in kept_files()
        if path.suffix not in BINARY
        for hit in STRANGE.finditer(path.read_text("utf-8"))
    ]

    assert found == []


def test_only_the_projects_own_text_is_kept():
    found = [
        str(path.relative_to(ROOT))
        for path in kept_files()
        if path.suffix in {".woff2", ".mo", ".map"} or path.name.endswith((".min.js", ".min.css"))
    ]

    assert found == []


def test_no_large_files():
    large = {str(path.relative_to(ROOT)): path.stat().st_size for path in kept_files() if path.stat().st_size > 600_000}

    assert large == {}
