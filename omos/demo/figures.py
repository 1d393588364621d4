"""Fourteen months of figures posted to the ledger: by machines, and for two channels by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np

from omos.demo import words
from omos.demo.channels import BY_HAND, FLOWS, Flow
from omos.demo.flows import ChannelDay, month_of_channel
from omos.demo.orders import MACHINES, SPARE_PARTS, Order, orders_of_month
from omos.demo.people import Cast
from omos.demo.sources import ADS, CUSTOMERS, ENGINES, HISTORY, SITE
from omos.demo.stage import Stage, months_before
from omos.demo.stories import JOB_CHANNEL, JOB_SHARE, JOB_WORDS, TOPIC, TOPIC_INQUIRIES, Stories
from omos.loop.catalogue import queries as catalogue
from omos.loop.catalogue import services as catalogue_services
from omos.loop.ledger import services as ledger
from omos.loop.ledger.services import Line
from omos.people.viewer import Viewer

_REBATE: Final = 2_000
_MACHINE_PRICE, _SPARE_PRICE = 3_600_000, 390_000
# Months whose rows are split by word and by reason.
_DETAILED_MONTHS: Final = 2
# Months that keep every measure and every nought; older ones only what year-on-year figures need.
_FULL_MONTHS: Final = 3
_ALWAYS: Final = frozenset({"spend", "clicks", "visits", "inquiries", "valid_inquiries", "lost_deals"})
_SEARCHED: Final = ("BAIDU_SEARCH", "SO360_SEARCH", "SOGOU_SHENMA", "BAIDU_ORGANIC", "OTHER_ORGANIC")
_LOST_BECAUSE: Mapping[str, float] = {
    "价格": 0.31, "只是了解": 0.22, "选竞品": 0.18, "联系不上": 0.15, "规格": 0.09, "交期": 0.05,
}  # fmt: skip
# What people looking for work clicked away.
_CLICKED_AWAY: Final = ("spend", "clicks")
# Core words on the first page of the largest engine, half a year ago and now.
_TOP10_THEN, _TOP10_NOW, _TOP10_DAYS = 86, 121, 182


@dataclass(frozen=True)
class _Details:
    """What is known of a channel's month beyond its figures: the topic's inquiries by day, and job words."""

    chance: np.random.Generator
    topic: Mapping[date, int]
    has_job_words: bool


class Bookkeeper:
    """Posts the figures under the names that the catalogue gave."""

    def __init__(self, stage: Stage, story: Stories, cast: Cast) -> None:
        self.stage, self.story, self.cast = stage, story, cast
        self.channels = {code: channel.pk for code, channel in catalogue.channel_by_code().items()}
        self.products = _products(stage)

    def post_all(self) -> None:
        """Post month by month, the present one day by day, so that each figure is as fresh as its day."""
        for ago in range(self.stage.months, -1, -1):
            first = months_before(self.stage.today, ago)
            flows = {flow: month_of_channel(self.stage, self.story, flow, first) for flow in FLOWS}
            lines = [
                *(line for flow, rows in flows.items() for line in self._flow_lines(flow, rows, ago)),
                *(
                    line
                    for order in orders_of_month(self.stage, self.story, first)
                    for line in self._order_lines(order, ago)
                ),
            ]
            if ago:
                self._post(lines, self.stage.at(months_before(first, -1), 8.5))
            else:
                self._post_daily(lines)
            self._type_in(flows, ago)
        self._post_levels()

    def _post(self, lines: Iterable[Line], at: datetime) -> None:
        ledger.post(lines=lines, actor=Viewer.system("omos demo"), now=min(at, self.stage.now))

    def _post_daily(self, lines: list[Line]) -> None:
        for day in sorted({line.day for line in lines}):
            self._post([line for line in lines if line.day == day], self.stage.at(day + timedelta(days=1), 8.5))

    def _flow_lines(self, flow: Flow, rows: list[ChannelDay], ago: int) -> Iterator[Line]:
        """A channel's month: whole figures long ago, lately by word and reason where somebody knows them."""
        figures = ((row, *figure) for row in rows for figure in _figures(row, ago))
        if ago >= _DETAILED_MONTHS:
            yield from (self._line(flow, row.day, name, value, source=HISTORY) for row, name, _source, value in figures)
        elif flow.code not in BY_HAND:
            known = self._details(flow, rows, ago)
            for row, name, source, value in figures:
                split = self._split(flow, row, name, value, known)
                yield from split or (self._line(flow, row.day, name, value, source=source),)

    def _details(self, flow: Flow, rows: list[ChannelDay], ago: int) -> _Details:
        return _Details(
            chance=self.stage.chance("split", flow.code, ago),
            topic=self._topic(rows) if flow.code == "BAIDU_ORGANIC" else {},
            has_job_words=ago == 0 and flow.code == JOB_CHANNEL,
        )

    def _split(self, flow: Flow, row: ChannelDay, measure: str, value: int, known: _Details) -> tuple[Line, ...]:
        """A figure by the words or reasons behind it; nothing where it stands for itself."""
        if measure == "inquiries" and flow.code in _SEARCHED:
            return tuple(self._by_word(flow, row, known.chance, known.topic.get(row.day, 0)))
        if measure == "lost_deals":
            return tuple(self._by_reason(flow, row, known.chance))
        if measure in _CLICKED_AWAY and known.has_job_words:
            return tuple(self._with_job_words(flow, row, measure, value))
        return ()

    def _line(
        self,
        flow: Flow,
        day: date,
        measure: str,
        value: int,
        *,
        source: str,
        part: int = 0,
        category: str = "",
        keyword: str = "",
    ) -> Line:
        return Line(
            day=day,
            measure=measure,
            value=value,
            source=source,
            source_id=f"{day}/{flow.code}",
            line=part,
            channel_id=self.channels[flow.code],
            website_id=self.cast.website_id,
            category=category,
            keyword=keyword,
        )

    def _topic(self, rows: list[ChannelDay]) -> dict[date, int]:
        """On which days the inquiries came that the topic on the first page brought."""
        since = [row for row in rows if row.day >= self.story.topic_since and row.inquiries]
        counts = np.array([row.inquiries for row in since], int)
        wanted = min(TOPIC_INQUIRIES, int(counts.sum()))
        if not wanted:
            return {}
        drawn = self.stage.chance("topic").multivariate_hypergeometric(counts, wanted)
        return {row.day: int(count) for row, count in zip(since, drawn, strict=True) if count}

    def _by_word(self, flow: Flow, row: ChannelDay, chance: np.random.Generator, topic: int) -> Iterator[Line]:
        counts = words.split_by_word(chance, row.inquiries - topic)
        if topic:
            counts[TOPIC] = counts.get(TOPIC, 0) + topic
        if not counts:
            yield self._line(flow, row.day, "inquiries", 0, source=CUSTOMERS)
        for part, (word, count) in enumerate(counts.items()):
            yield self._line(flow, row.day, "inquiries", count, source=CUSTOMERS, part=part, keyword=word)

    def _by_reason(self, flow: Flow, row: ChannelDay, chance: np.random.Generator) -> Iterator[Line]:
        drawn = chance.multinomial(row.lost, list(_LOST_BECAUSE.values()))
        if not row.lost:
            yield self._line(flow, row.day, "lost_deals", 0, source=CUSTOMERS)
        for part, (reason, count) in enumerate(zip(_LOST_BECAUSE, drawn, strict=True)):
            if count:
                yield self._line(flow, row.day, "lost_deals", int(count), source=CUSTOMERS, part=part, category=reason)

    def _with_job_words(self, flow: Flow, row: ChannelDay, measure: str, value: int) -> Iterator[Line]:
        left = value
        for part, (word, share) in enumerate(JOB_WORDS.items(), start=1):
            taken = round(value * JOB_SHARE * share)
            left -= taken
            yield self._line(flow, row.day, measure, taken, source=ADS, part=part, keyword=word)
        yield self._line(flow, row.day, measure, left, source=ADS)

    def _order_lines(self, order: Order, ago: int) -> Iterator[Line]:
        source = CUSTOMERS if ago < _DETAILED_MONTHS else HISTORY
        figures = [("won_deals", 1), ("revenue", order.amount)]
        if order.is_repeat:
            figures += [("repeat_orders", 1), ("repeat_revenue", order.amount)]
        days = [(order.day, measure, value) for measure, value in figures]
        if order.paid_on <= self.stage.today:
            days.append((order.paid_on, "cash_received", order.paid))
        for day, measure, value in days:
            yield Line(
                day=day,
                measure=measure,
                value=value,
                source=source,
                source_id=f"order {order.day:%Y%m%d}-{order.number:03d}",
                channel_id=self.channels[order.channel],
                staff_id=self.cast.ids[order.seller],
                product_id=self.products[order.product],
            )

    def _type_in(self, flows: Mapping[Flow, list[ChannelDay]], ago: int) -> None:
        """The two channels without a machine, typed into the daily data sheet the next morning, today's at five."""
        if ago >= _DETAILED_MONTHS:
            return
        by_day: dict[date, dict[tuple[int, str], int | None]] = {}
        for flow, rows in flows.items():
            for row in rows if flow.code in BY_HAND else ():
                cells = by_day.setdefault(row.day, {})
                typed = (("visits", row.visits), ("inquiries", row.inquiries), ("valid_inquiries", row.valid))
                cells.update({(self.channels[flow.code], measure): value for measure, value in typed})
        actor = self.cast.viewers["江语桐"]
        for day, cells in sorted(by_day.items()):
            at = min(self.stage.at(day + timedelta(days=1), 9.1), self.stage.now)
            ledger.record_by_hand(day=day, cells=cells, actor=actor, now=at)

    def _post_levels(self) -> None:
        """Weekly looks at the engines: words on the first page."""
        lines = []
        for back in range(0, _TOP10_DAYS + 7, 7):
            day = self.stage.today - timedelta(days=back)
            share = max(0.0, 1 - back / _TOP10_DAYS)
            lines.append(
                Line(
                    day=day,
                    measure="keywords_top10",
                    value=round(_TOP10_THEN + (_TOP10_NOW - _TOP10_THEN) * share),
                    source=ENGINES,
                    source_id=f"{day}/baidu",
                    website_id=self.cast.website_id,
                    category="BAIDU",
                )
            )
        self._post(lines, self.stage.now)


