"""What the browser helper sends: its key opens one door only, and pages are understood on our side."""

from __future__ import annotations

import gzip
import json
from datetime import date, timedelta

import pytest

from omos.loop.verification import services
from omos.loop.verification.models import HelperKey, IndexLook, IndexState, Proof
from omos.loop.verification.services import receiving, result_pages
from omos.loop.verification.services.helper_keys import holder_of
from omos.loop.verification.tests.factories import NOW, baidu_page, make_index_state
from omos.people.models import Action, RoleGrant
from omos.people.roles import Role
from omos.people.tests.factories import make_website, viewer_of

pytestmark = pytest.mark.django_db
PAGE = "https://www.yunfan.example.cn/news/a.html"
BARE = "www.yunfan.example.cn/news/a.html"
SEARCH = f"https://www.baidu.com/s?wd={BARE}"
OTHER = ("别人的文章", "https://www.other.cn/b")


@pytest.fixture(autouse=True)
def _at_noon(clock_at):
    clock_at(NOW)


@pytest.fixture
def key(editor) -> str:
    return services.make_helper_key(actor=viewer_of(editor), now=NOW)


@pytest.fixture
def state(editor) -> IndexState:
    return make_index_state(PAGE, staff=editor, title="布袋除尘器滤袋多久换一次")


def sent(html: str = "", *, address: str = SEARCH, at=NOW, **more) -> services.Sent:
    return services.Sent(address=address, at=at, html=html.encode(), **more)


def receive(key: str, html: str = "", *, now=NOW, **more) -> services.Received:
    return services.receive_from_helper(key=key, sent=sent(html, **more), now=now)


class TestKey:
    def test_is_told_once_and_kept_as_a_digest_only(self, key):
        row = HelperKey.objects.get()

        assert key not in {row.digest, str(row)}
        assert len(row.digest) == 64

    def test_is_known_by_its_holder(self, key, editor):
        assert holder_of(key=key).staff_id == editor.pk

    def test_ends_when_another_is_made(self, key, editor):
        again = services.make_helper_key(actor=viewer_of(editor), now=NOW)

        assert holder_of(key=key) is None
        assert holder_of(key=again) is not None

    def test_ends_once(self, key, editor):
        viewer = viewer_of(editor)

        assert [services.end_helper_key(actor=viewer, now=NOW) for _ in range(2)] == [True, False]
        assert holder_of(key=key) is None

    def test_dies_with_its_persons_login(self, key, editor):
        editor.user.is_active = False
        editor.user.save()

        assert holder_of(key=key) is None

    def test_dies_with_the_right_to_send(self, key, editor, boss):
        editor.position.default_role = Role.BOSS
        editor.position.save()
        RoleGrant.objects.all().delete()

        assert holder_of(key=key) is None

    @pytest.mark.parametrize("wrong", ["", "omos-helper-", "omos-helper-x", "x" * 5000, "omos-helper-\x00", "\udcff"])
    def test_that_is_none_lets_nobody_in(self, key, wrong):
        assert holder_of(key=wrong) is None

    def test_leaves_a_line_in_the_trail_without_itself(self, key):
        action = Action.objects.get(verb="verification.send_index")

        assert action.actor_name == "陈思远"
        assert key not in json.dumps([action.before, action.after, action.subject_id])

    def test_opens_no_other_door(self, client, key, state):
        bearer = {"Authorization": f"Bearer {key}"}
        pages = ["/indexing/", f"/indexing/{state.pk}/", "/verify/mine/", "/indexing/helper/"]

        answers = [client.get(page, headers=bearer).status_code for page in pages]

        assert answers == [302] * 4


