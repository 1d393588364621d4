"""Uploads and their files for tests of any room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import count

from omos.centres.promotion import services
from omos.centres.promotion.models import Upload
from omos.loop.catalogue.tests.factories import make_channel
from omos.people.tests.factories import make_staff, viewer_of

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
HEAD = ["时间", "账户", "推广计划", "推广单元", "关键词", "展现量", "点击量", "点击率", "消费", "点击价格", "平均排名"]
PLAN_HEAD = [
    "日期",
    "推广计划",
    "账户",
    "展现",
    "点击",
    "消费",
    "点击率",
    "平均点击价格",
    "网页转化",
    "商桥转化",
    "电话转化",
]
CHAT_HEAD = [
    "编号",
    "永久身份",
    "访客名称",
    "开始时间",
    "对话类型",
    "首次来源",
    "初次访问网址",
    "搜索词",
    "关键词",
    "访客消息数",
    "名片",
    "电话",
]
TENCENT_HEAD = ["推广计划名称", "限额(元)", "状态", "曝光量", "点击量", "点击率", "花费(元)", "点击均价(元)"]
CUSTOMER_HEAD = ["日期", "客户名称", "联系人", "电话", "来源渠道", "关键词", "是否有效", "是否成交", "成交金额"]
_numbers = count(1)

Rows = Iterable[Sequence[str]]


def table(head: Sequence[str], rows: Rows, *, above: Rows = ()) -> bytes:
    """A csv file as Excel in China writes it."""
    lines = [*above, head, *rows]
    text = "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    return text.encode("gb18030")


def keyword_row(
    word: str = "除尘器",
    *,
    day: str = "2026-11-18",
    plan: str = "产品词",
    shown: str = "1000",
    clicks: str = "20",
    spend: str = "100.00",
    account: str = "bd1",
) -> list[str]:
    return [day, account, plan, "单元1", word, shown, clicks, "2%", spend, "5", "1.2"]


def plan_row(
    plan: str = "产品词", *, day: str = "2026-11-18", shown: str = "1000", clicks: str = "20", spend: str = "100.00"
) -> list[str]:
    return [day, plan, "bd1", shown, clicks, spend, "2%", "5", "1", "--", "--"]


def chat_row(
    number: str,
    *,
    word: str = "",
    term: str = "",
    phone: str = "",
    kind: str = "",
    origin: str = "百度推广",
    day: str = "2026-11-18",
    messages: str = "4",
) -> list[str]:
    return [number, "", "河北客人", f"{day} 09:30:11", kind, origin, "https://a.cn/", term, word, messages, "", phone]


def customer_row(
    phone: str = "", *, word: str = "", valid: str = "", money: str = "", day: str = "2026-11-19", origin: str = ""
) -> list[str]:
    return [day, "大厂", "王工", phone, origin, word, valid, "", money]


def promoter():
    """Somebody who may upload."""
    return viewer_of(make_staff(f"推广{next(_numbers)}", role="PROMOTER"))


def upload(content: bytes, *, name: str = "报告.csv", actor=None, now: datetime = NOON) -> Upload:
    """A file dropped and read, not booked."""
    make_channel("BAIDU_SEARCH", name="百度搜索")
    return services.start_upload(file_name=name, content=content, actor=actor or promoter(), now=now)


def book(content: bytes, *, name: str = "报告.csv", now: datetime = NOON, **choices) -> Upload:
    """A file dropped and booked as it explains itself."""
    one = upload(content, name=name, now=now)
    Upload.objects.filter(pk=one.pk).update(**choices)
    one.refresh_from_db()
    services.book_upload(upload=one, actor=promoter(), now=now)
    one.refresh_from_db()
    return one


def _ad_lines() -> None:
    number = next(_numbers)
    book(table(HEAD, [keyword_row(f"词{number}-{place}", account=f"户{number}") for place in range(3)]))


def _talks() -> None:
    number = next(_numbers)
    book(table(CHAT_HEAD, [chat_row(f"{number}-{place}", word=f"词{place}") for place in range(3)]))


# What the table contract fills each list with.
LIST_ROWS = {"ad_lines": _ad_lines, "talks": _talks}
DAY = date(2026, 11, 18)
