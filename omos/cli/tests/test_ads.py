"""`omos ads read`: the same reader from the shell."""

from __future__ import annotations

import json

import pytest

from omos.cli.tests.factories import omos
from omos.connectors.adreports.tests.exports import EXPORTS, as_csv
from omos.connectors.tests.real_data import real_data


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "神马.csv"
    path.write_bytes(as_csv(EXPORTS[4].lines).encode("gb18030"))
    return path


def answer(folder, *arguments):
    done = omos("ads", "read", *map(str, arguments), "--json", folder=folder)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_tells_platform_rows_and_sums(tmp_path, report):
    found = answer(tmp_path, report)

    assert (found["platform"], found["rows"], found["imported"], found["skipped"]) == ("shenma", 4, 3, 1)
    assert (found["totals"]["spend"], found["totals"]["clicks"]) == (2401.0, 366)
    assert found["file_totals"]["spend"] == 2401.0
    assert found["days"] == ["2026-11-18", "2026-11-19"]


def test_takes_the_platform_it_is_told(tmp_path, report):
    assert answer(tmp_path, report, "--platform", "BAIDU_SEARCH")["platform"] == "baidu_search"


def test_takes_the_day_it_is_told(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("推广计划名称,曝光量,点击量,花费(元)\nA,9,1,3.00\n", "utf-8")

    assert answer(tmp_path, path)["needs_day"]
    assert answer(tmp_path, path, "--day", "2026-11-18")["days"] == ["2026-11-18"]


def test_tells_people_too(tmp_path, report):
    done = omos("ads", "read", str(report), folder=tmp_path)

    assert "shenma: 4 rows = 3 to import + 1 skipped + 0 errors" in done.stdout
    assert "the same" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("missing.csv",), "cannot be read"),
        (("{file}", "--platform", "myspace"), "myspace"),
        (("{file}", "--day", "gestern"), "not a day"),
    ],
)
def test_refuses_in_one_line(tmp_path, report, arguments, words):
    asked = [one.format(file=report) for one in arguments]

    done = omos("ads", "read", *asked, folder=tmp_path)

    assert done.returncode == 2
    assert words in done.stderr


def test_refuses_what_is_no_table(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04nonsense")

    assert omos("ads", "read", str(path), folder=tmp_path).returncode == 2


def test_reads_the_facebook_file(tmp_path):
    found = answer(tmp_path, real_data("ads", "KAG_conversion_data.csv"))

    assert (found["rows"], found["imported"], found["skipped"], found["errors"]) == (1143, 1143, 0, [])
    assert (found["totals"]["impressions"], found["totals"]["clicks"]) == (213_434_828, 38_165)
    assert found["totals"]["spend"] == 58_705.23
    assert {one["campaign"]: one["spend"] for one in found["campaigns"]} == {
        "916": 149.71,
        "936": 2893.37,
        "1178": 55662.15,
    }
