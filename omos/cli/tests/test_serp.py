from __future__ import annotations

import gzip
import json

import pytest

from omos.cli.tests.factories import omos
from omos.connectors.results.tests.pages import baidu, baidu_block

PAGE = baidu(
    baidu_block(1, "除尘器_百度百科", mu="https://baike.baidu.com/item/x", kind="result-op"),
    baidu_block(2, "除尘器选型", mu="https://www.yunfan.example.com/a"),
    baidu_block(3, "除尘器价格", shown="知乎"),
)


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    return path


def test_a_page_is_told_in_json(saved, tmp_path):
    done = omos("serp", "parse", "baidu", str(saved), "--host", "yunfan.example.com", "--json", folder=tmp_path)

    answer = json.loads(done.stdout)
    assert (done.returncode, answer["verdict"], answer["total"], answer["host_rank"]) == (0, "results", 1_230, 2)
    assert [one["rank"] for one in answer["results"]] == [1, 2, 3]
    assert set(answer["results"][0]) >= {"rank", "title", "url", "host"}
    assert answer["results"][2]["host"] is None


def test_a_page_is_told_to_people(saved, tmp_path):
    done = omos("serp", "parse", "baidu", str(saved), "--host", "nowhere.example.com", folder=tmp_path)

    assert "total 1,230" in done.stdout
    assert "not seen among 3; 1 results do not tell their host" in done.stdout


def test_a_packed_page_is_read(saved, tmp_path):
    packed = tmp_path / "page.html.gz"
    packed.write_bytes(gzip.compress(saved.read_bytes()))

    assert '"verdict": "results"' in omos("serp", "parse", "baidu", str(packed), "--json", folder=tmp_path).stdout


def test_standard_input_is_read(tmp_path):
    done = omos("serp", "parse", "baidu", "-", "--json", folder=tmp_path, standard_input=PAGE)

    assert json.loads(done.stdout)["query"] == "除尘器"


def test_an_empty_page_is_an_answer_and_no_fault(tmp_path):
    done = omos("serp", "parse", "bing", "-", "--json", folder=tmp_path)

    answer = json.loads(done.stdout)
    assert (done.returncode, answer["verdict"], answer["total"], answer["host_rank"]) == (0, "unreadable", None, None)


@pytest.mark.parametrize(
    "asked",
    [
        ("serp", "parse", "baidu", "nowhere.html"),
        ("serp", "parse", "baidu", "."),
        ("serp", "parse", "altavista", "-"),
        ("serp", "parse", "baidu", "-", "--host", "no host"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_line(asked, tmp_path):
    done = omos(*asked, folder=tmp_path)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
