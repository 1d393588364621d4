"""What was read already: asked twice by two blocks of a page, read once.

Only views that change nothing (GET) remember, and nearly all of it only until their answer is sent: nobody sees
yesterday's rows. What stands on every page may be a few seconds old, but never older than what oneself changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from itertools import count
from typing import Any, ParamSpec, TypeVar

from django.utils.translation import get_language

from omos.people import clock

P = ParamSpec("P")
T = TypeVar("T")
_MISSING = object()
_memory: ContextVar[dict[Any, Any] | None] = ContextVar("memory", default=None)
# How long others' changes (those of jobs, of a second process) may go unseen on what is kept for a moment.
SECONDS_KEPT = 10
ANSWERS_KEPT = 512
# What was kept before a change is never looked at again, even if it was still being read while the change was made.
_changes = count()
_change = next(_changes)


@contextmanager
def of_one_view(*, is_reading: bool) -> Iterator[None]:
    """Remember within this block, if the view only reads; if not, whatever was kept for a moment is past."""
    token = _memory.set({} if is_reading else None)
    try:
        yield
    finally:
        _memory.reset(token)
        if not is_reading:
            forget_moment()


def forget_moment() -> None:
    """Something was changed here: what was kept for a moment is asked anew."""
    global _change  # noqa: PLW0603  # one number of the process; each change draws another one
    _change = next(_changes)


def for_a_moment(function: Callable[P, T]) -> Callable[P, T]:
    """Keep an answer between views for some seconds, until this process changes anything.

    For what stands on every page and costs as much as the page. Arguments hashable, answers frozen.
    """

    @wraps(function)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> T:
        if not is_reading():
            return function(*args, **kwargs)
        moment = (_change, int(clock.real_now().timestamp() // SECONDS_KEPT), get_language())
        answer: T = _kept(moment, function, args, tuple(sorted(kwargs.items())))
        return answer

    return remembered


@lru_cache(maxsize=ANSWERS_KEPT)
def _kept(_moment: tuple[object, ...], function: Callable[..., Any], args: tuple[Any, ...], named: Any) -> Any:
    return function(*args, **dict(named))


def is_reading() -> bool:
    """Whether a view that changes nothing is being answered."""
    return _memory.get() is not None


def once_a_view(function: Callable[P, T]) -> Callable[P, T]:
    """Answer from memory what was asked before within one view; arguments hashable, answers frozen."""

    @wraps(function)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> T:
        memory = _memory.get()
        if memory is None:
            return function(*args, **kwargs)
        key = (function, args, tuple(sorted(kwargs.items())))
        answer = memory.get(key, _MISSING)
        if answer is _MISSING:
            answer = memory[key] = function(*args, **kwargs)
        return answer  # type: ignore[no-any-return]  # stored under the function that gives T

    return remembered


def is_remembered(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> bool:
    """Whether this view has asked this already, so that asking costs nothing."""
    memory = _memory.get()
    bare = getattr(function, "__wrapped__", function)
    return memory is not None and (bare, args, tuple(sorted(kwargs.items()))) in memory
