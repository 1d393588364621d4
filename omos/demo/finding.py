"""What the machine found by itself on the website: the articles of the last days, and two without a known author."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from omos.centres.content import services
from omos.centres.content.services import FoundItem
from omos.demo.people import WEBSITE, Cast
from omos.demo.stage import Stage, days_between
from omos.loop.verification import queries as verification

# Workdays ago on which the feed was told of.
_SINCE: Final = 6
_FEED: Final = f"https://{WEBSITE}/feed.xml"
# Articles nobody handed in: workdays ago, path, title, what stands as author.
_UNCLAIMED: Final = (
    (0, "/news/2026/canteen-notice.html", "云帆净化食堂油烟净化改造完工", "本站编辑"),
    (1, "/news/2026/dust-exhibition.html", "第十四届除尘设备展：云帆展位见闻", "市场部"),
)


def play(stage: Stage, cast: Cast) -> None:
    """Watch the website's feed, and take over what it told in these days."""
    since = stage.back(_SINCE)
    lead = cast.viewers["林岚"]
    source = services.add_source(address=_FEED, kind="FEED", actor=lead, now=stage.at(since, 9.0))
    for day in days_between(since, stage.today):
        at = min(stage.at(day, 17.9), stage.now)
        items = [*_handed_in(stage, day), *_unclaimed(stage, day, at)]
        services.record_found(source_id=source.pk, items=items, actor=stage.actor, now=at)
    # The demo's website stands nowhere: looking for it would only write failures into the list.
    services.pause_source(source_id=source.pk, actor=lead, now=stage.now)


def _handed_in(stage: Stage, day: date) -> list[FoundItem]:
    """The day's own articles as the feed tells of them."""
    rows = verification.index_list(stage.actor).filter(engine="baidu", website__isnull=False, evidence__day=day)
    told = rows.order_by("evidence__handed_in_at", "id").values_list(
        "url", "title", "staff__name", "evidence__handed_in_at"
    )
    return [FoundItem(url, title, name, at - timedelta(minutes=20)) for url, title, name, at in told]


def _unclaimed(stage: Stage, day: date, at: datetime) -> list[FoundItem]:
    return [
        FoundItem(f"https://{WEBSITE}{path}", title, author, at - timedelta(hours=3))
        for ago, path, title, author in _UNCLAIMED
        if stage.back(ago) == day
    ]
