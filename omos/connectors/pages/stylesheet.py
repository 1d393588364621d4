from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_SEEN_BY_ALL = re.compile(r"^@(?:layer|supports|media\s+(?:only\s+)?(?:all|screen)\s*$)", re.IGNORECASE)
# Selectors of state, pseudo elements and long chains of ancestors are left alone: they say little and cost much.
_SIMPLE = re.compile(r"^[\w.#*\-\[\]=\"'^$|\u4e00-\u9fff]+(?:\s*[\s>+~]\s*[\w.#*\-\[\]=\"'^$|\u4e00-\u9fff]+)?$")
_TYPE_NAME = re.compile(r"(?:^|[\s>+~])\w")
_DEEPEST = 3
MOST_RULES = 5000


class Rule(NamedTuple):
    """One selector with its declarations and its weight."""

    selector: str
    declarations: dict[str, str]
    weight: tuple[int, int, int]

    def about(self, names: frozenset[str]) -> dict[str, str]:
        """Those of its declarations that are about these properties."""
        return {name: value for name, value in self.declarations.items() if name in names}


def rules_of(sheet: str, depth: int = 0) -> list[Rule]:
    """The simple rules of an embedded style sheet that hold on a screen of any size."""
    found: list[Rule] = []
    for prelude, block in _blocks(_COMMENT.sub("", sheet)):
        if prelude.startswith("@"):
            if _SEEN_BY_ALL.match(prelude) and depth < _DEEPEST:
                found += rules_of(block, depth + 1)
            continue
        declarations = declarations_of(block)
        found += (Rule(each, declarations, _weight(each)) for each in _selectors(prelude))
        if len(found) >= MOST_RULES:
            break
    return found[:MOST_RULES]


def declarations_of(block: str) -> dict[str, str]:
    """Property to value, lower case, the last one winning unless an earlier one is important."""
    found: dict[str, str] = {}
    for declaration in block.split(";"):
        name, colon, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip().lower()
        if colon and ("!important" in value or "!important" not in found.get(name, "")):
            found[name] = value
    return found


def _selectors(prelude: str) -> Iterator[str]:
    for selector in map(str.strip, prelude.split(",")):
        if len(selector) < 200 and _SIMPLE.match(selector):
            yield selector


def _weight(selector: str) -> tuple[int, int, int]:
    classes = selector.count(".") + selector.count("[")
    return selector.count("#"), classes, len(_TYPE_NAME.findall(selector))


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """Top-level (prelude, block) pairs; whatever is unclosed ends with the sheet."""
    depth, start, prelude = 0, 0, ""
    for found in re.finditer(r"[{};]", sheet):
        mark, end = found.group(), found.end()
        if depth == 0:
            if mark == "{":
                prelude, depth = sheet[start : end - 1].strip(), 1
            start = end
        elif mark != ";":
            depth += 1 if mark == "{" else -1
            if depth == 0:
                yield prelude, sheet[start : end - 1]
                start = end
    if depth:
        yield prelude, sheet[start:]
