"""Sums that stay what they are until something further is posted: asked by every view of a page, read once.

Facts are only ever added, so the number of the newest one says whether an answer given before still holds.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache, wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar

from django.db.models import Subquery

from omos.loop.ledger.models import DayTotal, Fact
from omos.people import clock
from omos.people.memory import is_reading, once_a_view

P = ParamSpec("P")
T = TypeVar("T")

# Two processes may commit their numbers in the other order, and a repair adds no fact: then this is the longest
# that an answer of before is given.
SECONDS_KEPT = 60
ANSWERS_KEPT = 128


class State(NamedTuple):
    """How far the ledger has come: the number of its newest fact, and when it last heard anything."""

    newest_fact: int
    fresh_at: datetime | None


@once_a_view
def state() -> State:
    """Both from one query."""
    newest = DayTotal.objects.order_by("-posted_at").values("posted_at")[:1]
    row = Fact.objects.order_by("-id").annotate(fresh=Subquery(newest)).values_list("id", "fresh").first()
    return State(*row) if row else State(0, None)


def until_posted(function: Callable[P, T]) -> Callable[P, T]:
    """Answer views that only read from memory until a further fact is posted; arguments hashable, answers frozen.

    What changes something (and may be rolled back) always reads anew.
    """

    @wraps(function)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> T:
        if not is_reading():
            return function(*args, **kwargs)
        minute = int(clock.real_now().timestamp() // SECONDS_KEPT)
        answer: T = _answer((state().newest_fact, minute), function, args, tuple(sorted(kwargs.items())))
        return answer

    return remembered


@lru_cache(maxsize=ANSWERS_KEPT)
def _answer(
    _version: tuple[int, int], function: Callable[..., Any], args: tuple[Any, ...], named: tuple[Any, ...]
) -> Any:
    return function(*args, **dict(named))


def forget() -> None:
    """Forget every answer: the ledger was put in the place of another one."""
    _answer.cache_clear()
