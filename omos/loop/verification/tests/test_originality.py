"""Whose text it is: the first hand-in owns it, own copies elsewhere are named and not punished."""

from __future__ import annotations

from datetime import timedelta

import pytest

from omos.loop.verification import services
from omos.loop.verification.models import Check, Fingerprint, FingerprintBand, Standing
from omos.loop.verification.queries import side_by_side
from omos.loop.verification.services import running
from omos.loop.verification.tests.factories import NOW, a_look, a_page, a_runner, make_piece
from omos.loop.work.models import Evidence
from omos.people.tests.factories import make_website, viewer_of

pytestmark = pytest.mark.django_db
TEXT = "".join(f"第 {n} 条经验：滤袋压差到 {n * 37} 帕时先看清灰周期，再看第 {n} 室的阀片。" for n in range(1, 15))
OTHER = "".join(f"风机轴承第 {n} 次加油要停机，油脂牌号 {n * 13} 不能混用，温升超过 {n} 度报修。" for n in range(1, 15))
SITE = "https://www.yunfan.example.cn/news"


@pytest.fixture
def web(monkeypatch, company):
    """What stands behind each link; nothing is fetched."""
    make_website("www.yunfan.example.cn")
    pages: dict[str, str] = {}

    def look_at(url, **_how):
        text = pages[url]
        page = a_page(url=url, text=text, main_text=text, characters=len("".join(text.split())))
        return a_look(page, url=url)

    monkeypatch.setattr(running, "look_at", look_at)
    return pages


def hand_in(web, staff, url, text, *, at=NOW, kind="OUTSIDE_URL"):
    kind = "OWN_URL" if url.startswith(SITE) else kind
    web[url] = text
    return make_piece(staff, url=url, kind=kind, handed_in_at=at)


def look(at=NOW):
    services.enqueue_checks(now=at)
    return services.run_due(now=at, runner=a_runner())


def original(piece):
    return Check.objects.filter(evidence=piece, checked_at__isnull=False).latest("checked_at").verdicts["original"]


def test_a_first_text_is_original(web, editor):
    piece = hand_in(web, editor, f"{SITE}/1", TEXT)

    look()

    assert original(piece)["verdict"] == "yes"


def test_a_copy_is_named_with_whose_and_when(web, editor, other_editor):
    first = hand_in(web, editor, f"{SITE}/1", TEXT)
    copy = hand_in(web, other_editor, f"{SITE}/2", f"自己写的一句话。{TEXT}", at=NOW + timedelta(minutes=5))

    look(NOW + timedelta(minutes=9))

    assert (original(first)["verdict"], original(copy)["verdict"]) == ("yes", "no")
    data = original(copy)["data"]
    assert (data["whose"], data["evidence_id"]) == (editor.name, first.pk)
    assert data["share"] < 0.1
    assert Standing.objects.get(evidence=copy).outcome == "FAILED"


def test_the_first_hand_in_owns_the_text_also_when_looked_at_later(web, editor, other_editor):
    copy = hand_in(web, other_editor, f"{SITE}/2", TEXT, at=NOW + timedelta(minutes=5))
    look(NOW + timedelta(minutes=6))
    first = hand_in(web, editor, f"{SITE}/1", TEXT)

    look(NOW + timedelta(minutes=9))
    services.run_due(now=NOW + timedelta(minutes=9), runner=a_runner())

    assert original(first)["verdict"] == "yes"
    assert original(copy)["verdict"] == "no"


def test_another_text_is_no_copy(web, editor, other_editor):
    hand_in(web, editor, f"{SITE}/1", TEXT)
    piece = hand_in(web, other_editor, f"{SITE}/2", OTHER, at=NOW + timedelta(minutes=5))

    look()

    assert original(piece)["verdict"] == "yes"


