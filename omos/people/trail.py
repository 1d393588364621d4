"""Writing the action trail."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from omos.people.masking import masked_values
from omos.people.models import Action
from omos.people.viewer import Viewer

# Set by the middleware for the length of one request, so that log and trail can be laid side by side.
request_id: ContextVar[str] = ContextVar("request_id", default="")
address: ContextVar[str] = ContextVar("address", default="")

_encode = DjangoJSONEncoder()


def record_action(
    verb: str,
    *,
    actor: Viewer,
    subject: tuple[str, object],
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add one line to the trail, inside the caller's transaction; masked fields are stored masked."""
    Action.objects.create(
        at=now,
        verb=verb,
        user_id=actor.user_id,
        actor_name=actor.name,
        subject_type=subject[0],
        subject_id=str(subject[1]),
        before=_plain(subject[0], before),
        after=_plain(subject[0], after),
        request_id=request_id.get(),
        address=address.get(),
    )


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only what differs, old and new, so that a line of the trail shows the change and nothing else."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def _plain(subject_type: str, values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Values as JSON knows them: dates and decimals as text."""
    if values is None:
        return None
    return {name: _plain_value(value) for name, value in masked_values(subject_type, values).items()}


def _plain_value(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return _encode.default(value) if not isinstance(value, set | frozenset | tuple) else sorted(value)
