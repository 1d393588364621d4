"""The posts of an online-marketing department as a company finds them: duties, abilities, standard, role, arrival.

The organisation form starts with the seven posts a small company needs; the others wait to be added to it. The posts
stand in `default_positions.json`, their texts in English: they are written in the language of the installation when
they are created; then they are the company's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from omos.people.models import Headcount
from omos.people.roles import Role


@dataclass(frozen=True)
class DefaultPosition:
    """A post: what it does, what it takes, when it is good, which role it gives, when it must be filled."""

    code: str
    name: str
    role: Role | None
    duties: tuple[str, ...] = ()
    abilities: tuple[str, ...] = ()
    standard: str = ""
    # Days after the website's launch; negative means before.
    arrival_offset_days: int = 0
    base_pay_share: int = 60
    # How many the organisation form starts with; 0 leaves the post out of it.
    wanted: int = 0
    kind: Headcount.Kind = Headcount.Kind.EMPLOYED


def _position(row: Mapping[str, Any]) -> DefaultPosition:
    typed = {
        "role": Role(row["role"]) if row["role"] else None,
        "kind": Headcount.Kind(row.get("kind", Headcount.Kind.EMPLOYED)),
        "duties": tuple(row["duties"]),
        "abilities": tuple(row.get("abilities", ())),
    }
    return DefaultPosition(**{**row, **typed})


_WRITTEN = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
DEFAULT_POSITIONS: tuple[DefaultPosition, ...] = tuple(map(_position, _WRITTEN["rows"]))

# What the source's example of 2011–2013 paid a month, in yuan; never a default, wages have long moved on.
OLD_PAY_EXAMPLES: dict[str, tuple[int, int]] = {
    "MANAGER": (4500, 6000),
    "PROMOTER": (3000, 4000),
    "EDITOR": (2000, 2500),
}
