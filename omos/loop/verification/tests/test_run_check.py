"""Looking at pieces over the wire, and writing down what was found."""

from __future__ import annotations

from datetime import timedelta

import pytest

from omos.connectors.tests import server
from omos.connectors.tests.server import page, redirect, serve
from omos.loop.keywords.tests.factories import make_keyword
from omos.loop.ledger.models import Fact
from omos.loop.verification import services
from omos.loop.verification.models import Check, Proof, Standing
from omos.loop.verification.queries import due_checks
from omos.loop.verification.tests.factories import NOW, WORD, a_runner, make_piece
from omos.loop.work.models import Evidence
from omos.loop.work.tests.factories import make_assignment, make_category, make_evidence
from omos.people.tests.factories import make_website

ARTICLE = f"<title>{WORD}多久换一次</title><h1>{WORD}多久换一次</h1>" + "".join(
    f"<p>第 {number} 段：粉尘浓度高的工况，滤袋寿命短，需要按压差与排放口颜色判断，{WORD}也要看材质编号 {number}。</p>"
    for number in range(20)
)

pytestmark = pytest.mark.django_db


def run_all(site) -> int:
    services.enqueue_checks(now=NOW)
    return services.run_due(now=NOW, runner=a_runner(site.rules))


def facts(piece: Evidence) -> dict[str, int]:
    found: dict[str, int] = {}
    for measure, value in Fact.objects.filter(source_id=str(piece.pk)).values_list("measure", "value"):
        found[measure] = found.get(measure, 0) + value
    return found


@pytest.fixture
def own_site(company):
    return make_website("127.0.0.1")


def test_a_good_article_passes_by_itself(editor, own_site):
    with serve({"/a.html": page(ARTICLE)}) as site:
        piece = make_piece(editor, url=site.url("/a.html"), word=WORD)

        assert run_all(site) == 1

    standing = Standing.objects.get(evidence=piece)
    assert (standing.outcome, standing.needs_eyes) == ("PASSED", False)
    assert facts(piece) == {"evidence_verified": 1, "work_minutes": 90, "articles_published": 1}
    assert Check.objects.get(evidence=piece, age_days=0).proof.title.startswith(WORD)


def test_is_looked_at_again_on_days_1_7_and_30(editor, own_site):
    with serve({"/a.html": page(ARTICLE)}) as site:
        piece = make_piece(editor, url=site.url("/a.html"), word=WORD)
        run_all(site)

    later = Check.objects.filter(evidence=piece, age_days__gt=0).order_by("age_days")
    assert [(row.age_days, row.due_at - NOW) for row in later] == [
        (1, timedelta(days=1)),
        (7, timedelta(days=7)),
        (30, timedelta(days=30)),
    ]
    assert due_checks(now=NOW, moment=NOW) == []


def test_a_page_taken_down_later_is_booked_back(editor, own_site):
    pages = {"/a.html": page(ARTICLE)}
    with serve(pages) as site:
        piece = make_piece(editor, url=site.url("/a.html"), word=WORD)
        run_all(site)
    with serve({}) as gone:
        Evidence.objects.filter(pk=piece.pk).update(url=gone.url("/a.html"))

        services.run_due(now=NOW + timedelta(days=1), runner=a_runner(gone.rules))

    standing = Standing.objects.get(evidence=piece)
    assert (standing.outcome, standing.why) == ("FAILED", "FAILED")
    assert facts(piece) == {"evidence_verified": 0, "work_minutes": 0, "articles_published": 0}


def test_a_missing_page_fails_and_asks_for_eyes(editor, own_site):
    with serve({}) as site:
        piece = make_piece(editor, url=site.url("/gone.html"), word=WORD)
        run_all(site)

    standing = Standing.objects.get(evidence=piece)
    assert (standing.outcome, standing.needs_eyes, standing.why) == ("FAILED", True, "FAILED")


def test_a_busy_site_is_tried_three_times_within_the_hour_and_then_stays_unknown(editor, own_site):
    with serve({"/a.html": page("busy", status=503)}) as site:
        piece = make_piece(editor, url=site.url("/a.html"), word=WORD)
        services.enqueue_checks(now=NOW)
        tries = [
            services.run_due(now=NOW + timedelta(minutes=minutes), runner=a_runner(site.rules))
            for minutes in (0, 5, 10, 30, 61, 90, 200)
        ]

    assert tries == [1, 0, 1, 0, 1, 0, 0]
    assert Standing.objects.get(evidence=piece).outcome == "PROVISIONAL"
    assert facts(piece)["evidence_verified"] == 1


@pytest.mark.parametrize(
    "behaviour",
    [
        server.hang_up,
        server.garbage,
        server.gzip_bomb(60),
        server.huge_headers,
        page("<title>请登录</title><form><input type=password></form>"),
        page("x", status=403),
        page("x", status=500),
    ],
)
def test_what_cannot_be_read_is_unknown_and_passes_for_now(behaviour, editor, own_site):
    with serve({"/a": behaviour}) as site:
        piece = make_piece(editor, url=site.url("/a"), word=WORD)
        run_all(site)

    check = Check.objects.get(evidence=piece, age_days=0)
    assert {verdict["verdict"] for verdict in check.verdicts.values()} == {"unknown"}
    assert Standing.objects.get(evidence=piece).outcome == "PROVISIONAL"


