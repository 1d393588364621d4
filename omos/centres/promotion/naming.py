"""Which channel a text means, and whose contact it is: 百度竞价 → BAIDU_SEARCH, a phone → a keyed digest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from django.utils.crypto import salted_hmac

from omos.connectors.adreports.cells import half_width, is_nothing
from omos.connectors.adreports.fields import plain_name

# What people and chat tools write for the channels every company starts with; the longest that fits counts.
_SPOKEN: Final = {
    "BAIDU_SEARCH": (
        "百度",
        "百度竞价",
        "百度推广",
        "百度搜索",
        "百度搜索推广",
        "百度sem",
        "baidu",
        "凤巢",
        "baidu.com",
    ),
    "BAIDU_FEED": ("百度信息流", "信息流", "百度原生"),
    "SO360_SEARCH": ("360", "360搜索", "360竞价", "360推广", "好搜", "so.com"),
    "SOGOU_SHENMA": ("搜狗", "搜狗推广", "搜狗竞价", "神马", "神马推广", "搜狗神马", "sogou.com", "sm.cn"),
    "DOUYIN": ("抖音", "头条", "今日头条", "巨量", "巨量引擎", "字节", "穿山甲"),
    "BAIDU_ORGANIC": ("百度自然", "百度seo", "百度自然搜索", "百度自然排名", "seo", "百度优化"),
    "OTHER_ORGANIC": ("自然搜索", "其他自然搜索", "必应", "bing", "自然流量"),
    "DIRECT": ("直接访问", "直接输入", "直访", "直接进入", "直接来源", "direct", "收藏夹"),
    "LINKS": ("外链", "b2b", "友情链接", "问答", "外部链接"),
    "SOCIAL": ("微信", "公众号", "微博", "小红书", "朋友圈", "社交", "知乎", "视频号"),
}
_PHONE: Final = re.compile(r"(?<!\d)(?:\+?86)?(1[3-9]\d{9})(?!\d)")


class _Channel(Protocol):
    pk: int
    code: str
    name: str


def channel_names(channels: Iterable[_Channel]) -> dict[str, int]:
    """Everything channels may be called → their ids; a channel's own name beats what is spoken of others."""
    listed = list(channels)
    found = {plain_name(word): one.pk for one in listed for word in _SPOKEN.get(one.code, ())}
    return found | {plain_name(text): one.pk for one in listed for text in (one.code, one.name)}


def channel_of(text: str, names: Mapping[str, int]) -> int | None:
    """The channel a text means: by its very name, else by the longest name in it."""
    plain = plain_name(text)
    if not plain or is_nothing(text):
        return None
    if plain in names:
        return names[plain]
    held = [name for name in names if name in plain and (len(name) > 2 or not name.isascii())]
    return names[max(held, key=len)] if held else None


def contact_key(text: str) -> str:
    """The same for the same phone or account however it is written; empty for nothing. Cannot be turned back."""
    if is_nothing(text):
        return ""
    digits = re.sub(r"(?<=\d)[\s-](?=\d)", "", half_width(text))
    phone = _PHONE.search(digits)
    plain = phone[1] if phone else re.sub(r"\s", "", digits).lower()
    return salted_hmac("omos.promotion.contact", plain, algorithm="sha256").hexdigest()