class TestUnderstanding:
    def test_a_page_among_the_results_is_indexed_with_its_rank(self, key, state):
        received = receive(key, baidu_page(OTHER, ("滤袋", PAGE), query=BARE))

        state.refresh_from_db()
        assert (state.verdict, state.rank, state.source) == ("yes", 2, "HELPER")
        assert [one.verdict for one in received.pages] == ["yes"]

    def test_another_page_in_its_place_is_not_indexed(self, key, state):
        receive(key, baidu_page(OTHER, query=BARE))

        state.refresh_from_db()
        assert state.verdict == "no"

    def test_a_captcha_is_unknown_and_changes_nothing_known(self, key, state):
        receive(key, baidu_page(("滤袋", PAGE), query=BARE))
        wall = "<html><title>百度安全验证</title><body>网络不给力，请稍后重试</body></html>"

        received = receive(key, wall, at=NOW + timedelta(minutes=2), now=NOW + timedelta(minutes=2))

        state.refresh_from_db()
        assert received.page_verdict == "blocked"
        assert (state.verdict, state.tried_reason) == ("yes", "the engine asked for a verification")

    def test_a_page_of_mine_that_stands_beside_is_indexed_too(self, key, state, editor):
        beside = make_index_state("https://www.yunfan.example.cn/news/b.html", staff=editor)

        receive(key, baidu_page(("甲", beside.url), ("乙", PAGE), query="site:www.yunfan.example.cn"))

        assert set(IndexState.objects.values_list("verdict", flat=True)) == {"yes"}

    def test_a_page_of_mine_that_was_not_asked_for_is_never_missing(self, key, state):
        receive(key, baidu_page(OTHER, query="除尘器"), address="https://www.baidu.com/s?wd=除尘器")

        state.refresh_from_db()
        assert (state.verdict, IndexLook.objects.count()) == ("unknown", 0)

    def test_a_whole_website_asked_for_says_nothing_of_its_front_page(self, key, editor):
        front = make_index_state("https://www.yunfan.example.cn/", staff=editor)

        receive(key, baidu_page(OTHER, query="site:www.yunfan.example.cn"))

        front.refresh_from_db()
        assert front.verdict == "unknown"

    def test_a_page_of_our_website_nobody_knew_is_asked_after_from_now_on(self, key, company, promoter):
        make_website("www.yunfan.example.cn")
        theirs = services.make_helper_key(actor=viewer_of(promoter), now=NOW)

        receive(theirs, baidu_page(("滤袋", PAGE), query=BARE))

        state = IndexState.objects.get()
        assert (state.url, state.verdict, state.website.domain) == (BARE, "yes", "www.yunfan.example.cn")

    def test_a_colleagues_page_is_left_alone(self, key, other_editor):
        theirs = make_index_state(PAGE, staff=other_editor)

        received = receive(key, baidu_page(("滤袋", PAGE), query=BARE))

        theirs.refresh_from_db()
        assert (theirs.verdict, received.pages) == ("unknown", ())

    def test_the_same_look_sent_twice_counts_once(self, key, state):
        html = baidu_page(("滤袋", PAGE), query=BARE)

        assert [receive(key, html).new for _ in range(2)] == [1, 0]
        assert (IndexLook.objects.count(), Proof.objects.count()) == (1, 1)

    def test_a_visible_address_behind_a_sealed_link_is_enough(self, key, state):
        sealed = baidu_page(("滤袋", "")).replace(' mu=""', "")
        shown = sealed.replace("</h3>", f'</h3><div class="c-showurl">{BARE}</div>')

        receive(key, shown, address="https://www.baidu.com/s?wd=滤袋")

        state.refresh_from_db()
        assert state.verdict == "yes"

    def test_rows_can_say_yes(self, key, state):
        receive(key, rows=(("滤袋", PAGE),), query=BARE)

        state.refresh_from_db()
        assert (state.verdict, state.rank) == ("yes", 1)

    def test_rows_can_never_say_no(self, key, state):
        receive(key, rows=(OTHER,), query=BARE)

        state.refresh_from_db()
        assert state.verdict == "unknown"

    def test_the_page_is_kept_as_proof(self, key, state):
        html = baidu_page(("滤袋", PAGE), query=BARE)

        receive(key, html)

        proof = IndexLook.objects.get().proof
        assert gzip.decompress(bytes(proof.snapshot)) == html.encode()
        assert proof.text == "1. 滤袋"

    def test_a_clock_that_is_far_off_is_not_believed(self, key, state):
        receive(key, baidu_page(("滤袋", PAGE), query=BARE), at=NOW + timedelta(days=400))

        state.refresh_from_db()
        assert state.last_seen_on == date(2026, 11, 20)

    def test_a_hostile_title_is_kept_as_text(self, key, state):
        receive(key, baidu_page(("&lt;script&gt;alert(1)&lt;/script&gt;\x00", PAGE), query=BARE))

        assert "\x00" not in Proof.objects.get().text

    @pytest.mark.parametrize(
        "address",
        ["https://www.baidu.com.evil.cn/s?wd=a", "https://notbaidu.com/", "javascript:alert(1)", "http://[", ""],
    )
    def test_a_page_of_no_engine_is_refused(self, key, address):
        with pytest.raises(services.IndexRefused):
            receive(key, "<html>", address=address)

    def test_an_engine_named_falsely_is_refused(self, key):
        with pytest.raises(services.IndexRefused):
            receive(key, "<html>", engine="google")

    def test_a_flood_is_stopped(self, key, state, monkeypatch):
        monkeypatch.setattr(receiving, "MOST_AN_HOUR", 1)
        receive(key, baidu_page(("滤袋", PAGE), query=BARE))

        with pytest.raises(services.IndexRefused):
            receive(key, baidu_page(query=BARE), at=NOW + timedelta(seconds=1))

    @pytest.mark.parametrize("html", ["", "<", "\x00" * 2000, "<div>" * 5000, "{}", "<html><body>你好"])
    def test_nonsense_is_understood_as_unknown(self, key, state, html):
        receive(key, html or " ")

        state.refresh_from_db()
        assert state.verdict == "unknown"


class TestPages:
    def test_a_packed_page_is_unpacked(self):
        assert services.unpacked_page(gzip.compress(b"<html>")) == b"<html>"

    def test_a_bomb_is_refused(self):
        with pytest.raises(services.IndexRefused):
            services.unpacked_page(gzip.compress(b"a" * (services.LARGEST_PAGE + 1)))

    def test_a_damaged_package_is_refused(self):
        with pytest.raises(services.IndexRefused):
            services.unpacked_page(gzip.compress(b"<html>" * 100)[:20])

    @pytest.mark.parametrize("row", [None, 1, "x", [], {}, {"title": "x"}, {"url": ""}])
    def test_rows_that_are_none_are_left_out(self, row):
        assert services.rows_of([row, {"title": "甲", "url": "https://a.cn/"}]) == (("甲", "https://a.cn/"),)

    def test_rows_are_at_most_a_hundred(self):
        rows = services.rows_of([{"url": f"https://a.cn/{n}"} for n in range(500)])

        assert len(rows) == result_pages.MOST_ROWS

    @pytest.mark.parametrize(
        ("address", "query"),
        [
            ("https://www.baidu.com/s?wd=%E6%BB%A4%E8%A2%8B&rn=10", "滤袋"),
            ("https://www.sogou.com/web?query=a+b", "a b"),
            ("https://cn.bing.com/search?q=site%3Aa.cn", "site:a.cn"),
            ("https://www.baidu.com/", ""),
            ("http://[", ""),
        ],
    )
    def test_the_address_tells_what_was_asked(self, address, query):
        assert result_pages.query_in(address) == query
