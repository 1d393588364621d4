"""The contrasts that the tokens promise, computed from the file itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parent.parent / "static" / "ui" / "tokens.css").read_text("utf-8")


def palette(theme: str) -> dict[str, str]:
    found = [
        dict(re.findall(r"--o-([a-z-]+): (#[0-9a-f]{6});", block)) for block in TOKENS.split("color-scheme: ")[1:3]
    ]
    return found[0] if theme == "light" else found[0] | found[1]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


WORDS = [
    ("text", "card"),
    ("text", "page"),
    ("second", "card"),
    ("second", "raised"),
    ("second", "accent-tint"),
    ("note", "card"),
    ("note", "page"),
    ("note", "raised"),
    ("accent", "card"),
    ("accent", "accent-tint"),
    ("accent-strong", "accent-tint"),
    ("on-accent", "accent"),
    ("yes", "yes-tint"),
    ("no", "no-tint"),
    ("warning", "warning-tint"),
    ("unknown", "unknown-tint"),
    ("on-state", "yes"),
    ("on-state", "no"),
    ("on-state", "warning"),
    ("content", "content-tint"),
    ("seo", "seo-tint"),
    ("paid", "paid-tint"),
    ("customers", "customers-tint"),
    ("cell-text", "cell-yes"),
    ("cell-text", "cell-late"),
    ("cell-text", "cell-missing"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_can_be_read(theme, ink, ground):
    colours = palette(theme)

    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("fill", ["accent", "fill-yes", "fill-warning", "fill-no", "fill-unknown"])
def test_bars_stand_out_from_the_card(theme, fill):
    colours = palette(theme)

    assert contrast(colours[fill], colours["card"]) >= 3
