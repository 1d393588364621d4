"""The phone without a network: what is kept, what never is, and that the pieces fit together."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import resolve, reverse

pytestmark = pytest.mark.django_db


def text_of(name: str) -> str:
    found = finders.find(name)
    assert found, name
    return Path(str(found)).read_text("utf-8")


@pytest.fixture
def worker(client) -> str:
    script: str = client.get("/sw.js").content.decode()
    return script


class TestServiceWorker:
    def test_stands_at_the_root_as_a_script(self, client):
        answer = client.get(reverse("desk:service_worker"))

        assert answer.headers["Content-Type"].startswith("text/javascript")
        assert reverse("desk:service_worker") == "/sw.js"

    def test_keeps_nothing_but_files_and_the_empty_page(self, worker):
        kept = re.findall(r'"(/[^"]*)"', worker.partition("const PARTS")[2].partition("]")[0])

        assert kept
        assert [path for path in kept if not path.startswith("/static/")] == []
        assert 'const PAGE = "/offline/"' in worker

    def test_keeps_files_that_exist(self, worker):
        kept = re.findall(r'"/static/([^"]*)"', worker)

        assert [name for name in kept if finders.find(name) is None] == []

    def test_keeps_everything_the_page_loads(self, client, worker):
        page = client.get(reverse("desk:offline")).content.decode()
        loaded = re.findall(r'(?:href|src)="(/static/[^"]*)"', page)

        assert loaded
        assert [path for path in loaded if f'"{path}"' not in worker] == []

    def test_never_puts_an_answer_into_its_store(self, worker):
        assert "store.put" not in worker
        assert "cache.put" not in worker

    def test_answers_looks_only(self, client):
        assert client.post("/sw.js").status_code == 405


class TestOfflinePage:
    def test_names_nobody(self, client, editor):
        client.force_login(editor.user)

        assert editor.name not in client.get(reverse("desk:offline")).content.decode()

    def test_sends_to_the_address_that_takes_reports(self, client):
        page = client.get(reverse("desk:offline")).content.decode()
        address = re.search(r'data-kept-url="([^"]*)"', page)[1]

        assert resolve(address).view_name == "reports:kept"
        assert f'"{address}"' in text_of("ui/kept.js")

    def test_carries_no_script_of_its_own(self, client):
        answer = client.get(reverse("desk:offline"))

        assert not re.search(r"<script(?![^>]*src=)", answer.content.decode())
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


class TestManifest:
    @pytest.fixture
    def manifest(self) -> dict:
        found: dict = json.loads(text_of("ui/manifest.webmanifest"))
        return found

    def test_names_icons_of_their_true_size(self, manifest):
        for icon in manifest["icons"]:
            name = icon["src"].removeprefix("/static/")
            head = Path(str(finders.find(name))).read_bytes()[:24]
            width = int.from_bytes(head[16:20], "big")

            assert f"{width}x{width}" == icon["sizes"]

    def test_has_an_icon_that_may_be_cut_round(self, manifest):
        assert [icon["purpose"] for icon in manifest["icons"] if "purpose" in icon] == ["maskable"]

    def test_starts_and_jumps_to_pages_there_are(self, manifest):
        addresses = [manifest["start_url"], *(one["url"] for one in manifest["shortcuts"])]

        assert [resolve(address).view_name for address in addresses] == ["desk:home", "reports:daily", "work:hand_in"]

    def test_is_named_by_every_page(self, client):
        assert 'rel="manifest"' in client.get(reverse("people:sign_in")).content.decode()
