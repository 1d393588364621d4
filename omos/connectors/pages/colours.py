from __future__ import annotations

import re

_NAMES = {
    "white": "ffffff",
    "black": "000000",
    "red": "ff0000",
    "green": "008000",
    "blue": "0000ff",
    "yellow": "ffff00",
    "gray": "808080",
    "grey": "808080",
    "silver": "c0c0c0",
    "whitesmoke": "f5f5f5",
    "snow": "fffafa",
    "ivory": "fffff0",
}
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*(?:[,/]\s*(\d*\.?\d+)(%?)\s*)?\)")
# A picture or a gradient on the ground may be of any colour.
_ANY_COLOUR = ("url(", "gradient")
Rgb = tuple[int, int, int]
# Below this distance (of 765) nobody reads the text.
_BARELY = 12


def same_colour(text: str | None, ground: str | None) -> bool:
    """Say whether two declared colours cannot be told apart; False when one is not known for sure."""
    first, second = _rgb(text), _rgb(ground)
    if first is None or second is None:
        return False
    return sum(abs(one - other) for one, other in zip(first, second, strict=True)) <= _BARELY


def _rgb(value: str | None) -> Rgb | None:
    plain = (value or "").replace("!important", "").strip().lower()
    if any(sign in plain for sign in _ANY_COLOUR):
        return None
    return _in_hex(plain) or _in_numbers(plain) or _by_name(plain)


def _in_hex(value: str) -> Rgb | None:
    found = _HEX.search(value)
    return _from_digits(found.group(1)) if found else None


def _in_numbers(value: str) -> Rgb | None:
    found = _RGB.search(value)
    if found is None or _is_clear(found.group(4), found.group(5)):
        return None
    return int(found.group(1)), int(found.group(2)), int(found.group(3))


def _is_clear(share: str | None, percent: str | None) -> bool:
    """Whether the ground shines through; without a share nothing does."""
    return share is not None and float(share) < (100 if percent else 1)


def _by_name(value: str) -> Rgb | None:
    return next((_from_digits(_NAMES[word]) for word in value.split() if word in _NAMES), None)


def _from_digits(digits: str) -> Rgb:
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
