from __future__ import annotations

import bz2
import json
import sqlite3
from contextlib import closing

import pytest

from omos.cli.tests.factories import omos

LINE = (
    '203.0.113.9 - - [20/Nov/2026:10:00:07 +0800] "GET /news/1.html HTTP/1.1" 200 512 "-" '
    '"Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"\n'
)


@pytest.fixture
def installed(folder):
    """An installation with one website."""
    with closing(sqlite3.connect(folder / "omos.sqlite3")) as records, records:
        records.execute(
            "INSERT INTO people_website (domain, name, time_zone, is_active) VALUES (?, ?, ?, 1)",
            ("www.yunfan.example", "官网", "Asia/Shanghai"),
        )
    return folder


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "access.log"
    path.write_text(LINE + "rubb\x1b[2Jish\n" + LINE)
    return path


def test_every_line_is_accounted_for_and_nothing_counts_twice(installed, log):
    asked = ("logs", "import", str(log), "--website", "yunfan.example", "--json")

    first = json.loads(omos(*asked, folder=installed).stdout)
    again = json.loads(omos(*asked, folder=installed).stdout)

    assert (first["lines"], first["parsed"], first["bad"], first["crawlers"]) == (3, 2, 1, {"Baiduspider": 2})
    assert (first["new"]["requests"], again["new"]) == (2, {"lines": 0, "visits": 0, "requests": 0})
    assert (again["lines"], again["crawlers"]) == (3, {"Baiduspider": 2})
    assert first["crawlers_are_verified"] is None


def test_bad_lines_are_shown_tamed_and_kept_for_the_owner_only(installed, log):
    done = omos("logs", "import", str(log), "--website", "1", folder=installed)

    kept = installed / "logs" / "bad-lines-access.log.txt"
    assert "3 lines = 2 parsed + 1 bad" in done.stdout
    assert "\x1b" not in done.stdout
    assert kept.read_text().startswith("2\t")
    assert kept.stat().st_mode & 0o077 == 0


def test_a_packed_log_is_read(installed, log, tmp_path):
    packed = tmp_path / "access.log.bz2"
    packed.write_bytes(bz2.compress(log.read_bytes()))

    done = omos("logs", "import", str(packed), "--website", "1", "--json", folder=installed)

    assert json.loads(done.stdout)["lines"] == 3


def test_a_damaged_archive_is_told_by_the_exit_code(installed, tmp_path):
    packed = bz2.compress("".join(LINE.replace("/1", f"/{place}") for place in range(60_000)).encode(), 1)
    (tmp_path / "cut.bz2").write_bytes(packed[: len(packed) // 2])

    done = omos("logs", "import", str(tmp_path / "cut.bz2"), "--website", "1", "--json", folder=installed)

    assert done.returncode == 1
    assert "damaged" in json.loads(done.stdout)["broken_off"]


@pytest.mark.parametrize(
    ("name", "content", "website", "words"),
    [
        ("a.log", b"\x00\x07\xff" * 999, "1", "no access log"),
        ("a.csv", "日期,花费\n2026-11-20,1\n".encode(), "1", "no access log"),
        ("a.log", LINE.encode(), "nowhere.example", "www.yunfan.example"),
        ("a.log", LINE.encode("utf-16"), "1", "UTF-16"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_line(installed, tmp_path, name, content, website, words):
    (tmp_path / name).write_bytes(content)

    done = omos("logs", "import", str(tmp_path / name), "--website", website, folder=installed)

    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_log_says_so(installed, tmp_path):
    (tmp_path / "empty.log").touch()

    done = omos("logs", "import", str(tmp_path / "empty.log"), "--website", "1", "--json", folder=installed)

    assert (done.returncode, json.loads(done.stdout)["lines"]) == (0, 0)
    assert "no request" in done.stderr
