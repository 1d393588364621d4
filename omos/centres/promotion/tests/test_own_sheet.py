"""The company's own daily sheet counts as typed by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from omos.centres.promotion import services
from omos.centres.promotion.tests.factories import DAY, HEAD, NOON, book, keyword_row, promoter, table
from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.ledger import queries as ledger

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
OWN = ["日期", "渠道", "展现", "点击", "消费", "对话", "询盘", "有效"]
SUM = ["合计", "", "1000", "20", "100", "5", "3", "2"]


def row(channel="百度搜索", *, spend="100", valid="2"):
    return ["11月18日", channel, "1000", "20", spend, "5", "3", valid]


def cells():
    (sheet_row,) = [one for one in ledger.sheet(DAY).rows if one.code == "BAIDU_SEARCH"]
    return {cell.measure: cell for cell in sheet_row.cells}


def test_goes_into_the_daily_data_sheet():
    book(table(OWN, [row(), SUM]))

    found = cells()

    assert {code: found[code].value for code in ("spend", "clicks", "inquiries", "valid_inquiries")} == {
        "spend": 10_000,
        "clicks": 20,
        "inquiries": 3,
        "valid_inquiries": 2,
    }
    assert found["spend"].is_by_hand


def test_a_corrected_sheet_is_updated():
    book(table(OWN, [row()]))

    again = book(table(OWN, [row(valid="3")]), now=LATER)

    assert again.outcome["counts"]["updated"] == 1
    assert cells()["valid_inquiries"].value == 3


def test_the_same_sheet_again_changes_nothing():
    book(table(OWN, [row(), row("百度竞价", spend="1")]))

    again = book(table(OWN, [row(), row("百度竞价", spend="1")]), now=LATER)

    assert again.outcome["counts"]["unchanged"] == 2
    assert cells()["spend"].value == 10_100


def test_cells_of_a_machine_stay():
    book(table(HEAD, [keyword_row(spend="77.00")]))

    book(table(OWN, [row()]), now=LATER)

    found = cells()
    assert (found["spend"].value, found["spend"].is_machine) == (7_700, True)
    assert found["inquiries"].value == 3


def test_a_row_whose_cells_all_belong_to_machines_is_skipped():
    book(table(HEAD, [keyword_row()]))

    one = book(table(OWN[:5], [row()[:5]]), now=LATER)

    assert one.outcome["counts"]["skipped"] == 1


def test_a_channel_nobody_knows_is_wrong():
    one = book(table(OWN, [row(), row("火星")]))

    assert one.outcome["counts"] | {"updated": 0} == {
        "lines": 2,
        "added": 1,
        "updated": 0,
        "unchanged": 0,
        "skipped": 0,
        "errors": 1,
    }


def test_channels_side_by_side_are_understood():
    make_channel("SO360_SEARCH", name="360 搜索")
    lines = [["日期", "点击", "消费", "点击", "消费"], ["2026-11-18", "20", "100", "7", "30"]]

    book(table(["", "百度搜索", "", "360", ""], lines))

    assert ledger.totals(measures=("spend", "clicks"), first=DAY, last=DAY)["spend"].value == 13_000


def test_is_corrected_in_the_sheet_not_taken_back():
    one = book(table(OWN, [row()]))

    with pytest.raises(services.UploadStopped):
        services.take_back(upload=one, actor=promoter(), now=LATER)
