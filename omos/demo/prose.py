"""Titles and texts of articles and posts: words of the trade put together by chance, no two texts alike."""

from __future__ import annotations

from random import Random
from typing import Final

_PARTS: Final = (
    "滤袋", "滤筒", "脉冲阀", "骨架", "灰斗", "卸灰阀", "风机", "进风口", "出风口", "喷吹管", "花板", "压差表",
    "气包", "风管", "阀门", "密封条", "检修门", "料位计", "消声器", "电控柜", "滤芯", "电机", "轴承", "皮带",
    "导流板", "箱体", "保温层", "排气筒", "支架", "集气罩", "油水分离器", "储气罐", "控制仪", "叶轮", "吸尘臂",
    "接地线",
)  # fmt: skip
_STATES: Final = (
    "磨损发亮", "板结成块", "积灰超过三成", "漏风有哨声", "温度偏高", "振动变大", "动作变慢", "受潮结露",
    "出现裂口", "压力上不去", "读数来回跳", "有油污", "螺栓松动", "开度不够", "堵了一半", "声音发闷",
    "表面起毛", "颜色变深", "回弹无力", "间隙变大", "拉出灰线", "挂不住灰", "频繁跳停", "电流偏高",
)  # fmt: skip
_WHEN: Final = (
    "连续生产两班以后", "换料当天", "梅雨季节", "空压机刚检修完", "产量提高三成时", "冬天开机头一个小时",
    "停机超过一周再开", "粉尘湿度上来以后", "切割厚板时", "加班赶货那几天", "新工人接手的班组", "改过风管以后",
    "夜班温差大时", "环保检查之前", "换了供应商以后", "车间改造期间", "同时开四个工位时", "原料变细以后",
    "压缩空气不足零点五兆帕时", "过滤风速超过一米二时",
)  # fmt: skip
_ACTIONS: Final = (
    "先停机看一遍", "拍照留底再拆", "按编号逐个测", "换掉最旧的三分之一", "把风量调低一成", "清理干净再复测",
    "记到点检表里", "让两个人一起确认", "用肥皂水找漏点", "和上周读数比一比", "隔一排堵一排试",
    "打开检修口摸一摸", "重新校一次零点", "把周期缩短十秒", "换成防静电的", "加一道预分离", "拧紧后画上标记",
    "称一称积灰重量", "联系厂家要曲线", "留一件备件在现场", "放到下次小修处理", "先用旧的顶一班",
)  # fmt: skip
_EFFECTS: Final = (
    "排放浓度当天就会超", "一个月电费多出两三千", "滤料寿命少掉一半", "工人站着都呛", "风量掉两成以上",
    "产品表面会有麻点", "设备隔三差五停机", "罚单比配件贵得多", "灰落得到处都是", "后面的风机跟着坏",
    "客户来看厂会扣分", "压差一路往上走", "火花有机会进箱体", "备件永远不够用", "抽样总有一次不过",
    "保养记录对不上账",
)  # fmt: skip
_JUDGES: Final = (
    "老师傅的办法是", "我们售后的习惯是", "比较省钱的做法是", "说明书没写的一步是", "现场最容易忽略的是",
    "苏州一家客户的经验是", "三年回访下来看", "按国标的算法", "预算紧的厂子可以", "环保专家建议",
)  # fmt: skip
_TRADES: Final = ("木工", "铸造", "激光切割", "饲料", "化工", "打磨", "焊接", "水泥", "食品", "橡胶", "陶瓷", "锂电")
_PATTERNS: Final = (
    "{when}，{firm}的{one}{state}，{action}，不然{effect}。",
    "{judge}，{one}{state}满 {number} 小时就{action}，{firm}这样做了 {months} 个月。",
    "{trade}车间的{one}和{other}要一起看，{when}差别能到 {number}%，{firm}的记录就是这样。",
    "{firm}那台{one}{state}，多半是{other}{cause}带出来的，{action}再说。",
    "{firm}和另外 {number} 家{trade}厂问过：{one}{state}怎么办？{action}，否则{effect}。",
)
_TOWNS: Final = ("昆山", "江阴", "张家港", "宜兴", "海宁", "溧阳", "太仓", "丹阳", "靖江", "湖州", "芜湖", "滁州")
_NAME: Final = "恒通博锐联创鼎盛宏远瑞丰嘉禾金石安达华昌信诚永泰德润东升明辉立信海川万顺中科新源"
_KINDS: Final = ("机械", "金属", "木业", "铸件", "电子", "建材", "食品", "化工", "塑业", "车桥")
_QUESTION: Final = (
    "{}？{} 个判断方法",
    "{}：现场 {} 条经验",
    "{}，{} 张图看明白",
    "{}，常见的 {} 个误区",
    "{}？问了 {} 位老师傅",
)
_COMPARE: Final = ("{}看这 {} 点就够", "{}：{} 种方案怎么比", "{}，{} 组数据说话", "{}对照表，{} 项参数")
_BUY: Final = ("找{}先问清 {} 件事", "{}报价里的 {} 个细节", "{}：合同里要写明的 {} 条", "{}，验收看 {} 处")
_HEADS: Final = (
    "看压差",
    "看排放口",
    "听喷吹声音",
    "看运行记录",
    "算一算风量",
    "查备件",
    "对合同",
    "问售后",
    "看工况",
    "比能耗",
)
_NUMERALS: Final = "一二三四五六七八"


