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
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*(?:[,/]\s*([\d.]+)(%?)\s*)?\)")
# Below this distance (of 765) nobody reads the text.
_BARELY = 12


def same_colour(text: str | None, ground: str | None) -> bool:
    """Say whether two declared colours cannot be told apart; False when one is not known for sure."""
    first, second = _rgb(text), _rgb(ground)
    if first is None or second is None:
        return False
    return sum(abs(one - other) for one, other in zip(first, second, strict=True)) <= _BARELY


def _rgb(value: str | None) -> tuple[int, int, int] | None:
    value = (value or "").replace("!important", "").strip().lower()
    # A picture or a gradient on the ground may be of any colour.
    if not value or "url(" in value or "gradient" in value:
        return None
    if found := _HEX.search(value):
        return _from_hex(found.group(1))
    if found := _RGB.search(value):
        is_clear = found.group(4) is not None and float(found.group(4).strip(".") or 0) < 1 and not found.group(5)
        return None if is_clear else (int(found.group(1)), int(found.group(2)), int(found.group(3)))
    names = [_NAMES[word] for word in value.split() if word in _NAMES]
    return _from_hex(names[0]) if names else None


def _from_hex(digits: str) -> tuple[int, int, int]:
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