def _figures(row: ChannelDay, ago: int) -> Iterator[tuple[str, str, int]]:
    known = (
        ("impressions", ADS, row.impressions),
        ("clicks", ADS, row.clicks),
        ("spend", ADS, row.spend),
        ("visits", SITE, row.visits),
        ("conversations", SITE, row.chats),
        ("contacts_captured", SITE, row.contacts),
        ("inquiries", CUSTOMERS, row.inquiries),
        ("valid_inquiries", CUSTOMERS, row.valid),
        ("lost_deals", CUSTOMERS, row.lost),
    )
    for measure, source, value in known:
        is_kept = ago < _FULL_MONTHS or (value and measure in _ALWAYS)
        if value is not None and is_kept:
            yield measure, source, value


def fill_catalogue(stage: Stage) -> None:
    """Channels with the agency's rebate, products, and this season's campaign."""
    actor, now = stage.actor, stage.now
    catalogue_services.ensure_defaults(actor=actor, now=now)
    for place, channel in enumerate(catalogue.channels(), start=1):
        draft = catalogue_services.ChannelDraft(
            channel.code, channel.name, channel.kind, _REBATE if channel.is_paid else 0, place * 10
        )
        catalogue_services.save_channel(draft=draft, channel_id=channel.pk, actor=actor, now=now)
    for names, price, is_repeat in ((MACHINES, _MACHINE_PRICE, False), (SPARE_PARTS, _SPARE_PRICE, True)):
        for name in names:
            product = catalogue_services.ProductDraft(name, price, is_repeat_purchase=is_repeat)
            catalogue_services.save_product(draft=product, actor=actor, now=now)
    season = catalogue_services.CampaignDraft("年底除尘改造季", stage.month_first, stage.month_last)
    catalogue_services.save_campaign(draft=season, actor=actor, now=now)


def _products(stage: Stage) -> dict[str, int]:
    return {product.name: product.pk for product in catalogue.products()}