def title_for(chance: Random, keyword: str, intent: str) -> str:
    """A headline that carries the word."""
    patterns = {"QUESTION": _QUESTION, "COMPARE": _COMPARE}.get(intent, _BUY)
    return chance.choice(patterns).format(keyword, chance.randint(3, 7))


def headings_for(chance: Random, keyword: str, *, with_word: bool) -> list[str]:
    """Headings of an article; with the word in the first of them, as asked for."""
    heads = chance.sample(_HEADS, 4)
    if with_word:
        heads[0] = f"{keyword}先{heads[0]}"
    return [f"{_NUMERALS[place]}、{head}" for place, head in enumerate(heads)]


def paragraphs_for(chance: Random, keyword: str, *, sentences: int, mentions: int) -> list[str]:
    """Paragraphs of so many sentences, the word standing in some of them."""
    lines = [_sentence(chance) for _ in range(sentences)]
    for place in range(mentions):
        spot = place * sentences // max(mentions, 1)
        lines[spot] = f"{keyword}这件事，" + lines[spot]
    size = max(3, sentences // 5)
    return ["".join(lines[start : start + size]) for start in range(0, sentences, size)]


def rewritten(chance: Random, earlier: list[str], *, kept: float) -> list[str]:
    """Paragraphs of which this share is taken over word for word."""
    sentences = [f"{part}。" for paragraph in earlier for part in paragraph.split("。") if part]
    taken = round(len(sentences) * kept)
    mixed = [line if place < taken else _sentence(chance) for place, line in enumerate(sentences)]
    size = max(3, len(mixed) // 5)
    return ["".join(mixed[start : start + size]) for start in range(0, len(mixed), size)]


def _sentence(chance: Random) -> str:
    one, other = chance.sample(_PARTS, 2)
    state, action = chance.choice(_STATES), chance.choice(_ACTIONS)
    number = chance.randint(2, 98)
    firm = chance.choice(_TOWNS) + chance.choice(_NAME) + chance.choice(_NAME) + chance.choice(_KINDS)
    return chance.choice(_PATTERNS).format(
        one=one,
        other=other,
        state=state,
        action=action,
        number=number,
        cause=chance.choice(_STATES),
        when=chance.choice(_WHEN),
        effect=chance.choice(_EFFECTS),
        judge=chance.choice(_JUDGES),
        trade=chance.choice(_TRADES),
        months=chance.randint(2, 30),
        firm=firm,
    )