def test_an_endless_redirect_is_unknown(editor, own_site):
    with serve({"/hop/*": server.endless_redirect}) as site:
        piece = make_piece(editor, url=site.url("/hop/1"))
        run_all(site)

    check = Check.objects.get(evidence=piece, age_days=0)
    assert check.verdicts["reachable"]["data"]["detail"] == "the page redirects too often"


def test_a_page_in_a_wrong_charset_is_read_all_the_same(editor, own_site):
    wrong = server.Reply(ARTICLE.encode("gb18030"), 200, (("Content-Type", "text/html; charset=utf-8"),))
    with serve({"/a": wrong}) as site:
        piece = make_piece(editor, url=site.url("/a"), word=WORD)
        run_all(site)

    assert Check.objects.get(evidence=piece, age_days=0).verdicts["keyword_text"]["verdict"] == "yes"


def test_a_redirect_to_the_front_page_fails(editor, own_site):
    with serve({"/old.html": redirect("/"), "/": page(ARTICLE)}) as site:
        piece = make_piece(editor, url=site.url("/old.html"), word=WORD)
        run_all(site)

    assert Standing.objects.get(evidence=piece).outcome == "FAILED"


def test_noindex_fails_an_own_article(editor, own_site):
    with serve({"/a": page(ARTICLE, X_Robots_Tag="noindex")}) as site:
        piece = make_piece(editor, url=site.url("/a"), word=WORD)
        run_all(site)

    check = Check.objects.get(evidence=piece, age_days=0)
    assert check.verdicts["indexable"]["verdict"] == "no"
    assert check.outcome == "FAILED"


def test_words_handed_in_in_another_order_cost_nothing(editor, own_site):
    words = (make_keyword("脉冲清灰阀"), make_keyword(WORD))
    assignment = make_assignment(editor, category=make_category(staff=editor, needs_keyword=True), words=words)
    other = "<title>脉冲清灰阀怎么选</title><h1>脉冲清灰阀</h1>" + "".join(
        f"<p>脉冲清灰阀的膜片有 {number} 种尺寸，电磁先导阀漏气时先换弹簧再看气源压力表第 {number} 格。</p>"
        for number in range(20)
    )
    with serve({"/a": page(ARTICLE), "/b": page(other)}) as site:
        first = make_evidence(assignment, url=site.url("/a"), keyword=words[0])
        second = make_evidence(assignment, url=site.url("/b"), keyword=words[1])
        run_all(site)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.keyword, second.keyword) == (words[1], words[0])
    assert list(Standing.objects.values_list("outcome", flat=True)) == ["PASSED", "PASSED"]


def test_a_note_passes_for_now_without_any_look(editor):
    piece = make_piece(editor, kind="NOTE", note="否了 30 个词", quantity=30)

    services.enqueue_checks(now=NOW)

    assert Standing.objects.get(evidence=piece).outcome == "PROVISIONAL"
    assert not Check.objects.exists()
    assert facts(piece) == {"evidence_verified": 30, "work_minutes": 2700}


def test_a_piece_taken_back_leaves_the_ledger(editor, own_site):
    with serve({"/a.html": page(ARTICLE)}) as site:
        piece = make_piece(editor, url=site.url("/a.html"), word=WORD)
        run_all(site)
        Evidence.objects.filter(pk=piece.pk).update(withdrawn_at=NOW)

        services.enqueue_checks(now=NOW)

    assert Standing.objects.get(evidence=piece).outcome == "WITHDRAWN"
    assert facts(piece) == {"evidence_verified": 0, "work_minutes": 0, "articles_published": 0}
    assert not Check.objects.exclude(state="DONE").exists()


def test_the_second_look_comes_as_an_ordinary_browser(editor, own_site):
    with serve({"/a.html": page(ARTICLE)}) as site:
        make_piece(editor, url=site.url("/a.html"), word=WORD)
        run_all(site)
        services.run_due(now=NOW + timedelta(days=1), runner=a_runner(site.rules))

    assert ["OMOS" in agent for agent in site.agents] == [True, False]


def test_the_same_content_is_kept_once(editor, own_site):
    with serve({"/a.html": page(ARTICLE)}) as site:
        make_piece(editor, url=site.url("/a.html"), word=WORD)
        run_all(site)
        services.run_due(now=NOW + timedelta(days=1), runner=a_runner(site.rules))

    assert Proof.objects.count() == 1
    assert Check.objects.filter(proof__isnull=False).count() == 2


def test_running_twice_posts_once(editor, own_site):
    with serve({"/a.html": page(ARTICLE)}) as site:
        piece = make_piece(editor, url=site.url("/a.html"), word=WORD)
        run_all(site)

        assert run_all(site) == 0

    assert facts(piece)["evidence_verified"] == 1
