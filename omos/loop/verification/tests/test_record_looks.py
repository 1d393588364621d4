"""Taking over looks that were taken elsewhere gives what the machine's own look would have given."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from omos.loop.keywords.tests.factories import make_keyword
from omos.loop.ledger.models import Fact
from omos.loop.verification import services
from omos.loop.verification.models import Check, Fingerprint, Proof, Standing
from omos.loop.verification.services import running
from omos.loop.verification.tests.factories import NOW, WORD, a_look, a_page, a_runner, make_piece
from omos.office.notices.models import Notice
from omos.people.tests.factories import make_website

OWN = "https://www.yunfan.example.cn/news/a.html"
COPY = "https://www.yunfan.example.cn/news/b.html"
GONE = "https://b2b.example/1"
WALLED = "https://ask.example/2"

pytestmark = pytest.mark.django_db


def look_of(url: str):
    pages = {
        OWN: a_page(url=OWN),
        COPY: a_page(url=COPY, title=f"{WORD}怎么换"),
        GONE: a_page(url=GONE, status=404, text="", main_text="", characters=0),
        WALLED: a_page(url=WALLED, is_login_wall=True, login_wall_why="the page shows a sign-in form instead of text"),
    }
    return a_look(pages[url], url=url)


@pytest.fixture
def pieces(editor, other_editor, promoter, company):
    make_website("www.yunfan.example.cn")
    word = make_keyword(WORD)
    return [
        make_piece(editor, url=OWN, word=word, min_characters=800),
        make_piece(other_editor, url=COPY, word=word, min_characters=800, handed_in_at=NOW + timedelta(minutes=1)),
        make_piece(promoter, url=GONE, kind="OUTSIDE_URL"),
        make_piece(promoter, url=WALLED, kind="OUTSIDE_URL"),
    ]


def by_hand(pieces) -> int:
    services.enqueue_checks(now=NOW)
    return services.record_looks(looks={piece.pk: look_of(piece.url) for piece in pieces}, now=NOW)


def by_machine(pieces, monkeypatch) -> int:
    monkeypatch.setattr(running, "look_at", lambda url, **_options: look_of(url))
    services.enqueue_checks(now=NOW)
    checks = Check.objects.order_by("evidence_id").values_list("id", flat=True)
    return sum(services.run_check(check_id=check_id, now=NOW, runner=a_runner()) for check_id in checks)


def records() -> dict[str, list[object]]:
    checks = Check.objects.filter(age_days=0).order_by("evidence_id")
    return {
        "checks": list(
            checks.values("state", "outcome", "attempts", "keyword", "final_url", "status", "title", "text_hash")
        ),
        "verdicts": list(checks.values_list("verdicts", flat=True)),
        "answers": list(checks.values_list("answer", "milliseconds", "proof__digest", "checked_at")),
        "standings": list(
            Standing.objects.order_by("evidence_id").values_list("outcome", "needs_eyes", "why", "version")
        ),
        "facts": list(
            Fact.objects.order_by("source_id", "measure").values_list("measure", "value", "category", "page_key")
        ),
        "proofs": list(Proof.objects.order_by("digest").values_list("digest", "text", "keep_until")),
        "told": list(Notice.objects.order_by("staff_id").values_list("kind", "title")),
        "texts": list(Fingerprint.objects.order_by("evidence_id").values_list("text_length", "owned_since")),
    }


def test_writes_what_the_machine_would_write(pieces, monkeypatch):
    by_hand(pieces)
    taken_over = records()
    Standing.objects.all().delete()
    Check.objects.all().delete()
    Proof.objects.all().delete()
    Fingerprint.objects.all().delete()
    Notice.objects.all().delete()
    Fact.objects.all().delete()

    by_machine(pieces, monkeypatch)

    assert taken_over == records()


def test_tells_good_from_bad(pieces):
    assert by_hand(pieces) == 4

    outcomes = list(Standing.objects.order_by("evidence_id").values_list("outcome", flat=True))
    assert outcomes == ["PASSED", "FAILED", "FAILED", "PROVISIONAL"]


def test_plans_no_later_looks(pieces):
    by_hand(pieces)

    assert not Check.objects.exclude(state=Check.State.DONE).exists()


def test_a_second_time_changes_nothing(pieces):
    by_hand(pieces)
    before = records()

    assert services.record_looks(looks={pieces[0].pk: look_of(GONE)}, now=NOW) == 0
    assert records() == before


def test_leaves_pieces_that_were_taken_back(pieces):
    services.enqueue_checks(now=NOW)
    pieces[0].withdrawn_at = NOW
    pieces[0].save()

    assert services.record_looks(looks={pieces[0].pk: look_of(OWN)}, now=NOW) == 0


def test_takes_many_at_once(pieces, django_assert_max_num_queries):
    services.enqueue_checks(now=NOW)
    looks = {piece.pk: replace(look_of(piece.url), body=b"") for piece in pieces[2:]}

    with django_assert_max_num_queries(70):
        services.record_looks(looks=looks, now=NOW)
