"""Who writes which table: the column lines of each platform's exports, and the words that give it away. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from omos.connectors.adreports.fields import Kind, plain_name


@dataclass(frozen=True)
class Platform:
    """One origin of tables. `heads` are column lines as exported; `words` stand in titles, file names and cells."""

    code: str
    kind: Kind
    # The channel its figures belong to where a company has the usual ones.
    channel: str = ""
    heads: tuple[frozenset[str], ...] = ()
    words: tuple[str, ...] = ()
    # Column names only this platform uses.
    marks: frozenset[str] = frozenset()


def _platform(
    code: str, kind: Kind, channel: str, *, heads: tuple[str, ...], words: str = "", marks: str = ""
) -> Platform:
    return Platform(
        code,
        kind,
        channel,
        tuple(frozenset(plain_name(name) for name in head.split(",")) for head in heads),
        tuple(word for word in words.split(",") if word),
        frozenset(plain_name(name) for name in marks.split(",") if name),
    )


PLATFORMS: Final = (
    _platform(
        "baidu_search",
        Kind.AD,
        "BAIDU_SEARCH",
        heads=(
            "日期,推广计划,账户,展现,点击,消费,点击率,平均点击价格,网页转化,商桥转化,电话转化",
            "时间,账户,推广计划,推广单元,关键词,展现量,点击量,点击率,消费,点击价格,平均排名",
            "日期,推广计划,推广单元,关键词,搜索词,当前单元的添加状态,展现,点击,消费,点击率,总转化量,精确匹配扩展",
            "日期,账户,推广计划,推广单元,关键词,展现,点击,消费,点击率,平均点击价格,上方位展现",
        ),
        words="百度搜索推广,搜索推广,百度推广,百度营销,凤巢,baidu",
        marks="商桥转化,上方位展现,上方首位展现,当前单元的添加状态,精确匹配扩展",
    ),
    _platform(
        "baidu_feed",
        Kind.AD,
        "BAIDU_FEED",
        heads=("日期,推广计划,推广计划ID,展现,点击,消费,点击率,平均点击价格,千次展现消费,移动营销页浏览量,网页转化",),
        words="百度信息流,信息流推广,百度原生",
        marks="移动营销页浏览量",
    ),
    _platform(
        "so360",
        Kind.AD,
        "SO360_SEARCH",
        heads=(
            "推广账户,产品线,推广计划,展示次数,点击次数,点击率,总费用,平均每次点击费用",
            "日期,推广账户,推广计划,推广组,关键词,展示次数,点击次数,点击率,总费用,平均每次点击费用",
        ),
        words="360点睛,点睛,360搜索,360推广,奇虎,so360",
        marks="平均每次点击费用,产品线",
    ),
    _platform(
        "sogou",
        Kind.AD,
        "SOGOU_SHENMA",
        heads=(
            "编号,日期,账户,推广计划,消耗,点击数,展示数,点击率,点击均价,有消耗词量",
            "编号,日期,账户,推广计划,推广组,关键词,消耗,点击数,展示数,点击率,点击均价",
        ),
        words="搜狗,sogou",
        marks="有消耗词量",
    ),
    _platform(
        "shenma",
        Kind.AD,
        "SOGOU_SHENMA",
        heads=(
            "时间,账户,推广计划,展现量,点击量,消费,点击率,平均点击价格",
            "时间,账户,推广计划,推广单元,关键词,展现量,点击量,消费,点击率,平均点击价格",
        ),
        words="神马,卧龙,shenma",
    ),
    _platform(
        "oceanengine",
        Kind.AD,
        "DOUYIN",
        heads=(
            "时间,广告计划id,广告计划,广告组id,广告组,展示数,点击数,点击率,平均点击单价,平均千次展现费用,总花费",
            "日期,计划名称,消耗,展示数,点击数,点击率,转化数,成交金额",
            "日期,项目名称,广告名称,消耗,展示数,点击数,点击率,转化数,转化成本",
        ),
        words="巨量,头条,抖音,穿山甲,oceanengine",
        marks="广告计划id,平均千次展现费用,平均点击单价,转化成本",
    ),
    _platform(
        "tencent",
        Kind.AD,
        "",
        heads=(
            "推广计划名称,限额,状态,曝光量,点击量,点击率,花费,点击均价",
            "日期,推广计划名称,推广计划ID,曝光量,点击量,点击率,花费,点击均价,目标转化量",
        ),
        words="广点通,腾讯广告,腾讯社交,tencent,gdt",
        marks="限额",
    ),
    _platform(
        "uc",
        Kind.AD,
        "",
        heads=("日期,账户id,账户,计划id,计划,展现,点击,消费,点击率,平均点击价格,千次展现价格",),
        words="汇川,uc头条,uc信息流,uc推广",
        marks="千次展现价格",
    ),
    _platform(
        "google",
        Kind.AD,
        "",
        heads=(
            "Campaign,Ad group,Search keyword,Clicks,Impr.,CTR,Avg. CPC,Cost,Conversions",
            "Day,Campaign,Currency code,Impr.,Clicks,CTR,Avg. CPC,Cost,Conversions",
            "Campaign status,Campaign,Budget,Budget type,Status,Clicks,Impr.,CTR,Currency code,Avg. CPC,Cost",
            "日期,广告系列,广告组,搜索关键字,点击次数,展示次数,点击率,平均每次点击费用,费用,转化次数",
        ),
        words="google,谷歌",
        marks="impr,avgcpc,搜索关键字,search keyword",
    ),
    _platform(
        "facebook",
        Kind.AD,
        "",
        heads=(
            "Campaign name,Ad set name,Day,Results,Reach,Impressions,Amount spent,Link clicks,Clicks (all),CPC,"
            "Reporting starts,Reporting ends",
            "ad_id,xyz_campaign_id,fb_campaign_id,age,gender,interest,Impressions,Clicks,Spent,Total_Conversion,"
            "Approved_Conversion",
            "广告系列名称,单日,成效,覆盖人数,展示次数,已花费金额,链接点击量,报告开始日期,报告结束日期",
        ),
        words="facebook,meta,instagram",
        marks="amount spent,fb_campaign_id,reach,已花费金额,reporting starts,ad set name",
    ),
    _platform(
        "own",
        Kind.OWN,
        "",
        heads=(
            "日期,渠道,展现,点击,消费,点击率,平均点击价格,对话,询盘,有效,成交,成交额",
            "日期,渠道,展现,点击,消费,对话,线索,有效线索",
        ),
        words="日报,数据日报,推广日报",
    ),
    _platform(
        "swt",
        Kind.TALK,
        "",
        heads=(
            "编号,永久身份,访客名称,开始时间,对话类型,首次来源,初次访问网址,搜索词,关键词,访客消息数,客服消息数,"
            "名片,电话",
            "对话时间,对话类型,来源,关键词,搜索词,着陆页,名片",
        ),
        words="商务通,swt",
        marks="永久身份,初次访问网址,名片",
    ),
    _platform(
        "kf53",
        Kind.TALK,
        "",
        heads=("访客编号,访客名称,对话时间,来源渠道,搜索引擎,关键词,着陆页,访客消息,客服,电话,是否有效",),
        words="53客服,53kf",
        marks="访客编号",
    ),
    _platform(
        "kst",
        Kind.TALK,
        "",
        heads=("访客名称,对话开始时间,首次来源,推广计划,关键词,搜索词,落地页,对话类别,访客消息数,是否名片,手机,微信",),
        words="快商通,kst",
        marks="是否名片,对话类别",
    ),
    _platform("talk", Kind.TALK, "", heads=("时间,访客,来源,关键词,搜索词,着陆页,电话,是否有效",)),
    _platform(
        "customer",
        Kind.CUSTOMER,
        "",
        heads=(
            "日期,客户名称,联系人,电话,来源渠道,关键词,是否有效,是否成交,成交金额",
            "登记日期,客户姓名,手机号,来源,客户状态,成交金额",
        ),
        words="客户表,客户登记,客户明细",
    ),
    _platform("other", Kind.AD, "", heads=()),
)
BY_CODE: Final = {one.code: one for one in PLATFORMS}
# What a file counts as when nobody knows who wrote it, by what it is about.
UNKNOWN: Final = {Kind.AD: "other", Kind.OWN: "own", Kind.TALK: "talk", Kind.CUSTOMER: "customer"}
AD_PLATFORMS: Final = tuple(one.code for one in PLATFORMS if one.kind is Kind.AD)
