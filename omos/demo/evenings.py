"""Evenings: each person's daily report, the supervisor's reading of them, and the day closed at midnight."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from omos.demo.people import PLANNED, Cast
from omos.demo.stage import Stage
from omos.loop.reports import queries, services
from omos.loop.reports.services import Sentences
from omos.office.notices.services import mark_all_read

_PROBLEMS: Final = {
    "陈思远": ("关键词太偏，找不到现场案例", "后台上传图片很慢，等了半小时"),
    "苏晴": ("客户照片不能公开，文章少配图", "小标题带词总觉得别扭"),
    "赵一鸣": ("知乎要登录，机器看不到，帮忙确认一下", "两个论坛改版，旧帖打不开"),
    "何嘉": ("百度点击又贵了，建议早点复盘", "360 求职词太多，正在否"),
    "江语桐": ("抖音限流，播放掉了一半", "车间拍摄要排到下周"),
    "许静": ("客户问防爆证书，资料不全",),
    "彭雪": ("下午同时来了七个对话，回得慢",),
    "马骏": ("三个老客户没打通，明天再打", "滤筒缺货，报价先缓两天"),
}
_HAS_PROBLEM: Final = 0.14
_TOMORROW: Final = (
    "按计划写完明天的篇数", "先补今天没过的", "整理除尘滤袋的案例", "跟进两个要报价的客户", "把否词清单再过一遍",
    "拍脉冲清灰的现场视频", "回访上月的老客户", "换两条外链",
)  # fmt: skip
_COMMENTS: Final = ("好，注意小标题带词", "辛苦，明天优先补缺的", "资料我让设计给你", "这个客户我来对接")
_COMMENTED: Final = 0.04
_WRITTEN: Final = 0.97
# Today's reports: when they were sent, or only begun (negative: a draft).
_TODAY: Final = {
    "陈思远": 17.48, "苏晴": 17.25, "赵一鸣": -17.3, "何嘉": 16.2, "许静": 17.5, "彭雪": -16.9, "马骏": 17.4,
}  # fmt: skip
_TODAYS_PROBLEMS: Final = {
    "陈思远": "第三篇和旧稿像，正在换案例",
    "赵一鸣": "知乎要登录，机器看不到",
    "何嘉": "百度点击又贵了，建议停信息流",
    "马骏": "三个老客户没打通，明天再打",
}
# Days made up later are looked at again once a week here; the machine does so every ten minutes.
_MEND_ON: Final = 4


def end_day(stage: Stage, cast: Cast, day: date) -> None:
    """Reports written after six, read at half past, the day closed after midnight."""
    chance = stage.chance("evening", day)
    for name in PLANNED:
        if stage.is_workday(day) and (cast.ids[name], day) not in cast.away and chance.random() < _WRITTEN:
            known = _PROBLEMS[name]
            problem = known[int(chance.integers(len(known)))] if chance.random() < _HAS_PROBLEM else ""
            tomorrow = _TOMORROW[int(chance.integers(len(_TOMORROW)))]
            at = stage.at(day, 18.25 + float(chance.random()) / 4)
            services.submit_report(
                day=day, sentences=Sentences(problem, tomorrow), row_version=0, actor=cast.viewers[name], now=at
            )
    _read(stage, cast, day, float(chance.random()))
    midnight = stage.at(day + timedelta(days=1), 0.1)
    services.close_day(day=day, actor=stage.actor, now=midnight)
    if day.weekday() == _MEND_ON:
        services.mend_days(actor=stage.actor, now=midnight)


def read_notices(stage: Stage, cast: Cast) -> None:
    """Everybody has seen what they were told until yesterday."""
    for viewer in cast.viewers.values():
        mark_all_read(actor=viewer, now=min(stage.at(stage.today, 8.6), stage.now))


def _read(stage: Stage, cast: Cast, day: date, dice: float) -> None:
    """The supervisor reads them all and answers one now and then."""
    at = stage.at(day, 18.6)
    fresh = list(queries.reports_to_read(viewer=cast.lead).values_list("id", flat=True))
    if fresh and dice < _COMMENTED * len(fresh):
        text = _COMMENTS[int(dice * 997) % len(_COMMENTS)]
        services.comment(report_id=fresh[0], text=text, actor=cast.lead, now=at)
    services.acknowledge_report(report_ids=fresh, actor=cast.lead, now=at)


def reports_of_today(stage: Stage, cast: Cast) -> None:
    """The reports of today that are in or begun by now; days made up this week stand as they are."""
    for name, hours in _TODAY.items():
        at = stage.at(stage.today, abs(hours))
        if at > stage.now or (cast.ids[name], stage.today) in cast.away:
            continue
        sentences = Sentences(_TODAYS_PROBLEMS.get(name, ""), "按计划，先补今天没过的")
        actor = cast.viewers[name]
        if hours < 0:
            services.save_draft(day=stage.today, sentences=sentences, actor=actor, now=at)
        else:
            services.submit_report(day=stage.today, sentences=sentences, row_version=0, actor=actor, now=at)
    services.mend_days(actor=stage.actor, now=stage.now)
