"""Traffic and inquiries of one channel in one month, day by day: means of the trade with the noise of chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from omos.demo import channels
from omos.demo.channels import Flow
from omos.demo.stage import Stage, days_between, month_end
from omos.demo.stories import DEAR_CHANNEL, DEARER, VALID_WHILE_AWAY, Stories

Counts = np.ndarray[tuple[int], np.dtype[np.int64]]
Weights = np.ndarray[tuple[int], np.dtype[np.float64]]
_SPEND_NOISE: Final = 0.06
_PRICE_NOISE: Final = 0.04
# Chats per inquiry, and how many of them leave a phone number or WeChat.
_CHATS: Final = 1.1
_LEFT_CONTACT: Final = 0.42
# Valid inquiries that end as lost within the month.
_LOST: Final = 0.55


@dataclass(frozen=True)
class ChannelDay:
    """One channel's day; money in 分, None where the channel has no such figure."""

    day: date
    visits: int
    inquiries: int
    valid: int
    lost: int
    chats: int
    contacts: int
    spend: int | None = None
    clicks: int | None = None
    impressions: int | None = None


@dataclass(frozen=True)
class _Month:
    """What has to be drawn: a channel in a month, so many months ago (0 is the present one)."""

    flow: Flow
    days: Sequence[date]
    ago: int
    weights: Weights
    chance: np.random.Generator

    @property
    def scale(self) -> float:
        """The month's size against an average one of today, without yearly growth."""
        return float(self.weights.sum()) / channels.USUAL_WEIGHT


def month_of_channel(stage: Stage, story: Stories, flow: Flow, first: date) -> list[ChannelDay]:
    """Every day of the channel's month up to today."""
    ago = (stage.today.year - first.year) * 12 + stage.today.month - first.month
    days = [day for day in days_between(first, month_end(first)) if day <= stage.today]
    weights = np.array([stage.weight(day) for day in days])
    month = _Month(flow, days, ago, weights, stage.chance("flow", flow.code, first))
    if not weights.sum():
        return []
    spend, clicks = _bought(month, stage, story)
    visits = _visits(month, stage, clicks)
    inquiries = _inquiries(month, stage, story, visits)
    valid = _valid(month, stage, story, inquiries)
    chance = month.chance
    chats = chance.poisson(inquiries * _CHATS)
    extra = (spend, clicks, chance.poisson(clicks / flow.ctr)) if flow.is_paid else (np.full(len(days), -1),) * 3
    rows = zip(
        days, visits, inquiries, valid, chance.binomial(valid, _LOST), chats, chance.binomial(chats, _LEFT_CONTACT),
        *extra, strict=True,
    )  # fmt: skip
    return [ChannelDay(day, *(None if figure < 0 else int(figure) for figure in row)) for day, *row in rows]  # type: ignore[arg-type]


def _bought(month: _Month, stage: Stage, story: Stories) -> tuple[Counts, Counts]:
    """Spend in 分 and clicks; nothing where visits are not bought."""
    flow, chance, size = month.flow, month.chance, len(month.days)
    if not flow.is_paid:
        return np.zeros(size, int), np.zeros(size, int)
    total = flow.spend * month.scale * channels.growth(month.ago, channels.YEARLY_SPEND_GROWTH)
    if month.ago == 0:
        total = flow.so_far.part(flow.so_far.spend, stage.progress)
    shares = month.weights * chance.normal(1, _SPEND_NOISE, size).clip(0.7, 1.3)
    spend = _portions(round(total * 100), shares)
    prices = flow.cpc * 100 * chance.normal(1, _PRICE_NOISE, size).clip(0.85, 1.15)
    if flow.code == DEAR_CHANNEL:
        prices *= np.array([DEARER if day >= story.dear_from else 1.0 for day in month.days])
    return spend, np.rint(spend / prices).astype(int)


def _visits(month: _Month, stage: Stage, clicks: Counts) -> Counts:
    flow, chance = month.flow, month.chance
    if flow.is_paid and month.ago:
        return chance.binomial(clicks, flow.arrival)
    if flow.is_paid:
        wanted = min(flow.so_far.part(flow.so_far.visits, stage.progress), int(clicks.sum()))
        return _drawn(chance, clicks, wanted)
    total = chance.poisson(flow.visits * month.scale * channels.growth(month.ago, channels.YEARLY_GROWTH))
    if month.ago == 0:
        total = flow.so_far.part(flow.so_far.visits, stage.progress)
    return chance.multinomial(total, month.weights / month.weights.sum())


def _inquiries(month: _Month, stage: Stage, story: Stories, visits: Counts) -> Counts:
    flow, chance = month.flow, month.chance
    through = np.array([story.form_share(day) for day in month.days])
    weights = np.maximum(visits, 1e-9) * through
    total = chance.poisson(flow.inquiries / flow.visits * float((visits * through).sum()))
    if month.ago == 0:
        total = flow.so_far.part(flow.so_far.inquiries, stage.progress)
    return np.minimum(chance.multinomial(total, weights / weights.sum()), visits)


def _valid(month: _Month, stage: Stage, story: Stories, inquiries: Counts) -> Counts:
    flow, chance = month.flow, month.chance
    short = np.array([story.is_short_of_service(day) for day in month.days])
    while_away = _drawn(chance, np.where(short, inquiries, 0), _rounded(chance, inquiries[short].sum()))
    others = np.where(short, 0, inquiries)
    total = chance.binomial(int(others.sum()), flow.valid / flow.inquiries)
    if month.ago == 0:
        total = flow.so_far.part(flow.so_far.valid, stage.progress) - int(while_away.sum())
    return while_away + _drawn(chance, others, min(max(total, 0), int(others.sum())))


def _rounded(chance: np.random.Generator, inquiries: int) -> int:
    """Valid ones of the inquiries while somebody was away, rounded by chance so that small channels count too."""
    return int(inquiries * VALID_WHILE_AWAY + chance.random())


def _drawn(chance: np.random.Generator, counts: Counts, wanted: int) -> Counts:
    """So many of the counted things, each as likely as the other."""
    drawn: Counts = np.zeros(len(counts), np.int64)
    if wanted:
        drawn = chance.multivariate_hypergeometric(counts, wanted)
    return drawn


def _portions(total: int, shares: Weights) -> Counts:
    """The total split by shares; the rounding falls on the largest."""
    parts: Counts = np.floor(total * shares / shares.sum()).astype(np.int64)
    parts[int(shares.argmax())] += total - int(parts.sum())
    return parts
