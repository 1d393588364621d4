"""The one list of measures: what can be counted, in which unit and grain, which way is good, and who posts it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Kind(StrEnum):
    """How values of several days go together: they add up, the last one stands, or parts are divided."""

    FLOW = "FLOW"
    LEVEL = "LEVEL"
    RATIO = "RATIO"


class Unit(StrEnum):
    """The smallest unit a value is kept in; SHARE and MULTIPLE exist only for ratios."""

    PIECES = "PIECES"
    CENTS = "CENTS"
    MINUTES = "MINUTES"
    SHARE = "SHARE"
    MULTIPLE = "MULTIPLE"


class Direction(StrEnum):
    """Which way is good."""

    UP = "UP"
    DOWN = "DOWN"
    NEUTRAL = "NEUTRAL"


# What a target of one whole is kept as: shares in basis points, multiples in hundredths, all else as it is.
TARGET_SCALES = {Unit.SHARE: 10_000, Unit.MULTIPLE: 100}


@dataclass(frozen=True)
class Measure:
    """A named quantity. A ratio is (numerator − numerator_less) ÷ (denominator − denominator_less)."""

    code: str
    label: str | _StrPromise
    unit: Unit
    unit_label: str | _StrPromise
    kind: Kind = Kind.FLOW
    good: Direction = Direction.UP
    # Every fact carries the dimensions of the grain and may be split further by those named in `splits`.
    grain: tuple[str, ...] = ()
    splits: tuple[str, ...] = ()
    posted_by: str | _StrPromise = ""
    numerator: str = ""
    denominator: str = ""
    numerator_less: str = ""
    denominator_less: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The measures a ratio is made of; the measure itself otherwise."""
        if self.kind is not Kind.RATIO:
            return (self.code,)
        names = (self.numerator, self.denominator, self.numerator_less, self.denominator_less)
        return tuple(name for name in names if name)

    @property
    def target_scale(self) -> int:
        """What a target of one whole unit is stored as."""
        return TARGET_SCALES.get(self.unit, 1)

    @property
    def is_money(self) -> bool:
        """Whether values are amounts in 分."""
        return self.unit is Unit.CENTS


_TRAFFIC_SPLITS = ("website", "product", "campaign", "keyword", "page_key")
_CUSTOMER_SPLITS = ("website", "staff", "department", "product", "campaign", "keyword", "page_key")
_WORK_SPLITS = ("website", "department", "channel", "product", "campaign", "keyword", "page_key")

_times, _pieces, _deals = (
    pgettext_lazy("unit", "times"),
    pgettext_lazy("unit", "pieces"),
    pgettext_lazy("unit", "deals"),
)
_yuan, _articles = pgettext_lazy("unit", "¥"), pgettext_lazy("unit", "articles")
_minutes, _share = pgettext_lazy("unit", "min"), pgettext_lazy("unit", "%")
_by_tracking = _("Website tracking, or the daily data sheet")
_by_platforms = _("Ad platforms' reports, or the daily data sheet")
_by_customers = _("Customer centre, or the daily data sheet")
_by_verification = _("Verification of handed-in work")
_by_stages = _("Told in stages by the supervisor")
_by_engines = _("Checks of the search engines")
_computed = _("Computed from its parts")


def _traffic(code: str, label: _StrPromise, unit_label: _StrPromise, posted_by: _StrPromise) -> Measure:
    return Measure(
        code, label, Unit.PIECES, unit_label, grain=("channel",), splits=_TRAFFIC_SPLITS, posted_by=posted_by
    )


def _customer(
    code: str,
    label: _StrPromise,
    unit_label: _StrPromise,
    *,
    unit: Unit = Unit.PIECES,
    good: Direction = Direction.UP,
) -> Measure:
    return Measure(
        code,
        label,
        unit,
        unit_label,
        good=good,
        grain=("channel",),
        splits=(*_CUSTOMER_SPLITS, "category"),
        posted_by=_by_customers,
    )


def _work(code: str, label: _StrPromise, unit_label: _StrPromise, unit: Unit = Unit.PIECES) -> Measure:
    return Measure(
        code, label, unit, unit_label, grain=("staff", "category"), splits=_WORK_SPLITS, posted_by=_by_verification
    )


def _level(code: str, label: _StrPromise) -> Measure:
    # The category of a level is the engine it was seen on.
    return Measure(
        code,
        label,
        Unit.PIECES,
        _pieces,
        kind=Kind.LEVEL,
        grain=("website",),
        splits=("category",),
        posted_by=_by_engines,
    )


def _contact(code: str, label: _StrPromise) -> Measure:
    return Measure(
        code,
        label,
        Unit.PIECES,
        _times,
        grain=("staff",),
        splits=("department", "channel", "product", "campaign", "category"),
        posted_by=_by_customers,
    )


def _told(code: str, label: _StrPromise, unit_label: _StrPromise, unit: Unit = Unit.PIECES) -> Measure:
    # What nobody counts by channel: a person tells what it has come to.
    return Measure(code, label, unit, unit_label, splits=("website", "channel", "product"), posted_by=_by_stages)