def test_a_third_that_is_shared_is_not_half(web, editor, other_editor):
    hand_in(web, editor, f"{SITE}/1", TEXT)
    piece = hand_in(web, other_editor, f"{SITE}/2", TEXT[: len(TEXT) // 3] + OTHER, at=NOW + timedelta(minutes=5))

    look()

    assert original(piece)["verdict"] == "yes"


def test_the_companys_article_on_a_platform_is_named_and_not_punished(web, editor, promoter):
    hand_in(web, editor, f"{SITE}/1", TEXT)
    post = hand_in(web, promoter, "https://zhihu.example/1", TEXT, at=NOW + timedelta(minutes=5))

    look()

    assert (original(post)["verdict"], original(post)["reason"]) == ("yes", "own_copy")
    assert Standing.objects.get(evidence=post).outcome == "PASSED"


def test_the_same_article_twice_on_one_platform_counts_once(web, editor, promoter):
    hand_in(web, editor, f"{SITE}/1", TEXT)
    hand_in(web, promoter, "https://zhihu.example/1", TEXT, at=NOW + timedelta(minutes=5))
    again = hand_in(web, promoter, "https://zhihu.example/2", TEXT, at=NOW + timedelta(minutes=6))

    look()

    assert original(again)["verdict"] == "no"


def test_two_people_may_carry_the_companys_article_to_two_platforms(web, editor, promoter, other_editor):
    hand_in(web, editor, f"{SITE}/1", TEXT)
    hand_in(web, promoter, "https://zhihu.example/1", TEXT, at=NOW + timedelta(minutes=5))
    post = hand_in(web, other_editor, "https://sohu.example/2", TEXT, at=NOW + timedelta(minutes=6))

    look()

    assert original(post)["verdict"] == "yes"


def test_a_post_of_somebody_else_is_not_ones_own(web, promoter, other_editor):
    hand_in(web, promoter, "https://zhihu.example/1", TEXT)
    post = hand_in(web, other_editor, "https://sohu.example/2", TEXT, at=NOW + timedelta(minutes=6))

    look()

    assert original(post)["verdict"] == "no"


def test_too_little_text_says_nothing(web, editor, other_editor):
    hand_in(web, editor, f"{SITE}/1", "短")
    piece = hand_in(web, other_editor, f"{SITE}/2", "短", at=NOW + timedelta(minutes=5))

    look()

    assert original(piece)["verdict"] == "unknown"
    assert Standing.objects.get(evidence=piece).outcome == "PASSED"


def test_a_withdrawn_piece_owns_nothing(web, editor, other_editor):
    first = hand_in(web, editor, f"{SITE}/1", TEXT)
    look()
    Evidence.objects.filter(pk=first.pk).update(withdrawn_at=NOW)
    piece = hand_in(web, other_editor, f"{SITE}/2", TEXT, at=NOW + timedelta(minutes=5))

    look()

    assert original(piece)["verdict"] == "yes"


def test_an_old_page_filled_with_somebody_elses_text_does_not_own_it(web, editor, other_editor):
    old = hand_in(web, editor, f"{SITE}/1", OTHER)
    look()
    later = NOW + timedelta(hours=2)
    theirs = hand_in(web, other_editor, f"{SITE}/2", TEXT, at=later)
    look(later)
    web[f"{SITE}/1"] = TEXT

    look(NOW + timedelta(days=1, hours=3))

    assert original(theirs)["verdict"] == "yes"
    assert original(old)["verdict"] == "no"


def test_a_link_that_leads_to_a_page_handed_in_before_is_found_out(web, editor, promoter, monkeypatch):
    first = hand_in(web, editor, f"{SITE}/1", "短")
    Evidence.objects.filter(pk=first.pk).update(page_key=_key(f"{SITE}/1"))
    look()
    short = make_piece(promoter, url="https://t.example/x", kind="OUTSIDE_URL", handed_in_at=NOW + timedelta(hours=1))
    monkeypatch.setattr(running, "look_at", lambda url, **_how: a_look(a_page(url=f"{SITE}/1"), url=url))

    look(NOW + timedelta(hours=1))

    assert original(short)["reason"] == "same_page"
    assert Standing.objects.get(evidence=short).outcome == "FAILED"


def test_a_mended_text_gets_a_new_fingerprint(web, editor):
    piece = hand_in(web, editor, f"{SITE}/1", TEXT)
    look()
    web[f"{SITE}/1"] = OTHER

    look(NOW + timedelta(days=1))

    kept = Fingerprint.objects.get(evidence=piece)
    assert kept.unpacked_text() == OTHER
    assert FingerprintBand.objects.count() == 32


class TestSideBySide:
    def test_marks_what_both_share(self, web, editor, other_editor, supervisor):
        first = hand_in(web, editor, f"{SITE}/1", TEXT)
        copy = hand_in(web, other_editor, f"{SITE}/2", f"开头不同。{TEXT}", at=NOW + timedelta(minutes=5))
        look()

        pair = side_by_side(viewer=viewer_of(supervisor), evidence_id=copy.pk, other_id=first.pk)

        assert pair.share > 0.9
        assert [part.mark for part in pair.left_parts][:2] == ["", "copied"]

    def test_shows_nobody_elses_text(self, web, editor, other_editor):
        first = hand_in(web, editor, f"{SITE}/1", TEXT)
        copy = hand_in(web, other_editor, f"{SITE}/2", TEXT, at=NOW + timedelta(minutes=5))
        look()

        assert side_by_side(viewer=viewer_of(other_editor), evidence_id=copy.pk, other_id=first.pk) is None


def _key(url: str) -> str:
    from omos.formulas.page_key import page_key

    return page_key(url).digest
