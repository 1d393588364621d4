"""Draws the plain form controls in code: Django's own templates include two more for every option of a select."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_FOLDER = "django/forms/widgets/"
_INPUTS = ("input", "text", "number", "email", "url", "tel", "search", "hidden", "password", "date", "datetime", "time",
           "checkbox")  # fmt: skip


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    """True stands alone, False is left out."""
    named = {name: value for name, value in attrs.items() if value is not False}
    return _joined(format_html(" {}" if value is True else ' {}="{}"', name, value) for name, value in named.items())


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = {} if widget["value"] is None else {"value": str(widget["value"])}
    attributes = _attributes({**value, **widget["attrs"]})
    return format_html('<input type="{}" name="{}"{}>', widget["type"], widget["name"], attributes)


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = _joined(_group(name, options) for name, options, _place in widget["optgroups"])
    return format_html('<select name="{}"{}>{}</select>', widget["name"], _attributes(widget["attrs"]), groups)


def _group(name: str | None, options: Iterable[Mapping[str, Any]]) -> SafeString:
    drawn = _joined(map(_option, options))
    return format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn


def _option(option: Mapping[str, Any]) -> SafeString:
    attributes = _attributes(option["attrs"])
    # Django writes nine hyphens for nothing chosen; everywhere else a dash stands for it.
    label = "—" if option["value"] in ("", None) and set(str(option["label"])) == {"-"} else option["label"]
    return format_html('<option value="{}"{}>{}</option>', str(option["value"]), attributes, label)


_DRAWN = {f"{_FOLDER}select.html": _select, **{f"{_FOLDER}{name}.html": _input for name in _INPUTS}}


class FormRenderer(DjangoTemplates):
    """Inputs and selects without a template, everything else as Django does it."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        draw = _DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)
