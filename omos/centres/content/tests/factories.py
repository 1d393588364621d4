"""Makes sources, pages and small websites for tests of any room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler
from itertools import count

from omos.centres.content.models import FoundPage, WatchedSource
from omos.connectors.tests.server import Raw, Reply, Site, page
from omos.formulas.page_key import page_key
from omos.loop.verification.services import Runner
from omos.loop.work.tests.factories import make_assignment
from omos.people.models import Staff, Website
from omos.people.tests.factories import make_staff, make_website

TODAY = date(2026, 11, 20)
STAMP = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
_numbers = count(1)
_SENTENCE = "除尘器的选型要看风量、粉尘和温度，滤筒适合细粉尘，布袋适合高温，安装前先量管道，再算压力损失。"


def make_site_website() -> Website:
    """The website behind the local server."""
    return Website.objects.get_or_create(domain="127.0.0.1", defaults={"name": "官网"})[0]


def make_source(
    address: str = "",
    *,
    kind: str = WatchedSource.Kind.LIST_PAGE,
    learned_on: date | None = date(2026, 11, 2),
    website: Website | None = None,
) -> WatchedSource:
    address = address or f"https://www.yunfan.example/news/list-{next(_numbers)}/"
    return WatchedSource.objects.create(
        website=website or make_website(),
        kind=kind,
        address=address,
        address_key=page_key(address).digest,
        next_look_at=STAMP,
        learned_on=learned_on,
        added_at=STAMP,
    )


def make_page(
    source: WatchedSource | None = None,
    *,
    state: str = FoundPage.State.UNSURE,
    title: str = "除尘器怎么选",
    byline: str = "",
    day: date = TODAY,
    staff: Staff | None = None,
    evidence_id: int | None = None,
    url: str = "",
) -> FoundPage:
    url = url or f"https://www.yunfan.example/news/{next(_numbers)}.html"
    source = source or make_source()
    return FoundPage.objects.create(
        source=source,
        website=source.website,
        page_key=page_key(url).digest,
        url=url,
        title=title,
        byline=byline,
        published_on=day,
        first_seen_at=datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC),
        day=day,
        state=state,
        staff=staff,
        evidence_id=evidence_id,
        due_at=STAMP,
    )


def runner_for(site: Site, **changes: object) -> Runner:
    """A runner that may ask exactly this site."""
    return Runner(rules=site.rules, true_clock=lambda: STAMP, **changes)  # type: ignore[arg-type]


def article(
    title: str = "滤筒除尘器怎么选",
    *,
    author: str = "",
    day: str = "2026-11-20",
    text: str = _SENTENCE * 6,
    head: str = "",
) -> Reply:
    """An article as a small company's system writes it."""
    byline = f"<p>作者：{author} 发布时间：{day} 09:30</p>" if author else f"<p>发布时间：{day} 09:30</p>"
    return page(
        f"<html><head><title>{title} - 云帆净化</title>{head}</head><body><h1>{title}</h1>{byline if day else ''}"
        f"<article><p>{title}</p><p>{text}</p></article></body></html>"
    )


def listing(*links: tuple[str, str]) -> Reply:
    """A list page with these links and titles."""
    items = "".join(f'<li><a href="{path}">{title}</a></li>' for path, title in links)
    return page(f'<html><body><a href="/">首页</a><ul>{items}</ul><a href="list_2.html">下一页</a></body></html>')


def in_turn(*replies: Reply) -> Raw:
    """One answer after the other; the last one for ever."""
    left = list(replies)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        reply = left.pop(0) if len(left) > 1 else left[0]
        handler.send_response(reply.status)
        for name, value in (*reply.headers, ("Content-Length", str(len(reply.body)))):
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(reply.body)

    return answer


def feed(items: Sequence[tuple[str, str, str, str]]) -> Reply:
    """A feed of (path, title, author, date) items."""
    inner = "".join(
        f"<item><title>{title}</title><link>{path}</link><author>{author}</author><pubDate>{moment}</pubDate></item>"
        for path, title, author, moment in items
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel>{inner}</channel></rss>'
    return Reply(body.encode(), 200, (("Content-Type", "application/rss+xml"),))


def sitemap(*paths: str) -> Reply:
    """A sitemap of these paths."""
    inner = "".join(f"<url><loc>{path}</loc></url>" for path in paths)
    return Reply(f'<?xml version="1.0"?><urlset>{inner}</urlset>'.encode(), 200, (("Content-Type", "text/xml"),))


def _make_list() -> None:
    editor = make_staff()
    assignment = make_assignment(editor)
    for number in range(10):
        counted = number % 2
        page_row = make_page(
            state=FoundPage.State.COUNTED if counted else FoundPage.State.UNSURE,
            staff=editor if counted else None,
            evidence_id=number + 1 if counted else None,
        )
        FoundPage.objects.filter(pk=page_row.pk).update(assignment=assignment if counted else None)


LIST_ROWS = {"found_pages": _make_list}
