"""Two months of requests to designer and programmer, three versions of the website, its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from omos.centres.website import services
from omos.centres.website.services import ColumnDraft, HandedOver, VersionDraft, Wanted
from omos.demo.people import WEBSITE, Cast
from omos.demo.stage import Stage
from omos.loop.verification import services as verification
from omos.office.notices import queries as notices
from omos.office.notices.services import mark_read
from omos.people import queries as people

_DESIGNER, _PROGRAMMER = "叶子墨", "秦朗"
_DONE, _MENDED, _REFUSED, _DELIVERED = "done", "mended", "refused", "delivered"
_SENT_BACK, _TAKEN, _ASKED, _OPEN = "sent back", "taken", "asked", "asked of the position"
# Hours of the day on which things happen.
_AT_ASKED, _AT_TAKEN, _AT_HANDED, _AT_ANSWERED = 9.6, 10.8, 16.4, 10.1


@dataclass(frozen=True)
class Wish:
    """One request: asked so many workdays ago, handed over so many workdays later."""

    ago: int
    asker: str
    maker: str
    kind: str
    title: str
    purpose: str
    takes: int = 2
    quantity: int = 1
    fate: str = _DONE
    # Why it came back or was refused.
    because: str = ""
    is_urgent: bool = False


_WISHES: Final = (
    Wish(41, "何嘉", _DESIGNER, "LANDING_PAGE", "脉冲除尘器落地页", "首屏放免费上门测量，表单不超过三项", 4),
    Wish(40, "赵一鸣", _PROGRAMMER, "FAULT", "产品列表翻页打不开", "第二页起报错，蜘蛛抓不到", 1, is_urgent=True),
    Wish(39, "陈思远", _DESIGNER, "PICTURE", "滤筒对比图", "四种滤材一眼看出差别", 1, 4),
    Wish(37, "许静", _PROGRAMMER, "FUNCTION", "留言自动带上来源页", "客服一看就知道客户看了哪个产品", 3),
    Wish(36, "江语桐", _DESIGNER, "PICTURE", "短视频封面模板", "统一字体和角标，手机上看得清", 2, 3, fate=_MENDED,
         because="标题被抖音的按钮挡住"),
    Wish(34, "何嘉", _DESIGNER, "PICTURE", "百度信息流大图", "突出「三年质保」，不要出现人脸", 1, 2),
    Wish(33, "赵一鸣", _DESIGNER, "COLUMN", "行业案例栏目", "按行业分类，每个案例有前后对比", 3),
    Wish(31, "苏晴", _DESIGNER, "PICTURE", "清灰原理图", "三步讲清，能放进文章", 1, 3),
    Wish(30, "林岚", _DESIGNER, "LAYOUT", "首页首屏换版", "电话和表单都在第一屏", 4),
    Wish(28, "何嘉", _PROGRAMMER, "FUNCTION", "落地页表单防重复提交", "同一号码十分钟内只收一次", 2),
    Wish(27, "赵一鸣", _PROGRAMMER, "FAULT", "手机站图片不显示", "安卓微信里打开是空白", 1, is_urgent=True),
    Wish(25, "江语桐", _DESIGNER, "PICTURE", "公众号头图", "展会预热，含时间地点", 1, 2, fate=_MENDED,
         because="展位号写错了"),
    Wish(23, "陈思远", _PROGRAMMER, "FUNCTION", "文章页加相关产品", "文末带三个同词产品", 3),
    Wish(21, "何嘉", _DESIGNER, "LANDING_PAGE", "布袋除尘器落地页", "加参数表和现场视频", 4),
    Wish(19, "周凯", _DESIGNER, "PICTURE", "报价单抬头", "换新标志", 1, fate=_REFUSED,
         because="报价单由销售部模板统一出，不在网站范围"),
    Wish(17, "赵一鸣", _PROGRAMMER, "FUNCTION", "站点地图自动更新", "新文章一小时内进 sitemap", 2),
    Wish(15, "苏晴", _DESIGNER, "PICTURE", "木工车间案例图", "五张现场照片调色、加水印", 1, 5),
    Wish(13, "林岚", _DESIGNER, "LAYOUT", "产品页版式统一", "参数、案例、询价三段固定", 4),
    Wish(11, "许静", _PROGRAMMER, "FAULT", "在线客服按钮挡住电话", "手机上两个按钮重叠", 1),
    Wish(9, "何嘉", _DESIGNER, "PICTURE", "双十二竞价大图", "三套文案各一张", 2, 3, fate=_MENDED,
         because="第二张的价格不能写"),
    Wish(7, "陈思远", _DESIGNER, "PICTURE", "滤袋更换步骤图", "六步，能打印", 2, 6),
    Wish(5, "赵一鸣", _PROGRAMMER, "FUNCTION", "旧网址 301 到新栏目", "改版后老链接不丢权重", 3),
    Wish(3, "江语桐", _DESIGNER, "PICTURE", "现场短视频封面", "三条一套", 2, 3, fate=_DELIVERED),
    Wish(3, "何嘉", _DESIGNER, "LANDING_PAGE", "滤筒除尘器落地页", "和脉冲那页同样的结构，换案例", 2, fate=_SENT_BACK,
         because="表单里少了手机号"),
    Wish(2, "苏晴", _DESIGNER, "PICTURE", "粉尘防爆知识配图", "四张，配防爆系列文章", 4, 4, fate=_TAKEN),
    Wish(2, "许静", _PROGRAMMER, "FUNCTION", "夜间留言短信提醒", "九点后的留言值班能收到", 5, fate=_TAKEN),
    Wish(1, "林岚", _DESIGNER, "PICTURE", "年终促销主图", "官网首页和公众号各一张", 3, 2, fate=_ASKED, is_urgent=True),
    Wish(0, "赵一鸣", _PROGRAMMER, "FAULT", "搜索页标题重复", "站内搜索结果页标题都一样", 2, fate=_OPEN),
)  # fmt: skip
# So many workdays ago: title, why, and the titles of the requests that made it up.
_VERSIONS: Final = (
    (23, "首页首屏换版", "首页跳出率高，电话在第二屏", ("首页首屏换版", "落地页表单防重复提交")),
    (17, "案例栏目上线", "老客户总问同行谁在用", ("行业案例栏目", "文章页加相关产品")),
    (6, "产品页版式统一", "询价按钮位置不一，有效询盘率低", ("产品页版式统一", "在线客服按钮挡住电话")),
)
_COLUMNS: Final = (
    ColumnDraft(0, "产品中心", "看懂参数，点询价", "/products/", is_key=True, posts_per_week=4),
    ColumnDraft(0, "行业案例", "看到同行在用", "/cases/", is_key=True, posts_per_week=3),
    ColumnDraft(0, "技术文章", "搜索词带来第一次访问", "/news/", is_key=True, posts_per_week=20),
    ColumnDraft(0, "常见问题", "回答客服每天被问的", "/faq/", posts_per_week=5),
    ColumnDraft(0, "公司动态", "让人放心", "/about/news/", posts_per_week=1),
)
_KEEPERS: Final = ("叶子墨", "赵一鸣", "陈思远", "许静", "林岚")


def play(stage: Stage, cast: Cast) -> None:
    """Everything that has happened by now."""
    numbers = {wish.title: _Story(stage, cast, wish).tell() for wish in _WISHES}
    for ago, title, reason, made_of in _VERSIONS:
        draft = VersionDraft(cast.website_id, stage.back(ago), title, reason, [numbers[one] for one in made_of])
        services.save_version(draft=draft, actor=cast.lead, now=stage.at(stage.back(ago), 17.5))
    for column, keeper in zip(_COLUMNS, _KEEPERS, strict=True):
        values = {**vars(column), "website_id": cast.website_id, "owner_id": cast.ids[keeper]}
        services.save_column(draft=ColumnDraft(**values), actor=cast.lead, now=stage.at(stage.back(42), 15))
    # What nobody has accepted yet is met by the machine like any other piece.
    verification.enqueue_checks(now=stage.now)
    _read_notices(stage, cast)


class _Story:
    """What became of one wish, step by step until now."""

    def __init__(self, stage: Stage, cast: Cast, wish: Wish) -> None:
        self.stage, self.cast, self.wish = stage, cast, wish
        self.asker, self.maker = cast.viewers[wish.asker], cast.viewers[wish.maker]
        self.number = 0

    def tell(self) -> int:
        """Play its steps; returns the request's id, 0 where it is not asked yet."""
        for at, step in self._steps():
            if at > self.stage.now:
                break
            step(at)
        return self.number

    def _steps(self) -> Iterator[tuple[datetime, Callable[[datetime], None]]]:
        wish = self.wish
        yield self._at(0, _AT_ASKED), self._ask
        if wish.fate in {_ASKED, _OPEN}:
            return
        yield self._at(0, _AT_TAKEN), self._refuse if wish.fate == _REFUSED else self._take
        if wish.fate in {_REFUSED, _TAKEN}:
            return
        yield self._at(wish.takes, _AT_HANDED), self._hand_over
        yield from self._answers()

    def _answers(self) -> Iterator[tuple[datetime, Callable[[datetime], None]]]:
        wish = self.wish
        if wish.fate == _DELIVERED:
            return
        if wish.fate in {_MENDED, _SENT_BACK}:
            yield self._at(wish.takes, _AT_HANDED + 0.5), self._send_back
        if wish.fate == _MENDED:
            yield self._at(wish.takes + 1, _AT_HANDED), self._hand_over
        if wish.fate != _SENT_BACK:
            yield self._at(wish.takes + 2, _AT_ANSWERED), self._accept

    def _at(self, later: int, hours: float) -> datetime:
        return self.stage.at(self._day(later), hours)

    def _day(self, later: int) -> date:
        """So many workdays after it was asked; days to come follow one another."""
        left = self.wish.ago - later
        return self.stage.back(left) if left >= 0 else self.stage.today + timedelta(days=-left)

    def _ask(self, at: datetime) -> None:
        wish = self.wish
        positions = people.positions_by_code()
        to = f"p{positions['PROGRAMMER']}" if wish.fate == _OPEN else f"s{self.cast.ids[wish.maker]}"
        wanted = Wanted(
            kind=wish.kind,
            title=wish.title,
            purpose=wish.purpose,
            to=to,
            needed_by=self._day(wish.takes + 1),
            quantity=wish.quantity,
            is_urgent=wish.is_urgent,
            website_id=self.cast.website_id,
        )
        self.number = services.ask(wanted=wanted, actor=self.asker, now=at)

    def _take(self, at: datetime) -> None:
        services.take(request_id=self.number, ready_on=self._day(self.wish.takes), actor=self.maker, now=at)

    def _refuse(self, at: datetime) -> None:
        services.refuse(request_id=self.number, reason=self.wish.because, actor=self.maker, now=at)

    def _hand_over(self, at: datetime) -> None:
        result = f"https://{WEBSITE}/preview/{self.number}.html"
        services.hand_over(request_id=self.number, handed=HandedOver(result), actor=self.maker, now=at)

    def _send_back(self, at: datetime) -> None:
        services.send_back(request_id=self.number, reason=self.wish.because, actor=self.asker, now=at)

    def _accept(self, at: datetime) -> None:
        services.accept(request_id=self.number, actor=self.asker, now=at)


def _read_notices(stage: Stage, cast: Cast) -> None:
    """What people were told of requests before today they have read."""
    morning = stage.at(stage.today, 0)
    for viewer in cast.viewers.values():
        told = notices.notices(viewer=viewer).filter(kind__startswith="website.", created_at__lt=morning, read_at=None)
        for notice_id in list(told.values_list("id", flat=True)):
            mark_read(notice_id=notice_id, actor=viewer, now=morning)
