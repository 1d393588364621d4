"""Whether two declared colours can be told apart; what is not known for sure never counts as the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.connectors.pages.colours import same_colour

RGB = st.tuples(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))


def as_hex(colour: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def as_numbers(colour: tuple[int, int, int]) -> str:
    return "rgb({}, {}, {})".format(*colour)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("#fff", "white"),
        ("#FFF !important", "#ffffff"),
        ("rgb(255,255,255)", "White"),
        ("rgb(255 255 255)", "#fefefe"),
        ("rgba(255, 255, 255, 1)", "#fff"),
        ("rgb(255 255 255 / 100%)", "#fff"),
        ("grey", "gray"),
        ("#fff", "no-repeat #ffffff left top"),
        ("whitesmoke", "#f5f5f5"),
        ("#000", "rgb(4, 4, 4)"),
    ],
)
def test_the_same_however_written(text: str, ground: str) -> None:
    assert same_colour(text, ground)
    assert same_colour(ground, text)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("#fff", "#000"),
        ("#000", "rgb(5, 5, 5)"),
        ("#fff", "#fff url(dark.png)"),
        ("#fff", "linear-gradient(#fff, #fff)"),
        ("#fff", "rgba(255, 255, 255, 0.9)"),
        ("#fff", "rgb(255 255 255 / 50%)"),
        ("#fff", "var(--paper)"),
        ("#fff", "transparent"),
        ("#fff", ""),
        ("#fff", None),
        (None, None),
        ("#ff", "#ff"),
        ("#ggg", "#ggg"),
        ("hsl(0, 0%, 100%)", "#fff"),
    ],
)
def test_not_the_same_or_not_known(text: str | None, ground: str | None) -> None:
    assert not same_colour(text, ground)


@pytest.mark.parametrize(
    "value",
    ["rgba(0,0,0,1.2.3)", "rgba(0,0,0,.)", "rgba(0,0,0,..5)", "rgb(999,0,0,)", "rgb(" * 500, "#" * 5000, "\x00"],
)
def test_broken_notations_are_not_known(value: str) -> None:
    assert not same_colour(value, value)


@given(RGB)
def test_a_colour_is_itself_in_both_notations(colour: tuple[int, int, int]) -> None:
    assert same_colour(as_hex(colour), as_numbers(colour))


@given(RGB, RGB)
def test_it_does_not_matter_which_is_the_ground(one: tuple[int, int, int], other: tuple[int, int, int]) -> None:
    assert same_colour(as_hex(one), as_hex(other)) == same_colour(as_hex(other), as_hex(one))


@given(RGB, st.integers(13, 255))
def test_a_distance_that_is_seen_is_never_the_same(colour: tuple[int, int, int], step: int) -> None:
    moved = ((colour[0] + step) % 256, *colour[1:])

    assert same_colour(as_hex(colour), as_hex(moved)) == (abs(moved[0] - colour[0]) <= 12)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_gives_an_answer(text: str, ground: str) -> None:
    assert same_colour(text, ground) in {True, False}
