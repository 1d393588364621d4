"""Masked fields: what those see who are not cleared (186 **** 1402)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from omos.people import policy
from omos.people.viewer import Viewer

HIDDEN = "***"


def phone(number: str) -> str:
    """First three and last four digits: 18600001402 → 186 **** 1402."""
    digits = number.strip()
    return f"{digits[:3]} **** {digits[-4:]}" if len(digits) >= 11 else HIDDEN if digits else ""


def email(address: str) -> str:
    """First three characters and the host: linlan@a.example → lin***@a.example."""
    name, at, host = address.partition("@")
    return f"{name[: min(3, len(name) - 1)]}{HIDDEN}@{host}" if at else HIDDEN if address else ""


def whole(value: object) -> str:
    """Nothing of the value at all, for amounts; emptiness stays visible."""
    return HIDDEN if value not in (None, "") else ""


def masked(field: str, value: Any) -> str:
    """The value as somebody sees it who is not cleared for the field."""
    name = field.rpartition(".")[2]
    mask: Callable[[Any], str] = {"phone": phone, "email": email}.get(name, whole)
    return mask(value) if value is not None else ""


def shown(viewer: Viewer, field: str, value: Any) -> Any:
    """The value itself for the cleared, masked for others; `field` as declared, "people.Staff.phone"."""
    return value if policy.is_cleared(viewer, field) else masked(field, value)


def masked_values(subject_type: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of one row with every masked field hidden, whoever looks: for the trail."""
    hidden = {mask.field.lower() for mask in policy.masks()}
    return {
        name: masked(name, value) if f"{subject_type}.{name}".lower() in hidden else value
        for name, value in values.items()
    }
