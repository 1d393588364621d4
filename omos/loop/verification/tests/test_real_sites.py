"""A real Chinese site served on loopback and handed in as work; its answers are known."""

from __future__ import annotations

import pytest

from omos.connectors.tests.real_data import real_data
from omos.connectors.tests.server import Reply, folder_pages, page, redirect, serve
from omos.loop.verification import services
from omos.loop.verification.models import Check, Standing
from omos.loop.verification.tests.factories import NOW, a_runner, make_piece
from omos.people.tests.factories import make_website

pytestmark = pytest.mark.django_db
TRUTH = [
    ("软件包", "pkg-basics", 162),
    ("软件包", "pkgtools", 133),
    ("软件包", "ftparchives", 49),
    ("软件包", "kernel", 9),
    ("软件包", "faqinfo", 3),
    ("内核", "kernel", 26),
    ("内核", "basic-defs", 8),
    ("内核", "faqinfo", 0),
]


def debian():
    return folder_pages(real_data("sites", "debian-faq-zh-cn"))


@pytest.fixture
def own_site(company):
    return make_website("127.0.0.1")


def verdicts(piece):
    return Check.objects.get(evidence=piece, age_days=0).verdicts


def look(site):
    services.enqueue_checks(now=NOW)
    services.run_due(now=NOW, runner=a_runner(site.rules))


@pytest.mark.parametrize(("word", "name", "count"), TRUTH)
def test_keywords_are_counted_as_known(editor, own_site, word, name, count):
    with serve(debian()) as site:
        piece = make_piece(editor, url=site.url(f"/{name}.zh-cn.html"), word=word)
        look(site)

    found = verdicts(piece)["keyword_text"]
    assert found["data"]["count"] == count
    assert found["verdict"] == ("yes" if count else "no")


def test_all_seventeen_pages_open_and_are_original(editor, own_site):
    pages = debian()
    names = sorted(name for name in pages if name.endswith(".html"))
    with serve(pages) as site:
        pieces = [make_piece(editor, url=site.url(name)) for name in names]
        look(site)

    assert len(names) == 17
    for_all = [verdicts(piece) for piece in pieces]
    assert {found["reachable"]["verdict"] for found in for_all} == {"yes"}
    assert {found["host"]["verdict"] for found in for_all} == {"yes"}
    assert {found["indexable"]["verdict"] for found in for_all} == {"yes"}
    assert "no" not in {found["original"]["verdict"] for found in for_all}
    assert set(Standing.objects.values_list("outcome", flat=True)) == {"PASSED"}


def test_copies_missing_pages_noindex_and_redirects_come_out_right(editor, other_editor, own_site):
    pages = debian()
    kernel = pages["/kernel.zh-cn.html"]
    html = kernel.body.decode()
    pages |= {
        "/copy.html": page(f"<title>我的文章</title><p>我写的开头。</p>{html}"),
        "/closed.html": page(html.replace("<head>", '<head><meta name="robots" content="noindex">', 1)),
        "/moved.html": redirect("/pkgtools.zh-cn.html", 301),
        "/old-news.html": redirect("/", 302),
        "/": Reply(pages["/index.zh-cn.html"].body),
        "/away.html": page(html.replace("<head>", '<head><link rel="canonical" href="https://x.example/">', 1)),
    }
    with serve(pages) as site:
        first = make_piece(editor, url=site.url("/kernel.zh-cn.html"))
        copy = make_piece(other_editor, url=site.url("/copy.html"))
        gone = make_piece(editor, url=site.url("/missing.html"))
        closed = make_piece(editor, url=site.url("/closed.html"))
        moved = make_piece(editor, url=site.url("/moved.html"))
        home = make_piece(editor, url=site.url("/old-news.html"))
        away = make_piece(editor, url=site.url("/away.html"))
        look(site)

    assert verdicts(first)["original"]["verdict"] == "yes"
    assert verdicts(copy)["original"]["data"]["evidence_id"] == first.pk
    assert verdicts(gone)["reachable"]["reason"] == "gone"
    assert verdicts(closed)["indexable"]["verdict"] == "no"
    assert verdicts(moved)["reachable"]["verdict"] == "yes"
    assert Check.objects.get(evidence=moved, age_days=0).final_url == site.url("/pkgtools.zh-cn.html")
    assert verdicts(home)["reachable"]["verdict"] == "no"
    assert verdicts(away)["canonical"]["reason"] == "canonical_other_host"


def test_a_real_news_page_is_read_with_title_and_date(editor, own_site):
    found = next(iter(sorted(real_data("webpages", "gne").rglob("163*1.html"))))
    with serve({"/a.html": Reply(found.read_bytes())}) as site:
        piece = make_piece(editor, url=site.url("/a.html"), word="龙湖集团")
        look(site)

    told = verdicts(piece)
    assert told["published"]["data"]["day"] == "2019-09-07"
    assert told["keyword_title"]["verdict"] == "yes"
