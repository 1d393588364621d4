"""Pages at the engines on the screen: the list, one page with its looks, a person's own entry."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from omos.loop.verification import queries, services
from omos.loop.verification.index_reasons import NEXT_STEPS, SENTENCES, index_sentence, next_step
from omos.loop.verification.models import CrawlerVisit, IndexLook, IndexState
from omos.loop.verification.search_pages import search_address
from omos.loop.verification.services.index_looks import record_index_looks
from omos.loop.verification.tests.factories import NOW, found, make_index_state, make_piece, make_standing
from omos.people.tests.factories import make_website, viewer_of

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


@pytest.fixture(autouse=True)
def _at_noon(clock_at):
    clock_at(NOW)


@pytest.fixture
def state(editor) -> IndexState:
    return make_index_state(staff=editor, title="滤袋多久换一次")


def shot(name: str = "结果.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


def page(state: IndexState) -> str:
    return reverse("verification:index_page", args=[state.pk])


def entry(state: IndexState) -> str:
    return reverse("verification:enter_index", args=[state.pk])


class TestList:
    def test_shows_unknown_with_its_reason_and_what_to_do(self, client, editor, state, sign_in):
        html = sign_in(editor).get(reverse("verification:index"), {"columns": ""}).content.decode()

        assert "滤袋多久换一次" in html
        assert "还没有人查过" in html
        assert "去搜一下，再按一下助手" in html

    def test_shows_people_their_own_pages(self, client, other_editor, state, sign_in):
        html = sign_in(other_editor).get(reverse("verification:index")).content.decode()

        assert "滤袋多久换一次" not in html

    def test_shows_pages_without_a_piece_to_who_looks_after_websites(self, promoter, editor):
        make_index_state()

        counts = [queries.index_list(viewer_of(one)).count() for one in (promoter, editor)]

        assert counts == [1, 0]

    def test_of_a_stranger_asks_to_sign_in(self, client, company):
        assert client.get(reverse("verification:index")).status_code == 302


class TestPage:
    def test_shows_every_look_with_source_and_name(self, client, editor, state, sign_in):
        record_index_looks(found={state.pk: found("yes")}, by_id=editor.pk, now=NOW)
        record_index_looks(found={state.pk: found("unknown", at=NOW + timedelta(days=1))}, by_id=None, now=NOW)

        html = sign_in(editor).get(page(state)).content.decode()

        assert html.count("浏览器助手") >= 2
        assert "陈思远" in html
        assert "2026-11-20 12:00" in html

    def test_names_all_six_engines(self, client, editor, state, sign_in):
        html = sign_in(editor).get(page(state)).content.decode()

        assert all(name in html for name in ("百度", "360 搜索", "搜狗", "神马", "必应", "Google"))

    def test_leads_to_the_engines_own_search(self, client, editor, state, sign_in):
        html = sign_in(editor).get(page(state)).content.decode()

        assert "https://www.baidu.com/s?wd=www.yunfan.example.cn%2Fnews%2Fa.html" in html

    def test_of_a_colleague_is_not_there(self, client, other_editor, state, sign_in):
        assert sign_in(other_editor).get(page(state)).status_code == 404

    def test_offers_the_boss_no_entry(self, client, boss, state, sign_in):
        html = sign_in(boss).get(page(state)).content.decode()

        assert entry(state) not in html

    def test_takes_only_posts_for_an_entry(self, client, editor, state, sign_in):
        assert sign_in(editor).get(entry(state)).status_code == 405


class TestEntry:
    def test_with_a_screenshot_lets_the_page_stand(self, client, editor, state, sign_in):
        answer = sign_in(editor).post(entry(state), {"verdict": "yes", "screenshot": shot()})

        state.refresh_from_db()
        assert (answer.status_code, state.verdict, state.source) == (302, "yes", "PERSON")
        assert IndexLook.objects.get().screenshot.name == "结果.png"

    @pytest.mark.parametrize("verdict", ["yes", "no"])
    def test_without_a_screenshot_is_refused_and_kept(self, client, editor, state, sign_in, verdict):
        answer = sign_in(editor).post(entry(state), {"verdict": verdict})

        assert answer.status_code == 422
        assert "附上结果页截图" in answer.content.decode()
        assert not IndexLook.objects.exists()

    def test_that_could_not_tell_needs_none(self, client, editor, state, sign_in):
        sign_in(editor).post(entry(state), {"verdict": "unknown"})

        state.refresh_from_db()
        assert (state.verdict, state.tried_reason) == ("unknown", "a person searched and could not tell")

    @pytest.mark.parametrize("told", [{}, {"verdict": "maybe"}, {"verdict": "yes", "screenshot": ""}])
    def test_of_nonsense_is_refused(self, client, editor, state, sign_in, told):
        assert sign_in(editor).post(entry(state), told).status_code == 422

    def test_with_a_file_that_is_no_picture_is_refused(self, client, editor, state, sign_in):
        told = {"verdict": "yes", "screenshot": shot("a.html", b"<script>alert(1)</script>")}

        assert sign_in(editor).post(entry(state), told).status_code == 422

    def test_pressed_twice_is_one_look_at_that_moment(self, client, editor, state, sign_in):
        browser = sign_in(editor)

        answers = [browser.post(entry(state), {"verdict": "yes", "screenshot": shot()}) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [302, 302]
        assert IndexLook.objects.count() == 1

    def test_over_a_colleagues_page_is_not_there(self, client, other_editor, state, sign_in):
        assert sign_in(other_editor).post(entry(state), {"verdict": "unknown"}).status_code == 404

    def test_of_somebody_who_may_only_look_is_refused(self, client, boss, state, sign_in):
        assert sign_in(boss).post(entry(state), {"verdict": "unknown"}).status_code == 403

    def test_of_the_service_is_refused_out_of_scope(self, state, other_editor):
        with pytest.raises(services.IndexRefused):
            services.enter_by_hand(
                state_id=state.pk, verdict="unknown", screenshot_id=None, actor=viewer_of(other_editor), now=NOW
            )


class TestElsewhere:
    def test_a_piece_shows_where_its_page_stands(self, client, editor, sign_in):
        standing = make_standing(make_piece(editor))
        services.watch_passed_pages(now=NOW)

        html = sign_in(editor).get(reverse("verification:evidence", args=[standing.evidence_id])).content.decode()

        assert "收录情况" in html
        assert html.count("还没有人查过") == 6

    def test_a_piece_nobody_asks_after_shows_nothing(self, client, editor, sign_in):
        standing = make_standing(make_piece(editor))

        html = sign_in(editor).get(reverse("verification:evidence", args=[standing.evidence_id])).content.decode()

        assert "还没有人查过" not in html

    def test_ones_own_pieces_show_how_many_stand(self, client, editor, state, sign_in):
        gone = make_index_state("https://www.yunfan.example.cn/2", staff=editor)
        looks = {state.pk: found("yes"), gone.pk: found("no")}
        record_index_looks(found=looks, by_id=None, now=NOW)

        html = sign_in(editor).get(reverse("verification:mine")).content.decode()

        assert "有结论的 2 个页面里收录了 1 个" in html

    def test_engines_nothing_is_known_of_are_left_out(self, state, editor):
        assert queries.engine_counts(staff_id=editor.pk) == ()


class TestWords:
    @pytest.mark.parametrize("reason", sorted(SENTENCES))
    def test_every_reason_has_a_sentence(self, reason):
        assert index_sentence(reason)

    def test_every_reason_of_the_result_pages_is_known(self):
        from omos.connectors.results.indexing import REASONS

        assert set(REASONS) <= set(SENTENCES)
        assert set(NEXT_STEPS) <= set(SENTENCES)

    def test_an_unknown_reason_speaks_for_itself(self):
        assert index_sentence("something new") == "something new"
        assert next_step("something new")

    @pytest.mark.parametrize("engine", ["baidu", "so360", "sogou", "shenma", "bing", "google"])
    def test_every_engine_is_searched_by_a_plain_address(self, engine):
        address = search_address(engine, "https://a.cn/新闻?x=1&y=2#z")

        assert address.startswith("https://")
        assert " " not in address
        assert "&y=2" not in address


class TestCrawlers:
    @pytest.fixture
    def came(self, state, company):
        site = make_website("www.yunfan.example.cn")
        return CrawlerVisit.objects.create(
            website=site,
            engine="baidu",
            crawler="Baiduspider",
            page_key=state.page_key,
            address=state.url,
            day=NOW.date(),
            status=200,
            requests=3,
            first_at=NOW - timedelta(hours=2),
            last_at=NOW,
            marks=b"",
        )

    def test_that_came_are_told_beside_the_engine(self, client, editor, state, came, sign_in):
        html = sign_in(editor).get(page(state)).content.decode()

        assert html.count("它的爬虫来过 3 次，最近 2026-11-20 12:00") == 1

    def test_that_came_prove_nothing(self, state, came):
        lines = {line.engine: line for line in queries.engines_of_page(page_key=state.page_key)}

        assert (lines["baidu"].tone, lines["baidu"].came.requests) == ("unknown", 3)
        assert lines["google"].came is None
