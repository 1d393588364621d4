"""Every route of the site, as the resolver knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

# What stands in for an argument when a route is only knocked at.
SAMPLES = {
    "int": 1,
    "str": "sample",
    "slug": "sample",
    "uuid": "12345678-1234-5678-1234-567812345678",
    "path": "sample",
}


@dataclass(frozen=True)
class Route:
    """One address: its name, its view, and a concrete path with made-up arguments."""

    name: str
    view: Callable[..., Any]
    path: str
    has_arguments: bool

    @property
    def verb(self) -> str | None:
        """The verb it asks for, None for a public page, an empty text where its view says neither."""
        found: str | None = getattr(self.view, "omos_verb", "")
        return found


@cache
def routes() -> tuple[Route, ...]:
    """All routes of all rooms."""
    return tuple(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(
                pattern.url_patterns, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
        else:
            yield _route(pattern, f"{namespace}{pattern.name}")


def _route(pattern: URLPattern, name: str) -> Route:
    converters = pattern.pattern.converters
    arguments = {key: SAMPLES.get(_kind(converter), "sample") for key, converter in converters.items()}
    try:
        path = reverse(name, kwargs=arguments)
    except NoReverseMatch:
        path = ""
    return Route(name, pattern.callback, path, bool(arguments))


def _kind(converter: object) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")


def pages() -> tuple[Route, ...]:
    """Routes that need no argument."""
    return tuple(route for route in routes() if not route.has_arguments)
