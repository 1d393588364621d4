"""Filters for figures and times, and the tags `icon`, `field`, `steady` and `query_string`."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, cast

from django import template
from django.core.paginator import Paginator
from django.forms import BoundField, CheckboxInput, FileInput, Select, Textarea
from django.http import HttpRequest, QueryDict
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from omos.ui import formats
from omos.ui.parts import BarShare

register = template.Library()


def _language() -> str:
    return get_language() or "en"


def _known(value: Any) -> Any:
    """A variable that a template does not have reaches a filter as empty text; it is as unknown as None."""
    return None if value == "" else value


def _here(value: datetime | None) -> datetime | None:
    value = _known(value)
    return timezone.localtime(value) if value is not None and timezone.is_aware(value) else value


@register.filter
def number(value: formats.Number | None, digits: int | None = None) -> str:
    return formats.number(_known(value), digits=digits)


@register.filter
def money(cents: int | None, digits: int = 2) -> str:
    return formats.money(_known(cents), digits=digits)


@register.filter
def short(value: formats.Number | None) -> str:
    spoken, full = formats.short(_known(value), language=_language()), formats.number(_known(value))
    return _with_full_value(spoken, full)


@register.filter
def short_money(cents: int | None) -> str:
    spoken, full = formats.short_money(_known(cents), language=_language()), formats.money(_known(cents))
    return _with_full_value(spoken, full)


def _with_full_value(spoken: str, full: str) -> str:
    return spoken if spoken == full else format_html('<span class="o-nowrap" title="{}">{}</span>', full, spoken)


@register.filter
def percent(share: formats.Number | None, digits: int = 1) -> str:
    return formats.percent(_known(share), digits=digits)


@register.filter
def listed(names: Iterable[str]) -> str:
    return formats.listed(map(str, names), language=_language())


@register.filter
def points(gap: formats.Number | None) -> str:
    return formats.points(_known(gap), language=_language())


@register.filter
def day(value: date | None) -> str:
    return formats.day(_here(value) if isinstance(value, datetime) else _known(value))


@register.filter
def short_day(value: date | None) -> str:
    return formats.short_day(_here(value) if isinstance(value, datetime) else _known(value))


@register.filter
def moment(value: datetime | None) -> str:
    return formats.moment(_here(value))


@register.filter
def clock_time(value: datetime | None) -> str:
    return formats.clock_time(_here(value))


@register.filter
def weekday(value: date | None) -> str:
    return formats.weekday(_here(value) if isinstance(value, datetime) else _known(value), language=_language())


@register.filter
def ago(value: datetime | None, now: datetime | None = None) -> str:
    return formats.ago(_here(value), now=_here(now), language=_language())


@register.filter
def width(share: formats.Number | None) -> str:
    return formats.width(_known(share))


@register.filter
def margin(share: formats.Number | None) -> str:
    """What is left of a centred bar on each side."""
    return formats.width((1 - min(max(float(share or 0), 0.0), 1.0)) / 2)


@register.filter
def rest(share: formats.Number | None) -> str:
    """What a share leaves of the whole, as a length."""
    return formats.width(1 - float(_known(share) or 0))


@register.filter
def hundredths(share: formats.Number | None) -> str:
    """A share as bare hundredths, for strokes measured by `pathLength`."""
    return formats.width(_known(share)).rstrip("%")


@register.filter
def minus(share: formats.Number | None, other: formats.Number | None) -> float | None:
    """The length between two places on a scale."""
    first, second = _known(share), _known(other)
    return None if first is None or second is None else float(first) - float(second)


@register.filter
def undo_url(extra_tags: str) -> str:
    """The address in a message's tags, "undo:/words/7/undo/", that takes back what it tells; own pages only."""
    url = next((tag.removeprefix("undo:") for tag in (extra_tags or "").split() if tag.startswith("undo:")), "")
    return url if url.startswith("/") and not url.startswith("//") else ""


@register.filter
def page_numbers(paginator: Paginator[Any], number: int) -> list[int | str]:
    return list(paginator.get_elided_page_range(number, on_each_side=1, on_ends=1))


@cache
def _sprite() -> str:
    """Where the icons lie; a page asks some hundred times."""
    return static("vendor/icons.svg")


@register.simple_tag
def steady(template_name: str, **values: Hashable) -> SafeString:
    """A part of a page that depends on these values and the language alone: drawn once for equal ones."""
    # The types too: a safe text equals the same text unescaped, and True equals 1.
    types = tuple(type(value) for value in values.values())
    return _drawn(template_name, _language(), types, tuple(values.items()))


@lru_cache(maxsize=4096)
def _drawn(
    template_name: str, _language: str, _types: tuple[type, ...], values: tuple[tuple[str, Hashable], ...]
) -> SafeString:
    return cast(SafeString, get_template(template_name).render(dict(values)))


@register.simple_tag
@lru_cache(maxsize=1024, typed=True)
def icon(name: str, size: int = 16, label: str = "", extra: str = "") -> SafeString:
    """A Tabler icon from the sprite; without a label it is decoration and hidden from screen readers."""
    naming = format_html('role="img" aria-label="{}"', label) if label else format_html('aria-hidden="{}"', "true")
    return format_html(
        '<svg class="o-icon{}" width="{}" height="{}" {} focusable="false"><use href="{}#{}"></use></svg>',
        f" {extra}" if extra else "",
        size,
        size,
        naming,
        _sprite(),
        name,
    )


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, *, help: str = "", prefix: str = "", suffix: str = "", extra: str = "", is_bare: bool = False
) -> dict[str, Any]:
    """One form field with label, control, help and errors; `is_bare` hides the label from sight only."""
    return {
        "field": bound,
        "control": _control(bound, extra),
        "help": help or bound.help_text,
        "prefix": prefix,
        "suffix": suffix,
        "is_bare": is_bare,
        "is_single_check": isinstance(bound.field.widget, CheckboxInput),
        "is_group": bound.use_fieldset,
    }


def _control(bound: BoundField, extra: str) -> SafeString:
    widget = bound.field.widget
    classes = [str(widget.attrs.get("class", "")), _control_class(bound), extra]
    return bound.as_widget(attrs={"class": " ".join(name for name in classes if name)})


def _control_class(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, CheckboxInput) or bound.use_fieldset:
        return "o-check"
    if isinstance(widget, Select):
        return "o-select"
    if isinstance(widget, Textarea):
        return "o-input o-input--area"
    return "o-input o-input--file" if isinstance(widget, FileInput) else "o-input"


@register.simple_tag(takes_context=True)
def query_string(context: template.Context, **changes: Any) -> str:
    """The address's query with some values changed; None takes a name away. Starts with "?"."""
    return _query(context, changes)


@register.simple_tag(takes_context=True)
def page_query(context: template.Context, name: str, number: int) -> str:
    """The address's query with another page under `name`."""
    return _query(context, {name: number})


def _query(context: template.Context, changes: dict[str, Any]) -> str:
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag
def verdict_shares(passed: int, unknown: int, failed: int, total: int) -> tuple[BarShare, ...]:
    """Stretches of the verdict bar in their order; what is neither stays empty."""
    whole = max(total, passed + unknown + failed, 1)
    starts = (0, passed, passed + unknown)
    counts = (passed, unknown, failed)
    return tuple(
        BarShare(tone, formats.width(start / whole), formats.width(count / whole), is_round=count == whole)
        for tone, start, count in zip(("yes", "unknown", "no"), starts, counts, strict=True)
    )
