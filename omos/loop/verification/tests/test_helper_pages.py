"""The browser helper on the screen and at its door: made, installed, ended, and what comes through."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.urls import reverse

from omos.loop.verification import services
from omos.loop.verification.browser_kit import FOLDER, bookmarklet, extension
from omos.loop.verification.models import HelperKey, IndexLook, IndexState
from omos.loop.verification.services.helper_keys import holder_of
from omos.loop.verification.tests.factories import NOW, baidu_page, make_index_state
from omos.people.tests.factories import viewer_of

pytestmark = pytest.mark.django_db
PAGE = "https://www.yunfan.example.cn/news/a.html"
BARE = "www.yunfan.example.cn/news/a.html"
SEARCH = f"https://www.baidu.com/s?wd={BARE}"
RECEIVE = "/indexing/receive/"


@pytest.fixture(autouse=True)
def _at_noon(clock_at):
    clock_at(NOW)


@pytest.fixture
def key(editor) -> str:
    return services.make_helper_key(actor=viewer_of(editor), now=NOW)


@pytest.fixture
def state(editor) -> IndexState:
    return make_index_state(PAGE, staff=editor, title="布袋除尘器滤袋多久换一次")


class TestDoor:
    def post(self, client, key, **more):
        told = {"address": SEARCH, "at": NOW.isoformat(), "html": baidu_page(("滤袋", PAGE), query=BARE), **more}
        bearer = {"Authorization": f"Bearer {key}"}
        return client.post(RECEIVE, json.dumps(told), content_type="application/json", headers=bearer)

    def test_takes_a_page_and_says_what_it_understood(self, client, key, state):
        answer = self.post(client, key)

        told = answer.json()
        assert (answer.status_code, told["new"], told["verdict"]) == (200, 1, "results")
        assert told["pages"][0]["verdict"] == "yes"

    def test_takes_the_bookmarks_form_and_answers_with_a_page(self, client, key, state):
        form = {"key": key, "address": SEARCH, "at": NOW.isoformat(), "html": baidu_page(("滤袋", PAGE), query=BARE)}

        answer = client.post(RECEIVE, form)

        assert answer.status_code == 200
        assert "布袋除尘器滤袋多久换一次" in answer.content.decode()

    def test_needs_no_cookie_and_counts_none(self, client, editor, state, sign_in):
        answer = self.post(sign_in(editor), "omos-helper-wrong")

        assert answer.status_code == 403
        assert not IndexLook.objects.exists()

    @pytest.mark.parametrize("told", [{}, {"key": ""}, {"key": "omos-helper-wrong", "address": SEARCH}])
    def test_tells_strangers_nothing_but_that(self, client, company, told):
        assert client.post(RECEIVE, told).status_code == 403

    def test_takes_only_posts(self, client):
        assert client.get(RECEIVE).status_code == 405

    def test_writes_no_script_of_a_foreign_page_into_ours(self, client, key, editor):
        make_index_state(PAGE, staff=editor, title="<script>alert(1)</script>")
        form = {"key": key, "address": SEARCH, "at": NOW.isoformat(), "html": baidu_page(("x", PAGE), query=BARE)}

        html = client.post(RECEIVE, form).content.decode()

        assert "<script>alert(1)" not in html
        assert "&lt;script&gt;alert(1)" in html

    @pytest.mark.parametrize(
        "body", [b" ", b"[]", b"{", b"null", b'{"at": 1}', b"[" * 100_000, b'{"rows": "x", "address": "a", "at": "b"}']
    )
    def test_refuses_what_the_helper_never_sends(self, client, key, body):
        bearer = {"Authorization": f"Bearer {key}"}

        answer = client.post(RECEIVE, body, content_type="application/json", headers=bearer)

        assert answer.status_code == 422
        assert answer.json()["message"]

    def test_refuses_more_than_a_page(self, client, key, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

        assert self.post(client, key, html="x" * 2000).status_code == 413

    def test_refuses_a_page_that_is_too_long(self, client, key, state):
        assert self.post(client, key, html="x" * (services.LARGEST_PAGE + 1)).status_code == 422


class TestInstalling:
    def test_shows_three_steps_before_a_key_is_made(self, client, editor, sign_in):
        html = sign_in(editor).get(reverse("verification:helper")).content.decode()

        assert html.count("<li>") >= 3
        assert not HelperKey.objects.exists()

    def test_shows_the_bookmark_once(self, client, editor, sign_in):
        browser = sign_in(editor)

        made = browser.post(reverse("verification:make_helper"))

        assert "javascript:" in made.content.decode()
        assert "no-store" in made["Cache-Control"]
        assert "javascript:" not in browser.get(reverse("verification:helper")).content.decode()

    def test_refuses_people_who_may_not_send(self, client, boss, sign_in):
        assert sign_in(boss).get(reverse("verification:helper")).status_code == 403
        assert sign_in(boss).post(reverse("verification:make_helper")).status_code == 403

    def test_hands_the_extension_only_with_ones_own_key(self, client, editor, other_editor, sign_in):
        theirs = services.make_helper_key(actor=viewer_of(other_editor), now=NOW)
        mine = services.make_helper_key(actor=viewer_of(editor), now=NOW)
        browser, address = sign_in(editor), reverse("verification:download_helper")

        refused, handed = browser.post(address, {"key": theirs}), browser.post(address, {"key": mine})

        assert (refused.status_code, handed.status_code, handed["Content-Type"]) == (302, 200, "application/zip")

    def test_ends_the_key_by_a_press(self, client, editor, key, sign_in):
        sign_in(editor).post(reverse("verification:end_helper"))

        assert holder_of(key=key) is None

    @pytest.mark.parametrize("name", ["make_helper", "end_helper", "download_helper"])
    def test_changes_only_by_post(self, client, editor, sign_in, name):
        assert sign_in(editor).get(reverse(f"verification:{name}")).status_code == 405


class TestFiles:
    def opened(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(extension(address="https://omos.example.cn/indexing/receive/", key="k-1")))

    def test_the_manifest_asks_for_our_website_and_the_page_one_looks_at(self):
        manifest = json.loads(self.opened().read("omos-helper/manifest.json"))

        assert manifest["manifest_version"] == 3
        assert manifest["permissions"] == ["activeTab", "scripting"]
        assert manifest["host_permissions"] == ["https://omos.example.cn/*"]

    def test_all_its_code_is_inside(self):
        archive = self.opened()

        code = b"".join(archive.read(name) for name in archive.namelist() if name.endswith((".js", ".html")))
        assert b"http:" not in code
        assert b"https:" not in code
        assert b"eval(" not in code
        assert b"innerHTML" not in code

    def test_every_file_it_names_is_there(self):
        assert {name.rpartition("/")[2] for name in self.opened().namelist()} == {
            "manifest.json", "settings.json", "popup.html", "popup.css", "popup.js"
        }  # fmt: skip
        assert (FOLDER / "popup.js").exists()

    def test_the_same_key_makes_the_same_file(self):
        made = [extension(address="https://omos.example.cn/r/", key="k-1") for _ in range(2)]

        assert made[0] == made[1]

    def test_the_bookmark_carries_key_and_address_safely(self):
        link = bookmarklet(address='https://omos.example.cn/"r/', key='k"1')

        assert link.startswith("javascript:(()=>{")
        assert '"' not in link
        assert " " not in link
