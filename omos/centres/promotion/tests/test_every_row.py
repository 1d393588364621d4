"""Whatever a file holds, all of its lines are accounted for, and the sums booked are the file's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omos.centres.promotion import services
from omos.centres.promotion.models import AdLine, CustomerLine, Talk, Upload
from omos.centres.promotion.tests.factories import (
    CHAT_HEAD,
    CUSTOMER_HEAD,
    NOON,
    book,
    chat_row,
    customer_row,
    promoter,
)
from omos.connectors.adreports.tests.exports import EXPORTS
from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.ledger import queries as ledger

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 10, 1), date(2026, 11, 19)
AD_EXPORTS = {one.platform: one for one in EXPORTS}
ENCODINGS = st.sampled_from(["gb18030", "utf-8", "utf-8-sig", "utf-16"])
# Built from many parts, so the clock of a loaded machine says nothing.
EASY = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass(frozen=True)
class Shape:
    """How figures, days and the table around them are written."""

    separator: str
    encoding: str
    count: str
    money: str
    day: str


SHAPES = st.builds(
    Shape,
    separator=st.sampled_from([",", "\t", ";"]),
    encoding=ENCODINGS,
    count=st.sampled_from(["{}", "{:,}"]),
    money=st.sampled_from(["{:.2f}", "¥{:,.2f}", "{:,.2f}元", "￥ {:.2f}"]),
    day=st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d", "%m-%d"]),
)
GOOD = st.tuples(
    st.dates(FIRST, LAST),
    st.integers(0, 40),
    st.integers(0, 10**6),
    st.integers(0, 10**4),
    st.decimals(min_value=-50, max_value=10**5, places=2),
)
# What else stands in files: nothing to book, or to be refused.
OTHER = st.sampled_from(["header", "wrong", "nothing", "note", "part"])
HEAD = ["日期", "推广计划", "账户", "展现", "点击", "消费", "点击率"]


def line_of(figures, shape):
    day, word, shown, clicks, spend = figures
    counts = [shape.count.format(shown), shape.count.format(clicks), shape.money.format(spend)]
    return [day.strftime(shape.day), f"计划{word}", "bd1", *counts, "2.00%"]


def other_line(kind):
    lines = {
        "header": HEAD,
        "wrong": ["2026-11-18", "坏", "bd1", "1", "x", "1.00", "--"],
        "nothing": ["2026-11-18", "空", "bd1", "--", "--", "--", "--"],
        "note": ["以上数据仅供参考", *[""] * 6],
        "part": ["小计", "", "", "5", "5", "5.00", ""],
    }
    return lines[kind]


def sum_of(rows, shape):
    shown, clicks, spend = (sum(column, Decimal(0)) for column in list(zip(*rows, strict=True))[2:])
    return ["合计", "", "", shape.count.format(int(shown)), str(int(clicks)), shape.money.format(spend), "--"]


def file_of(lines, shape):
    text = "\r\n".join(shape.separator.join(f'"{cell}"' for cell in line) for line in lines)
    return text.encode(shape.encoding)


def spent():
    total = ledger.totals(measures=("spend", "clicks", "impressions"), first=FIRST, last=date(2026, 11, 20))
    return tuple(total[name].value for name in ("spend", "clicks", "impressions"))


def accounted(counts):
    return sum(counts[name] for name in ("added", "updated", "unchanged", "skipped", "errors"))


@EASY
@given(st.lists(GOOD, min_size=1, max_size=12), st.lists(OTHER, max_size=5), SHAPES)
def test_every_line_of_a_report_is_accounted_for_and_its_sum_is_the_files(rows, others, shape):
    lines = [*(line_of(one, shape) for one in rows), *map(other_line, others)]
    content = file_of([["账户报告：bd1"], HEAD, *lines, sum_of(rows, shape)], shape)
    point = transaction.savepoint()

    counts = book(content, name="搜索推广_计划报告.csv").outcome["counts"]

    cents, clicks, shown = spent()
    assert accounted(counts) == counts["lines"] == len(rows) + len(others) + 1
    assert counts["added"] == len(rows)
    assert cents == sum(one[4] for one in rows) * 100
    assert (clicks, shown) == (sum(one[3] for one in rows), sum(one[2] for one in rows))
    transaction.savepoint_rollback(point)


@EASY
@given(st.lists(GOOD, min_size=1, max_size=8), st.lists(GOOD, min_size=1, max_size=8), SHAPES)
def test_a_second_file_and_its_taking_back_leave_the_first(before, after, shape):
    point = transaction.savepoint()
    first = [["", ""], HEAD, *(line_of(one, shape) for one in before)]
    book(file_of(first, shape), name="搜索推广_计划报告.csv")
    stood = spent()

    one = book(file_of([["", ""], HEAD, *(line_of(one, shape) for one in after)], shape), name="搜索推广_计划报告.csv")
    take_back(one)

    assert spent() == stood
    assert accounted(one.outcome["counts"]) == len(after)
    transaction.savepoint_rollback(point)


def take_back(upload):
    services.take_back(upload=upload, actor=promoter(), now=NOON)


@pytest.mark.parametrize("platform", sorted(AD_EXPORTS))
def test_every_platforms_own_export_is_accounted_for(platform):
    export = AD_EXPORTS[platform]
    channel = make_channel("BAIDU_SEARCH", name="百度搜索")
    text = "\n".join("\t".join(line) for line in export.lines)
    missing = {"typed_day": date(2026, 11, 18), "exchange_rate": Decimal(1)}

    one = book(text.encode(), name=export.file_name, channel=channel, **missing)

    counts = one.outcome["counts"]
    assert accounted(counts) == counts["lines"]
    assert spent()[0] == Decimal(export.spend) * 100


PHONES = st.integers(0, 6).map(lambda number: f"1380000000{number}")


@EASY
@given(st.lists(st.tuples(PHONES, st.sampled_from(["有效", "无效", ""])), min_size=1, max_size=10))
def test_every_conversation_is_accounted_for(talks):
    rows = [chat_row(str(place), phone=phone, kind=kind) for place, (phone, kind) in enumerate(talks)]
    shape = Shape(",", "utf-8", "{}", "{}", "")
    point = transaction.savepoint()

    counts = book(file_of([CHAT_HEAD, *rows], shape), name="商务通.csv").outcome["counts"]

    assert accounted(counts) == counts["lines"] == len(rows)
    assert Talk.objects.count() == len(rows)
    known = ledger.totals(measures=("conversations", "inquiries"), first=FIRST, last=LAST)
    assert known["conversations"].value == len(rows)
    # A person counts once, however often they ask.
    assert known["inquiries"].value == len({phone for phone, _kind in talks})
    transaction.savepoint_rollback(point)


@EASY
@given(st.lists(st.tuples(PHONES, st.integers(0, 10**6)), min_size=1, max_size=10))
def test_every_customer_is_accounted_for(customers):
    rows = [customer_row(phone, valid="是", money=f"{cents / 100:.2f}") for phone, cents in customers]
    shape = Shape(",", "utf-8", "{}", "{}", "")
    point = transaction.savepoint()

    counts = book(file_of([CUSTOMER_HEAD, *rows], shape), name="客户表.csv").outcome["counts"]

    assert accounted(counts) == counts["lines"] == len(rows)
    assert sum(CustomerLine.objects.values_list("revenue", flat=True)) == sum(cents for _phone, cents in customers)
    transaction.savepoint_rollback(point)


@EASY
@given(st.lists(GOOD, min_size=1, max_size=8), SHAPES)
def test_the_own_sheet_is_accounted_for(rows, shape):
    make_channel("BAIDU_SEARCH", name="百度搜索")
    head = ["日期", "渠道", "展现", "点击", "消费", "对话", "询盘"]
    lines = [
        [one[0].strftime(shape.day), "百度搜索", *line_of(one, shape)[3:5], shape.money.format(abs(one[4])), "", ""]
        for one in rows
    ]
    point = transaction.savepoint()

    counts = book(file_of([head, *lines], shape), name="推广日报.csv").outcome["counts"]

    assert accounted(counts) == counts["lines"] == len(rows)
    assert spent()[0] == sum(abs(one[4]) for one in rows) * 100
    assert not AdLine.objects.exists()
    assert Upload.objects.get().state == "BOOKED"
    transaction.savepoint_rollback(point)
