from __future__ import annotations

import re
from typing import NamedTuple

from omos.connectors.pages.links import split

# The whole vocabulary of reasons: rooms translate these sentences.
NEEDS_SIGN_IN = "the page answers only after signing in"
TURNED_AWAY = "the site turned the checker away"
SIGN_IN_PAGE = "the link leads to a sign-in page"
PLATFORM_WALL = "the platform asks for a verification"
PASSWORD_FORM = "the page shows a sign-in form instead of text"  # noqa: S105 - a sentence, not a secret
GONE = "the page says that its content is gone"
SENT_HOME = "the link leads to the front page"
WALL_REASONS = (NEEDS_SIGN_IN, TURNED_AWAY, SIGN_IN_PAGE, PLATFORM_WALL, PASSWORD_FORM)
GONE_REASONS = (GONE, SENT_HOME)

_LITTLE = 400
_LITTLE_CODE = 20_000
_SIGN_IN_STATUS = frozenset({401, 403, 407, 511})
# 412 and 521 are what two large platforms answer to programs; 418 and 999 are jokes with the same meaning.
_AWAY_STATUS = frozenset({412, 418, 429, 430, 432, 521, 567, 999})
_SIGN_IN_HOST = re.compile(
    r"^(?:[\w-]*passport|[\w-]*login|sso|signin|accounts?|auth|oauth|wappass|sec|verify|captcha)\."
)
_SIGN_IN_PATH = re.compile(
    r"(?:^|/)(?:login|signin|sign_in|sign-in|passport|logon|captcha|punish|verify|unhuman|_____tmd_____|wappoc_appmsgcaptcha|"
    r"website-login|antispider|safeverify|risk)(?:[/.?]|$)",
    re.IGNORECASE,
)
_WALL_TITLE = re.compile(
    "|".join(
        (
            r"(?:安全|人机|访问|身份|滑动)验证|验证码|安全检查|访问(?:异常|受限)|网站防火墙",
            r"请登录|(?:用户|会员)登录|登录\s*[-_|·]|^登录$",
            r"just a moment|attention required|access denied|are you a robot|security check",
            r"sina visitor system|^(?:sign|log) ?in\b",
        )
    ),
    re.IGNORECASE,
)
_WALL_TEXT = re.compile(
    "|".join(
        (
            r"环境异常，?完成验证后|网络不给力，请稍后重试|请完成(?:下列|以下|安全)验证|拖动(?:下方|左侧)?滑块|请按住滑块",
            r"当前请求存在异常|系统监测到您的网络环境存在异常|有异常请求从你的 ?IP ?发出|访问过于频繁",
            r"登录后(?:即可|可以?)?(?:查看|浏览|阅读)(?:更多|全文|完整)|请先登录(?:后|再)|扫码登录",
            r"checking your browser|verify you are (?:a )?human|enable javascript and cookies to continue",
        )
    ),
    re.IGNORECASE,
)
# host, what its wall says or its code holds
_PLATFORMS = (
    ("zhihu.com", re.compile(r"安全验证|当前请求存在异常|zse-ck|你似乎来到了没有知识存在的荒原|登录知乎")),
    ("mp.weixin.qq.com", re.compile(r"环境异常|去验证|secitptpage|wappoc_appmsgcaptcha|请在微信客户端打开链接")),
    ("douyin.com", re.compile(r"验证码中间页|__ac_signature|byted_acrawler|TTGCaptcha")),
    ("toutiao.com", re.compile(r"验证码中间页|__ac_signature|byted_acrawler")),
    # This platform answers programs that the note has vanished, also when it has not.
    (
        "xiaohongshu.com",
        re.compile(r"你访问的页面不见了|当前笔记暂时无法浏览|登录后推荐更懂你的笔记|website-login|安全限制|IP存在风险"),
    ),
    ("baidu.com", re.compile(r"百度安全验证|网络不给力，请稍后重试|wappass\.baidu\.com|mkdjump")),
    ("weibo.com", re.compile(r"Sina Visitor System|passport\.weibo|新浪通行证")),
    ("weibo.cn", re.compile(r"Sina Visitor System|passport\.weibo|登录 - 微博")),
    ("douban.com", re.compile(r"有异常请求从你的|登录跳转|禁止访问|载入中 \.\.\.")),
    ("bilibili.com", re.compile(r"错误号: ?412|由于触发哔哩哔哩安全风控策略|验证码_哔哩哔哩")),
    ("csdn.net", re.compile(r"安全验证|waf-|当前访问疑似黑客攻击")),
    ("taobao.com", re.compile(r"_____tmd_____|punish|霸下通用|亲，请登录")),
    ("1688.com", re.compile(r"_____tmd_____|punish|霸下通用")),
    ("kuaishou.com", re.compile(r"验证码|captcha")),
)
_THING = r"(?:页面|网页|文章|内容|帖子|主题|贴子|商品)"
_MISSING = r"(?:已经?)?(?:不存在|找不到|未找到|没有找到|被?删除|被隐藏|丢失|不见了)"
_GONE_TITLE = re.compile(
    "|".join(
        (
            r"^(?:错误)?\s*404|404\s*(?:not found|错误|页面|$)|^not found$|^出错(?:了|啦)$",
            rf"{_THING}\S{{0,6}}{_MISSING}",
            r"(?:page|content|article)\s+(?:not found|does not exist|no longer)",
        )
    ),
    re.IGNORECASE,
)
_GONE_TEXT = re.compile(
    "|".join(
        (
            r"该内容已被发布者删除|此内容因违规无法查看|此内容(?:已)?被投诉|该公众号已(?:迁移|注销)|此账号已被屏蔽",
            rf"(?:您|你)(?:所)?(?:访问|查看|请求|浏览)的{_THING}\S{{0,6}}{_MISSING}",
            rf"(?:^|[，。！\s]){_THING}{_MISSING}|找不到(?:您|你)(?:要)?(?:访问|查看)?的?页面|指定的主题不存在",
            r"the page you (?:requested|are looking for)[^.]{0,40}not (?:found|exist|be found)|page cannot be found",
        )
    ),
    re.IGNORECASE,
)
_FRONT = re.compile(r"^/(?:(?:index|default|home|main)(?:\.\w{2,5})?)?/?$", re.IGNORECASE)