def _ratio(
    code: str,
    label: _StrPromise,
    numerator: str,
    denominator: str,
    *,
    unit: Unit = Unit.SHARE,
    good: Direction = Direction.UP,
    numerator_less: str = "",
    denominator_less: str = "",
) -> Measure:
    unit_label = {Unit.SHARE: _share, Unit.CENTS: _yuan}.get(unit, pgettext_lazy("unit", "× spend"))
    return Measure(
        code,
        label,
        unit,
        unit_label,
        kind=Kind.RATIO,
        good=good,
        posted_by=_computed,
        numerator=numerator,
        denominator=denominator,
        numerator_less=numerator_less,
        denominator_less=denominator_less,
    )


MEASURES: tuple[Measure, ...] = (
    # The four data of the trade stand first.
    _traffic("visits", _("Visits"), _times, _by_tracking),
    _customer("inquiries", _("Inquiries"), _pieces),
    _customer("valid_inquiries", _("Valid inquiries"), _pieces),
    _customer("lost_deals", _("Lost deals"), _deals, good=Direction.DOWN),
    # All orders won and their money; repeat orders and repeat revenue are the part of former buyers in them.
    _customer("won_deals", _("Won deals"), _deals),
    _customer("revenue", _("Revenue"), _yuan, unit=Unit.CENTS),
    _customer("cash_received", _("Cash received"), _yuan, unit=Unit.CENTS),
    _customer("refunds", _("Refunds"), _yuan, unit=Unit.CENTS, good=Direction.DOWN),
    Measure(
        "spend",
        _("Spend"),
        Unit.CENTS,
        _yuan,
        good=Direction.DOWN,
        grain=("channel",),
        splits=_TRAFFIC_SPLITS,
        posted_by=_by_platforms,
    ),
    # What the spend of a channel's day cost in cash, by the rebate of that day.
    Measure(
        "cash_spend",
        _("Cash spend"),
        Unit.CENTS,
        _yuan,
        good=Direction.DOWN,
        grain=("channel",),
        posted_by=_("Spend and the rebates of its days"),
    ),
    _traffic("clicks", _("Clicks"), _times, _by_platforms),
    _traffic("impressions", _("Impressions"), _times, _by_platforms),
    # What a platform counts as such, by its own rules; never mixed with the company's inquiries.
    _traffic("ad_conversions", _("Platform conversions"), _pieces, _by_platforms),
    _customer("conversations", _("Conversations"), _pieces),
    _customer("contacts_captured", _("Contacts captured"), _pieces),
    _work("articles_published", _("Articles published"), _articles),
    _work("evidence_verified", _("Verified pieces of work"), _pieces),
    _work("work_minutes", _("Verified work minutes"), _minutes, Unit.MINUTES),
    _level("pages_indexed", _("Indexed pages")),
    _level("keywords_top10", _("Keywords on the first page")),
    _contact("follow_ups", _("Follow-ups")),
    _contact("care_calls", _("Care calls")),
    _customer("repeat_orders", _("Repeat orders"), _deals),
    _customer("repeat_revenue", _("Repeat revenue"), _yuan, unit=Unit.CENTS),
    _told("registrations", _("Registered users"), _pieces),
    _told("ratings", _("Ratings"), _pieces),
    _told("good_ratings", _("Good ratings"), _pieces),
    _told("market_volume", _("Market volume"), _yuan, Unit.CENTS),
    _ratio("ctr", _("Click-through rate"), "clicks", "impressions"),
    _ratio("cpc", _("Cost per click"), "spend", "clicks", unit=Unit.CENTS, good=Direction.DOWN),
    _ratio("arrival_rate", _("Arrival rate"), "visits", "clicks"),
    _ratio("inquiry_rate", _("Inquiry rate"), "inquiries", "visits"),
    _ratio("valid_rate", _("Valid rate"), "valid_inquiries", "inquiries"),
    _ratio("close_rate", _("Close rate"), "won_deals", "valid_inquiries", numerator_less="repeat_orders"),
    _ratio(
        "average_deal",
        _("Average new deal"),
        "revenue",
        "won_deals",
        unit=Unit.CENTS,
        numerator_less="repeat_revenue",
        denominator_less="repeat_orders",
    ),
    _ratio("roas", _("Return on ad spend"), "revenue", "spend", unit=Unit.MULTIPLE),
    _ratio("cost_per_inquiry", _("Cost per inquiry"), "spend", "inquiries", unit=Unit.CENTS, good=Direction.DOWN),
    _ratio(
        "cost_per_valid", _("Cost per valid inquiry"), "spend", "valid_inquiries", unit=Unit.CENTS, good=Direction.DOWN
    ),
    _ratio(
        "cost_per_won",
        _("Cost per new deal"),
        "spend",
        "won_deals",
        unit=Unit.CENTS,
        good=Direction.DOWN,
        denominator_less="repeat_orders",
    ),
    _ratio("satisfaction", _("Satisfaction"), "good_ratings", "ratings"),
    _ratio("market_share", _("Market share"), "revenue", "market_volume"),
)
# What has no channel and stands in no daily sheet.
STAGE_MEASURES = ("registrations", "ratings", "good_ratings", "market_volume")
MEASURES_BY_CODE = {one.code: one for one in MEASURES}

# What a person types into the daily data sheet, in the order of the columns.
SHEET_MEASURES = (
    "impressions",
    "clicks",
    "spend",
    "visits",
    "conversations",
    "inquiries",
    "valid_inquiries",
    "lost_deals",
    "won_deals",
    "revenue",
)
HAND = "hand"
