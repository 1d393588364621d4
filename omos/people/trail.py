"""Writing the action trail."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from omos.people.models import Action
from omos.people.viewer import Viewer

# Set by the middleware for the length of one request, so that log and trail can be laid side by side.
request_id: ContextVar[str] = ContextVar("request_id", default="")

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
    """Add one line to the trail, inside the caller's transaction."""
    Action.objects.create(
        at=now,
        verb=verb,
        user_id=actor.user_id,
        actor_name=actor.name,
        subject_type=subject[0],
        subject_id=str(subject[1]),
        before=_plain(before),
        after=_plain(after),
        request_id=request_id.get(),
    )


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Values as JSON knows them: dates and decimals as text."""
    if values is None:
        return None
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return _encode.default(value) if not isinstance(value, set | frozenset | tuple) else sorted(value)