class Sight(NamedTuple):
    """What the judges look at."""

    asked: str
    url: str
    status: int
    title: str
    text: str
    main_text: str
    html: str
    has_password: bool


def login_wall(sight: Sight) -> str:
    """Why the page itself was not shown to us; empty when it was."""
    if sight.status in _SIGN_IN_STATUS:
        return NEEDS_SIGN_IN
    if sight.status in _AWAY_STATUS:
        return TURNED_AWAY
    if _is_sign_in_address(sight.url) and not _is_sign_in_address(sight.asked):
        return SIGN_IN_PAGE
    return "" if len(sight.main_text) >= _LITTLE else _wall_instead_of_text(sight)


def _wall_instead_of_text(sight: Sight) -> str:
    if _is_platform_wall(sight) or _WALL_TITLE.search(sight.title) or _WALL_TEXT.search(sight.text[:2000]):
        return PLATFORM_WALL
    return PASSWORD_FORM if sight.has_password and len(sight.text) < 2 * _LITTLE else ""


def soft_404(sight: Sight) -> str:
    """Why a page that answers is not the page it was; empty when it is."""
    if not 200 <= sight.status < 300:
        return ""
    if len(sight.main_text) < _LITTLE and (
        _GONE_TITLE.search(sight.title) or (len(sight.text) < 3 * _LITTLE and _GONE_TEXT.search(sight.text))
    ):
        return GONE
    return SENT_HOME if _is_front(sight.url) and not _is_front(sight.asked) else ""


def _is_sign_in_address(url: str) -> bool:
    parts = split(url)
    return bool(_SIGN_IN_HOST.match(parts.hostname or "") or _SIGN_IN_PATH.search(parts.path))


def _is_platform_wall(sight: Sight) -> bool:
    host = split(sight.url).hostname or ""
    told = f"{sight.title}\n{sight.text[:3000]}"
    # A wall is often nothing but a script: then its code is all there is to recognise it by.
    if len(sight.text) < 50:
        told += sight.html[:_LITTLE_CODE]
    return any(wall.search(told) for name, wall in _PLATFORMS if host == name or host.endswith(f".{name}"))


def _is_front(url: str) -> bool:
    parts = split(url)
    return bool(parts.hostname and _FRONT.match(parts.path or "/")) and not parts.query
