"""Makes looks and pieces for tests of any room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from omos.connectors.outbound import OutboundRules
from omos.connectors.pages.page import Heading, Page
from omos.formulas.page_key import page_key
from omos.loop.keywords.models import Keyword
from omos.loop.keywords.tests.factories import make_keyword
from omos.loop.verification.checks import CODES, Asked, Place
from omos.loop.verification.indexing import NOT_LOOKED
from omos.loop.verification.looks import Look
from omos.loop.verification.models import Check, CrawlerVisit, Decision, IndexState, Standing
from omos.loop.verification.services import Found, Runner
from omos.loop.verification.services.judging import is_picked
from omos.loop.work.models import Evidence
from omos.loop.work.tests.factories import make_assignment, make_category, make_evidence
from omos.people.models import Staff
from omos.people.tests.factories import make_website

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
URL = "https://www.yunfan.example.cn/news/a.html"
WORD = "布袋除尘器滤袋"


def a_page(**changes: Any) -> Page:
    """A good article, changed as told."""
    text = f"{WORD}多久换一次\n" + "粉尘浓度高的工况，滤袋寿命短，需要按压差与排放口颜色判断。" * 30
    page: dict[str, Any] = {
        "url": URL,
        "status": 200,
        "media": "html",
        "charset": "utf-8",
        "title": f"{WORD}多久换一次？5 个判断方法",
        "headings": (Heading(1, f"{WORD}多久换一次"), Heading(2, "一、看压差")),
        "text": text,
        "main_text": text,
        "characters": len("".join(text.split())),
        "noindex": False,
        "published": NOW.date(),
    }
    return Page(**(page | changes))


def a_look(page: Page | None = None, *, url: str = URL, trouble: str = "", **changes: Any) -> Look:
    """A look at a page, or the trouble on the way."""
    if trouble:
        return Look(url, None, trouble=trouble, **changes)
    return Look(url, page or a_page(), milliseconds=800, body=b"<html>", **changes)


def asked(**changes: Any) -> Asked:
    """What an own article is held to."""
    wanted: dict[str, Any] = {
        "url": URL,
        "place": Place.OWN,
        "today": NOW.date(),
        "own_hosts": ("www.yunfan.example.cn",),
        "keyword": WORD,
        "min_characters": 800,
    }
    return Asked(**(wanted | changes))


def a_runner(rules: OutboundRules | None = None, **changes: Any) -> Runner:
    """A runner that never waits."""
    wanted: dict[str, Any] = {
        "rules": rules or OutboundRules(),
        "true_clock": lambda: datetime.now(UTC),
        "gap": timedelta(0),
        "threads": 1,
        "sleep": lambda _seconds: None,
    }
    return Runner(**(wanted | changes))


def make_piece(
    staff: Staff,
    *,
    url: str = URL,
    page_key: str = "",
    word: Keyword | str = "",
    kind: str = "OWN_URL",
    category: str = "",
    note: str = "",
    quantity: int = 1,
    handed_in_at: datetime = NOW,
    min_characters: int = 0,
) -> Evidence:
    """A piece handed in with a link or, with `note`, without one."""
    code = category or {"OWN_URL": "ARTICLE", "OUTSIDE_URL": "OUTSIDE_POST"}.get(kind, "NEGATIVES")
    kept = make_category(code, kind=kind, staff=staff, needs_keyword=bool(word))
    if kept.min_characters != min_characters:
        kept.min_characters = min_characters
        kept.save()
    keyword = make_keyword(word) if isinstance(word, str) and word else word or None
    assignment = make_assignment(staff, category=kept, words=(keyword,) if keyword else (), is_ad_hoc=True)
    piece = make_evidence(
        assignment, url="" if note else url, note=note, keyword=keyword, quantity=quantity, handed_in_at=handed_in_at
    )
    if page_key:
        Evidence.objects.filter(pk=piece.pk).update(page_key=page_key)
        piece.refresh_from_db()
    return piece


def make_standing(
    piece: Evidence,
    *,
    outcome: str = Standing.Outcome.PASSED,
    why: str = "",
    verdicts: Mapping[str, tuple[str, str, Mapping[str, Any]]] | None = None,
    title: str = "滤袋更换周期怎么算",
    checked_at: datetime = NOW,
) -> Standing:
    """A piece that the machine has looked at; all checks say yes but those named."""
    told = {code: {"verdict": "yes", "reason": "open", "data": {}} for code in CODES}
    for code, (verdict, reason, data) in (verdicts or {}).items():
        told[code] = {"verdict": verdict, "reason": reason, "data": dict(data)}
    check = Check.objects.create(
        evidence=piece,
        due_at=checked_at,
        state=Check.State.DONE,
        outcome=outcome if outcome in Check.Outcome.values else Check.Outcome.FAILED,
        title=title,
        status=200,
        final_url=piece.url,
        verdicts=told if piece.url else {},
        answer={"redirects": [], "media": "html", "charset": "utf-8", "bytes": 1200, "characters": 900},
        checked_at=checked_at,
    )
    return Standing.objects.create(
        evidence=piece,
        outcome=outcome,
        needs_eyes=bool(why),
        why=why,
        check_row=check,
        changed_at=checked_at,
    )


def make_decision(piece: Evidence, staff: Staff, *, answer: str = "RETURN", **fields: Any) -> Decision:
    """What a person decided."""
    wanted = {"reasons": ["quality"], "note": "请换案例", "decided_at": NOW}
    return Decision.objects.create(evidence=piece, answer=answer, decided_by=staff, **(wanted | fields))


def is_spot(piece: Evidence) -> bool:
    """Whether the piece belongs to the tenth that is looked at."""
    return is_picked(piece.pk)


def make_index_state(
    url: str = URL, *, engine: str = "baidu", staff: Staff | None = None, title: str = "", **fields: Any
) -> IndexState:
    """A page asked after at one engine, nobody having looked yet."""
    wanted = {"website_id": None, "reason": NOT_LOOKED, "watched_since": NOW, **fields}
    page = page_key(url).digest
    return IndexState.objects.create(page_key=page, url=url, engine=engine, staff=staff, title=title, **wanted)


def found(verdict: str = "yes", *, at: datetime = NOW, source: str = "HELPER", reason: str = "") -> Found:
    """What one look found."""
    return Found(verdict, reason or f"because {verdict}", source, looked_at=at)


def baidu_page(*results: tuple[str, str], query: str = "", total: str = "") -> str:
    """A result page of Baidu's with these (title, address)."""
    blocks = "".join(
        f'<div class="result c-container" id="{rank}" mu="{url}"><h3 class="t"><a href="http://www.baidu.com/link?url=s">'
        f"{title}</a></h3></div>"
        for rank, (title, url) in enumerate(results, start=1)
    )
    counted = f'<span class="hint_PIwZX">百度为您找到相关结果约{total}个</span>' if total else ""
    return (
        f"<html><head><title>{query}_百度搜索</title></head><body><input id='kw' name='wd' value='{query}'>"
        f"{counted}<div id='content_left'>{blocks}</div><div id='page'><strong>1</strong></div></body></html>"
    )


def make_index_rows() -> None:
    """Pages at the engines for the list's contract."""
    first = IndexState.objects.count()
    for number in range(first, first + 20):
        make_index_state(f"https://www.yunfan.example.cn/news/{number}.html", title=f"滤袋 {number}")


def make_crawler_visit(path: str = "/news/1.html", **fields: Any) -> CrawlerVisit:
    """One visit of Baidu's crawler that got the page."""
    key = page_key(f"https://www.yunfan.example{path}")
    wanted = {"engine": "baidu", "crawler": "Baiduspider", "day": NOW.date(), "status": 200, "requests": 1, **fields}
    moments = {"first_at": fields.get("last_at", NOW), "last_at": NOW}
    return CrawlerVisit.objects.create(
        website=make_website(), page_key=key.digest, address=key.text, marks=b"", **(moments | wanted)
    )


def make_crawler_rows() -> None:
    """Visits for the list's contract."""
    first = CrawlerVisit.objects.count()
    for number in range(first, first + 20):
        make_crawler_visit(f"/news/{number}.html", status=404 if number % 4 == 0 else 200)


LIST_ROWS = {"index": make_index_rows, "crawler-visits": make_crawler_rows}
