"""Kinds of columns: how a value is drawn in a list, and as which plain value it is exported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2 import Column
from django_tables2.utils import Accessor

from omos.ui import formats
from omos.ui.parts import initial_of
from omos.ui.templatetags.omos import steady

NUMBER = {"th": {"class": "o-number"}, "td": {"class": "o-number"}}


class NumberColumn(Column):
    """A count or measure, right-aligned; the unit belongs into the column's name."""

    attrs = NUMBER

    def __init__(self, *args: Any, digits: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.digits = digits

    def render(self, value: Any) -> str | SafeString:
        text = formats.number(value, digits=self.digits)
        return format_html('<span class="o-zero">{}</span>', text) if value == 0 else text

    def value(self, value: Any) -> Any:
        return value


class MoneyColumn(Column):
    """Whole 分, drawn and exported as yuan."""

    attrs = NUMBER

    def __init__(self, *args: Any, digits: int = 2, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.digits = digits

    def render(self, value: int) -> str:
        return formats.money(value, digits=self.digits)

    def value(self, value: int) -> Decimal:
        return Decimal(value) / formats.CENTS_IN_UNIT


class PercentColumn(Column):
    """A share between 0 and 1, drawn as a percentage; exported as the share."""

    attrs = NUMBER

    def render(self, value: formats.Number) -> str:
        return formats.percent(value)

    def value(self, value: formats.Number) -> formats.Number:
        return value


class DayColumn(Column):
    """A day, 2026-11-21."""

    attrs = {"td": {"class": "o-nowrap"}}

    def render(self, value: Any) -> str:
        return formats.day(value)

    def value(self, value: Any) -> Any:
        return value


class MomentColumn(Column):
    """A moment in the company's time zone, 2026-11-21 17:30."""

    attrs = {"td": {"class": "o-nowrap"}}

    def render(self, value: Any) -> str:
        return formats.moment(timezone.localtime(value))

    def value(self, value: Any) -> Any:
        return value


class PersonColumn(Column):
    """A member of staff with the one-letter disc; select the foreign key along in the queryset."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_values = (None, "")

    def render(self, value: Any) -> SafeString:
        name = str(value)
        return steady("components/avatar.html", initial=initial_of(name), name=name)

    def value(self, value: Any) -> str:
        return str(value)


class StateColumn(Column):
    """A stored code as mark and word: `StateColumn(tones={"OPEN": "accent", "DONE": "yes"})`."""

    def __init__(self, *args: Any, tones: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tones = tones

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        code = Accessor(bound_column.accessor).resolve(record)
        return steady("components/state.html", tone=self.tones.get(code, "plain"), word=str(value))

    def value(self, value: Any) -> str:
        return str(value)


class ComputedColumn(Column):
    """Words computed from the record by a function, not sortable: `ComputedColumn(_("Page"), words=page_words)`."""

    def __init__(self, *args: Any, words: Callable[[Any], str], **kwargs: Any) -> None:
        super().__init__(*args, **{"orderable": False, "empty_values": (), **kwargs})
        self.words = words

    def render(self, record: Any) -> str:
        return self.words(record) or formats.NOTHING_KNOWN

    def value(self, record: Any) -> str:
        return self.words(record)
