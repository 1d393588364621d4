from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from omos.cli.tests.factories import omos

CODES = [
    "reachable",
    "host",
    "keyword_title",
    "keyword_heading",
    "keyword_text",
    "canonical",
    "indexable",
    "length",
    "published",
    "original",
]
PAGE = "<title>除尘滤筒多久更换一次</title><h1>除尘滤筒</h1><p>" + "滤筒应当每半年更换一次。" * 60 + "</p>"


@pytest.fixture
def site():
    """A site of one page on this machine, and whether anybody came."""
    visits = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            visits.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}", visits
    server.shutdown()
    server.server_close()
    thread.join()


class TestCheckPage:
    def test_answers_in_json_with_every_check(self, site, tmp_path):
        place, _ = site

        asked = ["check-page", f"http://{place}/a.html", "--keyword", "滤筒", "--json"]

        done = omos(*asked, folder=tmp_path, OMOS_OUTBOUND_ALLOW=place)

        answer = json.loads(done.stdout)
        assert list(answer) == ["url", "final_url", "status", "title", "checks"]
        assert sorted(answer["checks"]) == sorted(CODES)
        assert (answer["status"], answer["title"]) == (200, "除尘滤筒多久更换一次")
        assert [answer["checks"][code]["verdict"] for code in CODES[:5]] == ["yes"] * 5

    def test_never_connects_to_what_the_guard_refuses(self, site, tmp_path):
        place, visits = site

        done = omos("check-page", f"http://{place}/a.html", "--keyword", "滤筒", "--json", folder=tmp_path)

        checks = json.loads(done.stdout)["checks"]
        assert done.returncode == 0
        assert {check["verdict"] for check in checks.values()} == {"unknown"}
        assert checks["reachable"]["reason"]
        assert visits == []

    @pytest.mark.parametrize("url", ["", "滤筒", "ftp://a.example/x", "http://", "javascript:alert(1)", "http://[::1"])
    def test_answers_whatever_is_typed(self, tmp_path, url):
        done = omos("check-page", url, "--json", folder=tmp_path)

        assert "Traceback" not in done.stderr
        assert done.returncode == 0
        assert json.loads(done.stdout)["checks"]["reachable"]["verdict"] == "unknown"

    def test_speaks_to_people_too(self, site, tmp_path):
        place, _ = site

        done = omos("check-page", f"http://{place}/a.html", folder=tmp_path, OMOS_OUTBOUND_ALLOW=place)

        assert "200  除尘滤筒多久更换一次" in done.stdout
        assert "  ✓ reachable" in done.stdout
