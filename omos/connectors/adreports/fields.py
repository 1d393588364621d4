"""What a column of such a table can say: its kind of value and the names it goes by. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final


class Kind(StrEnum):
    """What a table is about."""

    AD = "ad"
    OWN = "own"
    TALK = "talk"
    CUSTOMER = "customer"


class Value(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    DAY = "day"
    COUNT = "count"
    AMOUNT = "amount"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True)
class Field:
    """One thing a row can say, and what columns of it are called."""

    name: str
    value: Value
    names: tuple[str, ...]


def _field(name: str, value: Value, names: str) -> Field:
    return Field(name, value, tuple(names.split("|")))


_DAY: Final = _field(
    "day",
    Value.DAY,
    "日期|时间|统计日期|数据日期|报告日期|投放日期|统计时间|开始日期|报告开始日期|date|day|"
    "reporting starts|stat datetime|数据时间|日",
)
_ACCOUNT: Final = _field(
    "account",
    Value.TEXT,
    "账户|推广账户|账户名称|账户名|帐户|帐户名称|推广账户名称|广告主|广告主名称|账号|广告账户|"
    "广告账户名称|account|account name",
)
_CAMPAIGN: Final = _field(
    "campaign",
    Value.TEXT,
    "推广计划|推广计划名称|计划名称|计划|广告计划|广告计划名称|营销计划|项目名称|方案|方案名称|campaign|"
    "campaign name|广告系列|广告系列名称"
    "|xyz campaign id|推广计划id|广告计划id|计划id|campaign id",
)
_GROUP: Final = _field(
    "ad_group",
    Value.TEXT,
    "推广单元|推广单元名称|单元|单元名称|广告组|广告组名称|推广组|推广组名称|ad group|ad group name|"
    "adgroup|ad set name|ad set|广告组id",
)
_KEYWORD: Final = _field(
    "keyword", Value.TEXT, "关键词|关键词名称|竞价词|推广关键词|keyword|search keyword|关键字|搜索关键字"
)
_TERM: Final = _field("term", Value.TEXT, "搜索词|用户搜索词|网民搜索词|搜索字词|search term")
_IMPRESSIONS: Final = _field(
    "impressions",
    Value.COUNT,
    "展现|展现量|展现数|展现次数|展示|展示数|展示次数|展示量|曝光|曝光量|曝光数|曝光次数|impressions|"
    "impr|impr.|impression|show|view count",
)
_CLICKS: Final = _field(
    "clicks",
    Value.COUNT,
    "点击|点击量|点击数|点击次数|clicks|click|clicks (all)|link clicks|链接点击量|valid click count",
)
_SPEND: Final = _field(
    "spend",
    Value.AMOUNT,
    "消费|消耗|总消耗|总消费|花费|总花费|总费用|费用|推广消费|消费金额|消耗金额|已花费金额|花费金额|支出|"
    "账面消费|广告费|cost|spend|spent|amount spent",
)
_CONVERSIONS: Final = _field(
    "conversions",
    Value.NUMBER,
    "转化数|转化|转化量|总转化量|总转化数|目标转化量|网页转化|conversions|total conversion|results|成效|"
    "conversions count",
)

AD_FIELDS: Final = (
    _DAY,
    _ACCOUNT,
    _CAMPAIGN,
    _GROUP,
    _KEYWORD,
    _TERM,
    _IMPRESSIONS,
    _CLICKS,
    _SPEND,
    _CONVERSIONS,
    _field("conversions_chat", Value.NUMBER, "商桥转化"),
    _field("conversions_phone", Value.NUMBER, "电话转化"),
    _field("currency", Value.TEXT, "币种|货币|currency|currency code|account currency"),
    _field("last_day", Value.DAY, "结束日期|报告结束日期|reporting ends"),
)
_CHANNEL: Final = _field(
    "channel",
    Value.TEXT,
    "渠道|推广渠道|媒体|平台|来源|来源渠道|投放渠道|投放平台|推广平台|渠道名称|channel|platform|source",
)
OWN_FIELDS: Final = (
    _DAY,
    _CHANNEL,
    _IMPRESSIONS,
    _CLICKS,
    _SPEND,
    _field("visits", Value.COUNT, "访问|访客|访问量|访问数|流量|访问次数|uv|ip|visits"),
    _field("conversations", Value.COUNT, "对话|对话量|对话数|总对话|咨询对话|会话数|conversations"),
    _field(
        "inquiries",
        Value.COUNT,
        "询盘|询盘量|询盘数|咨询|咨询量|咨询数|线索|线索量|线索数|留联|留联数|名片|名片数|inquiries|leads",
    ),
    _field(
        "valid_inquiries",
        Value.COUNT,
        "有效|有效咨询|有效询盘|有效量|有效数|有效线索|有效咨询量|有效名片|valid|valid inquiries",
    ),
    _field("lost_deals", Value.COUNT, "丢单|丢单数|lost deals"),
    _field("won_deals", Value.COUNT, "成交|成交数|成交单数|成交量|订单数|签单|签单数|deals|won deals"),
    _field("revenue", Value.AMOUNT, "成交额|成交金额|业绩|销售额|签单金额|revenue"),
)
_FIRST_CHANNEL: Final = _field(
    "channel",
    Value.TEXT,
    "首次来源|初次来源|来源|来源渠道|渠道|首次渠道|首访渠道|第一渠道|推广渠道|访客来源|来源类型|搜索引擎|"
    "来源网站|客户来源|first channel|channel|source",
)
_CONTACT: Final = _field(
    "contact",
    Value.TEXT,
    "电话|手机|手机号|手机号码|联系方式|联系电话|电话号码|微信|微信号|留联|留联方式|名片|qq|phone|contact",
)
_VALID: Final = _field(
    "valid",
    Value.CHOICE,
    "有效|是否有效|有效性|有效对话|是否有效对话|有效咨询|对话类型|对话级别|对话类别|客户类型|客户状态|"
    "线索状态|状态|valid",
)
TALK_FIELDS: Final = (
    _field(
        "day",
        Value.DAY,
        "时间|对话时间|开始时间|对话开始时间|会话开始时间|首次访问时间|访问时间|咨询时间|接入时间|发起时间|"
        "日期|time|started at",
    ),
    _field("number", Value.TEXT, "对话编号|会话id|会话编号|记录编号|对话id|访客id|永久身份|访客编号|编号|序号|id"),
    _field("visitor", Value.TEXT, "访客|访客名称|访客姓名|访客昵称|姓名|名称|客户名称|客户姓名|visitor|name"),
    _FIRST_CHANNEL,
    _field("campaign", Value.TEXT, "推广计划|计划|计划名称|campaign"),
    _KEYWORD,
    _field("term", Value.TEXT, "搜索词|搜索关键词|用户搜索词|search term"),
    _field(
        "landing_page",
        Value.TEXT,
        "着陆页|落地页|初次访问网址|首次访问网址|首次访问页面|入口页面|访问页面|对话页面|发起页面|来访页面|"
        "着陆页面|landing page|url",
    ),
    _field("messages", Value.COUNT, "访客消息数|访客消息|消息数|访客发言数|客户消息数|访客语句数|对话条数|messages"),
    _CONTACT,
    _field("has_contact", Value.CHOICE, "是否留联|是否名片|有名片|是否有名片|是否留电|是否留电话|留联状态|has contact"),
    _VALID,
)
CUSTOMER_FIELDS: Final = (
    _field(
        "day", Value.DAY, "日期|时间|登记日期|登记时间|录入时间|创建时间|咨询日期|咨询时间|首次咨询时间|成交日期|date"
    ),
    _field("number", Value.TEXT, "客户编号|编号|序号|id"),
    _field("visitor", Value.TEXT, "客户|客户名称|客户姓名|姓名|联系人|公司|公司名称|单位|customer|name"),
    _CONTACT,
    _FIRST_CHANNEL,
    _KEYWORD,
    _field("term", Value.TEXT, "搜索词|search term"),
    _VALID,
    _field("won", Value.CHOICE, "是否成交|成交|签单|是否签单|won"),
    _field("revenue", Value.AMOUNT, "成交金额|成交额|金额|合同金额|订单金额|签单金额|revenue|amount"),
)
FIELDS: Final = {
    Kind.AD: AD_FIELDS,
    Kind.OWN: OWN_FIELDS,
    Kind.TALK: TALK_FIELDS,
    Kind.CUSTOMER: CUSTOMER_FIELDS,
}
# Columns that together tell one row from another, coarse to fine.
NAMES: Final = ("account", "campaign", "ad_group", "keyword", "term", "channel", "visitor", "number", "contact")
FIGURES: Final = frozenset({Value.COUNT, Value.AMOUNT, Value.NUMBER})

_IN_BRACKETS: Final = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_SIGNS: Final = re.compile(r"[\s_/*:：.'\"‘’“”-]+")


def plain_name(text: str) -> str:
    """A header as it is compared: "Amount spent (USD)" → "amountspent"."""
    half = unicodedata.normalize("NFKC", text).lower()
    return _SIGNS.sub("", _IN_BRACKETS.sub("", half)) or _SIGNS.sub("", half)


_FACTORS: Final = (("万元", 10_000), ("千元", 1_000), ("亿元", 100_000_000))


@lru_cache(maxsize=1_024)
def unit_of(header: str) -> tuple[int, int]:
    """By what an amount of this column is multiplied and divided: 消耗(万元) → (10000, 1), 花费(分) → (1, 100)."""
    half = unicodedata.normalize("NFKC", header)
    if re.search(r"\(分\)", half):
        return 1, 100
    return next((factor for word, factor in _FACTORS if word in half), 1), 1


_CURRENCIES: Final = ("USD", "EUR", "HKD", "JPY", "GBP", "TWD", "SGD", "CNY")
_CURRENCY_SIGNS: Final = (("US$", "USD"), ("HK$", "HKD"), ("€", "EUR"), ("£", "GBP"), ("$", "USD"))


def currency_of(text: str) -> str:
    """The currency a header or cell names: "Cost (USD)" → USD; "" where it names none, CNY included."""
    upper = unicodedata.normalize("NFKC", text).upper()
    named = next((code for code in _CURRENCIES if re.search(rf"(?<![A-Z]){code}(?![A-Z])", upper)), "")
    found = named or next((code for sign, code in _CURRENCY_SIGNS if sign in upper), "")
    return "" if found == "CNY" else found
