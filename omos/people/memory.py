"""What one page view has read already: asked twice by two blocks of a page, read once.

Only views that change nothing (GET) remember, and only until their answer is sent: nobody sees yesterday's rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_MISSING = object()
_memory: ContextVar[dict[Any, Any] | None] = ContextVar("memory", default=None)


@contextmanager
def of_one_view(*, is_reading: bool) -> Iterator[None]:
    """Remember within this block, if the view only reads."""
    token = _memory.set({} if is_reading else None)
    try:
        yield
    finally:
        _memory.reset(token)


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
