"""What is handed to the ledger, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from operator import attrgetter

from django.utils.translation import gettext as _

from omos.loop.ledger.measures import MEASURES_BY_CODE, Kind, Measure

LARGEST = 10**15
Key = tuple[str, str, str, int]
Dimensions = tuple[date, int | None, int | None, int | None, int | None, int | None, int | None, str, str, str]


class PostingRefused(Exception):
    """Raised with a message that names the line's fault; nothing of the call was booked."""


class UnknownMeasure(PostingRefused):
    """The measure is not in the list, or is computed from others and never posted."""


class WrongGrain(PostingRefused):
    """The line is a marginal (lacks a dimension) or is split by something the measure is not split by."""


class LineRepeated(PostingRefused):
    """Two lines of one call speak of the same line of a source."""


class LineWithoutSource(PostingRefused):
    """A figure must say where it comes from."""


class SenselessValue(PostingRefused):
    """The value is no whole number of a sane size."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a source now says about one measure: the value in its smallest unit, or None to withdraw the line."""

    day: date
    measure: str
    value: int | None
    source: str
    source_id: str
    line: int = 0
    website_id: int | None = None
    staff_id: int | None = None
    department_id: int | None = None
    channel_id: int | None = None
    product_id: int | None = None
    campaign_id: int | None = None
    category: str = ""
    keyword: str = ""
    page_key: str = ""

    @property
    def key(self) -> Key:
        """What stays the same over all revisions."""
        return (self.source, self.source_id, self.measure, self.line)

    @property
    def dimensions(self) -> Dimensions:
        """Day and dimensions, in the order facts keep them."""
        return (
            self.day,
            self.website_id,
            self.department_id,
            self.staff_id,
            self.channel_id,
            self.product_id,
            self.campaign_id,
            self.category,
            self.keyword,
            self.page_key,
        )


# Names as grains spell them, beside the fields of a line.
_FIELDS = {
    "website": "website_id",
    "staff": "staff_id",
    "department": "department_id",
    "channel": "channel_id",
    "product": "product_id",
    "campaign": "campaign_id",
    "category": "category",
    "keyword": "keyword",
    "page_key": "page_key",
}
_carried_by = attrgetter(*_FIELDS.values())


def checked(lines: Iterable[Line]) -> dict[Key, Line]:
    """The lines by key, in order.

    :raises PostingRefused: one of its kinds, at the first line that cannot be booked
    """
    by_key: dict[Key, Line] = {}
    for line in lines:
        _check_origin(line)
        _check_measure(line)
        if line.key in by_key:
            raise LineRepeated(
                _("Line %(line)s of %(source)s %(id)s is given twice for %(measure)s.")
                % {"line": line.line, "source": line.source, "id": line.source_id, "measure": line.measure}
            )
        by_key[line.key] = line
    return by_key


def _check_origin(line: Line) -> None:
    if not line.source or not line.source_id:
        raise LineWithoutSource(_("A figure must say where it comes from: source and id are missing."))
    if line.value is None:
        return
    # An importer's figure may be a float, whatever the types say.
    is_whole = type(line.value) is int
    if not is_whole or abs(line.value) > LARGEST:
        raise SenselessValue(_("%(value)s is no sensible whole number.") % {"value": line.value})


def _check_measure(line: Line) -> None:
    measure = MEASURES_BY_CODE.get(line.measure)
    if measure is None:
        raise UnknownMeasure(_("The measure %(measure)s is not in the list.") % {"measure": line.measure})
    if measure.kind is Kind.RATIO:
        raise UnknownMeasure(_("%(measure)s is computed from its parts and never posted.") % {"measure": measure.label})
    _check_grain(line, measure)


def _check_grain(line: Line, measure: Measure) -> None:
    carried = tuple(map(bool, _carried_by(line)))
    missing, surplus = _misfit(measure.code, carried)
    # A withdrawal needs no dimensions: it takes back whatever stands.
    if missing and line.value is not None:
        raise WrongGrain(
            _("%(measure)s is kept per %(grain)s; a sum without %(missing)s would count twice.")
            % {"measure": measure.label, "grain": ", ".join(measure.grain), "missing": ", ".join(missing)}
        )
    if surplus:
        raise WrongGrain(
            _("%(measure)s is not split by %(surplus)s.") % {"measure": measure.label, "surplus": ", ".join(surplus)}
        )


@cache
def _misfit(code: str, carried: tuple[bool, ...]) -> tuple[list[str], list[str]]:
    """What a line that carries these dimensions lacks, and what it has too much; large imports ask the same often."""
    measure, names = MEASURES_BY_CODE[code], {name for name, is_there in zip(_FIELDS, carried, strict=True) if is_there}
    missing = [name for name in measure.grain if name not in names]
    return missing, sorted(names - set(measure.grain) - set(measure.splits))
