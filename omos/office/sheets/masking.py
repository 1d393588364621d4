"""Which columns, filters and search fields of a list are masked for a viewer; masked is also not asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from omos.people import masking, policy
from omos.people.viewer import Viewer

_SEPARATOR = re.compile(r"__|\.")


def field_label(model: type[Model], path: str) -> str:
    """What a path from a model names, "people.Staff.phone" for `owner__phone`; empty for computed values."""
    steps = [step for step in _SEPARATOR.split(path.lstrip("-")) if step]
    label = ""
    for step in steps:
        try:
            found: Any = model._meta.pk if step == "pk" else model._meta.get_field(step)
        except FieldDoesNotExist:
            return label
        label = f"{model._meta.label}.{found.name}"
        if found.related_model is None:
            return label
        model = found.related_model
    return label


def is_masked(viewer: Viewer, model: type[Model], paths: Iterable[str], declared: str = "") -> bool:
    """Whether any of these paths, or the declared field, is one the viewer is not cleared for."""
    labels = [declared, *(field_label(model, str(path)) for path in paths)]
    return any(label and not policy.is_cleared(viewer, label) for label in labels)


def clear_paths(viewer: Viewer, model: type[Model], paths: Iterable[str], masks: Mapping[str, str]) -> tuple[str, ...]:
    """The paths that the viewer may ask about."""
    return tuple(path for path in paths if not is_masked(viewer, model, [path], masks.get(path, "")))


def masked_text(model: type[Model], path: str, declared: str, value: Any) -> str:
    """A masked value as shown to those not cleared: 186 **** 1402."""
    return masking.masked(declared or field_label(model, path), value)
