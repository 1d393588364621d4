"""Write `docs/howto/settings.md` from the settings themselves, so that the page cannot lag behind."""

from __future__ import annotations

import sys
from pathlib import Path

from omos.environment import SETTINGS, Setting

PAGE = Path(__file__).resolve().parent.parent / "docs" / "howto" / "settings.md"
HEAD = """\
# Settings

OMOS reads its settings from the environment, nowhere else. None is needed to start.
Each may be given as a file instead: `OMOS_SECRET_KEY_FILE=/run/secrets/key` is read in place of `OMOS_SECRET_KEY`.
An unknown name, or a value that makes no sense, is refused at start with a message that says what would be right.
`omos doctor` shows every setting with its value, where it came from, and whether it is unsafe; secrets stay hidden.

This page is written by `python -m scripts.settings_page`.

| name | default | meaning |
| --- | --- | --- |
"""


def page() -> str:
    """The whole page."""
    return HEAD + "".join(_row(setting) for setting in SETTINGS)


def _row(setting: Setting) -> str:
    default = f"`{setting.default}`" if setting.default else "—"
    secret = " Secret." if setting.is_secret else ""
    return f"| `{setting.name}` | {default} | {setting.meaning.replace('|', '/')}{secret} |\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), "utf-8")
    sys.exit(0)
