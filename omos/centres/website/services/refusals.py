"""Why a step of a request is refused, in words for who pressed."""

from __future__ import annotations


class RequestRefused(Exception):
    """What was typed makes no sense; `field` names the input, "" the whole form."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class RequestMoved(RequestRefused):
    """The request is not as the person saw it any more, or not theirs."""
