"""The words customers search by: products × wishes × trades × places, as the trade types them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final
from zlib import crc32

import numpy as np

LIBRARY_SIZE: Final = 620
CORE_SIZE: Final = 80
WITHOUT_PAGE: Final = 23

BUY, COMPARE, QUESTION, BRAND = "BUY", "COMPARE", "QUESTION", "BRAND"

# Product, its page, its group.
_PRODUCTS: Final = (
    ("布袋除尘器", "/product/bag", "除尘器"),
    ("脉冲布袋除尘器", "/product/pulse", "除尘器"),
    ("滤筒除尘器", "/product/cartridge", "除尘器"),
    ("焊烟净化器", "/product/weld", "焊烟"),
    ("打磨除尘台", "/product/bench", "打磨"),
    ("移动式除尘器", "/product/mobile", "除尘器"),
    ("旋风除尘器", "/product/cyclone", "除尘器"),
    ("湿式除尘器", "/product/wet", "除尘器"),
    ("中央除尘系统", "/product/central", "除尘器"),
    ("除尘滤袋", "/product/filter-bag", "配件"),
    ("除尘滤筒", "/product/filter", "配件"),
    ("电磁脉冲阀", "/product/valve", "配件"),
    ("除尘骨架", "/product/cage", "配件"),
)
_WISHES: Final = (
    (BUY, ("厂家", "价格", "多少钱一台", "定制", "批发", "供应商", "生产厂家", "报价单")),
    (COMPARE, ("选型", "哪家好", "型号参数", "品牌排行", "技术要求")),
    (
        QUESTION,
        ("怎么选", "多久更换", "工作原理", "清灰周期怎么设", "噪音大怎么办", "压差高是什么原因",
         "安装注意事项", "日常维护", "风量怎么算", "漏灰怎么处理"),
    ),
)  # fmt: skip
_TRADES: Final = (
    "木工", "铸造", "水泥", "化工", "食品", "制药", "锂电", "激光切割", "喷砂", "抛光", "饲料", "橡胶", "陶瓷", "钢铁",
    "家具", "粮食",
)  # fmt: skip
_OF_TRADES: Final = (
    (COMPARE, "{}除尘设备", "/solution/"),
    (QUESTION, "{}车间粉尘治理方案", "/solution/"),
    (QUESTION, "{}厂除尘改造要多久", "/solution/"),
    (BUY, "{}除尘器厂家", "/solution/"),
    (QUESTION, "{}粉尘防爆要求", "/solution/"),
)
_PLACES: Final = ("苏州", "无锡", "常州", "南通", "上海", "宁波", "杭州", "南京", "昆山", "扬州", "嘉兴", "合肥")
_OF_PLACES: Final = ("布袋除尘器厂家", "焊烟净化器厂家", "除尘设备公司", "除尘滤袋批发", "车间除尘改造")
_BRAND: Final = ("云帆除尘", "云帆净化", "苏州云帆净化设备", "云帆布袋除尘器", "云帆焊烟净化器", "云帆除尘器怎么样")
# Words that stand in the library by themselves, and how often an inquiry names them.
_ASKED: Final = (
    ("焊烟净化器", COMPARE, "焊烟", "/product/weld", 11),
    ("布袋除尘器厂家", BUY, "除尘器", "/product/bag", 9),
    ("工业除尘设备厂家", BUY, "除尘器", "/product/", 8),
    ("滤筒除尘器", COMPARE, "除尘器", "/product/cartridge", 7),
    ("布袋除尘器选型", COMPARE, "除尘器", "/news/bag-select", 0),
    ("云帆除尘", BRAND, "品牌", "/", 6),
    ("除尘器滤袋更换周期", QUESTION, "滤袋", "/news/bag-cycle", 5),
    ("打磨除尘台", COMPARE, "打磨", "/product/bench", 5),
    ("脉冲布袋除尘器价格", BUY, "除尘器", "/product/pulse", 4),
    ("除尘滤芯批发", BUY, "配件", "/product/filter", 4),
    ("滤袋定制", BUY, "滤袋", "/product/custom", 4),
    ("车间粉尘治理方案", QUESTION, "行业", "/solution/dust", 3),
    ("化工厂除尘改造", QUESTION, "行业", "/solution/chem", 2),
    ("除尘器噪音大怎么办", QUESTION, "售后", "/faq/noise", 1),
    ("木工除尘器", COMPARE, "行业", "", 1),
)
# Inquiries out of all that name no word we know, and how often one names any other core word.
_UNKNOWN: Final = 0.16
_ASKED_RARELY: Final = 1.4
_EDITORS: Final = ("陈思远", "苏晴")


@dataclass(frozen=True)
class Word:
    """One word of the library."""

    text: str
    intent: str
    group: str
    page: str
    owner: str
    priority: int
    target_rank: int
    searches: int


def library() -> tuple[Word, ...]:
    """All words, most important first; the same ones every time."""
    found: dict[str, tuple[str, str, str]] = {}
    for text, intent, group, page in _candidates():
        if len(found) < LIBRARY_SIZE:
            found.setdefault(text, (intent, group, page))
    return tuple(_word(place, text, *about) for place, (text, about) in enumerate(found.items()))


def _candidates() -> Iterator[tuple[str, str, str, str]]:
    yield from ((text, intent, group, page) for text, intent, group, page, _asked in _ASKED)
    yield from ((text, BRAND, "品牌", "/") for text in _BRAND)
    yield from _of_products(slice(0, 2))
    yield from _of_products(slice(2, None))
    for intent, pattern, page in _OF_TRADES:
        yield from ((pattern.format(trade), intent, "行业", f"{page}{_slug(trade)}") for trade in _TRADES)
    for thing in _OF_PLACES:
        yield from ((f"{place}{thing}", BUY, "地区", f"/area/{_slug(place)}") for place in _PLACES)
    yield from _of_trades_and_products()


def _of_products(which: slice) -> Iterator[tuple[str, str, str, str]]:
    for intent, wishes in _WISHES:
        for wish in wishes[which]:
            yield from ((f"{name}{wish}", intent, group, page) for name, page, group in _PRODUCTS)


def _of_trades_and_products() -> Iterator[tuple[str, str, str, str]]:
    for trade in _TRADES:
        for name, page, group in _PRODUCTS:
            intent, tail = ((COMPARE, "选型"), (QUESTION, "怎么装"), (QUESTION, "使用寿命"))[_dice(trade + name, 3)]
            yield (f"{trade}{name}{tail}", intent, group, page)


def _word(place: int, text: str, intent: str, group: str, page: str) -> Word:
    is_core = place < CORE_SIZE
    # The last words of the list were added lately; their pages are still to be written.
    has_page = bool(page) and (place < LIBRARY_SIZE - WITHOUT_PAGE + 1 or is_core)
    return Word(
        text=text,
        intent=intent,
        group=group,
        page=page if has_page else "",
        owner=_owner(text, intent, group),
        priority=1 if is_core else 2 + _dice(text, 4),
        target_rank=(1 if intent == BRAND else 3 + 2 * _dice(text, 4)) if is_core else 10 + 5 * _dice(text, 5),
        searches=round((3_400 if is_core else 520) * (0.12 + _dice(text, 100) / 110) / 10) * 10,
    )


def _owner(text: str, intent: str, group: str) -> str:
    if intent == BRAND:
        return "赵一鸣"
    if intent == BUY:
        if group == "配件" and _dice(text, 3) == 0:
            return "马骏"
        return "何嘉" if _dice(text, 2) else "赵一鸣"
    if intent == COMPARE and _dice(text, 3) == 0:
        return "赵一鸣"
    return _EDITORS[_dice(text, 2)]


def _dice(text: str, sides: int) -> int:
    """A number from 0 that belongs to a text once and for all."""
    return crc32(text.encode()) // 7 % sides


def _slug(text: str) -> str:
    return f"{crc32(text.encode()) % 9_000 + 1_000}"


@cache
def _asked() -> tuple[tuple[str, ...], np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """The core words and the share of inquiries each of them brings."""
    often = {text: float(asked) for text, *_about, asked in _ASKED}
    core = tuple(word.text for word in library()[:CORE_SIZE] if often.get(word.text, 1))
    shares = np.array([often.get(text, _ASKED_RARELY) for text in core])
    return core, shares / shares.sum()


def split_by_word(chance: np.random.Generator, count: int) -> dict[str, int]:
    """So many inquiries by the word that brought them; "" for those that name none."""
    if count <= 0:
        return {}
    texts, shares = _asked()
    drawn = chance.multinomial(count, [_UNKNOWN, *(shares * (1 - _UNKNOWN))])
    return {text: int(number) for text, number in zip(("", *texts), drawn, strict=True) if number}
