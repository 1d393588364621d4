from __future__ import annotations

import pytest

from omos.connectors.pages import walls
from omos.connectors.pages.page import Page
from omos.connectors.pages.parse import parse_page

ARTICLE = "<p>" + "这是一篇很长的文章，讲的是如何登录系统和处理验证码，页面不存在时怎么办。" * 20 + "</p>"


def read(html: str, url: str = "http://x.example/a", *, status: int = 200, asked: str = "") -> Page:
    return parse_page(html.encode(), [("Content-Type", "text/html")], url, status=status, asked=asked)


@pytest.mark.parametrize("status", [401, 403, 407])
def test_a_status_may_ask_to_sign_in(status: int) -> None:
    page = read("<p>no", status=status)

    assert (page.is_login_wall, page.login_wall_why) == (True, walls.NEEDS_SIGN_IN)


@pytest.mark.parametrize("status", [412, 429, 521])
def test_a_status_may_turn_the_checker_away(status: int) -> None:
    assert read("<p>no", status=status).login_wall_why == walls.TURNED_AWAY


@pytest.mark.parametrize(
    "url",
    [
        "https://passport.weibo.com/visitor/visitor?entry=x",
        "https://login.taobao.com/member/login.jhtml",
        "https://www.zhihu.com/signin?next=%2F",
        "https://www.zhihu.com/account/unhuman?type=x",
        "https://wappass.baidu.com/static/captcha/tuxing.html",
        "https://www.xiaohongshu.com/website-login/captcha?x",
        "https://m.example.com/_____tmd_____/punish",
        "https://mp.weixin.qq.com/mp/wappoc_appmsgcaptcha?poc_token=x",
        "https://sec.douban.com/b?r=x",
    ],
)
def test_a_redirect_to_a_sign_in_page_is_a_wall(url: str) -> None:
    assert read(ARTICLE, url, asked="https://www.example.com/article/1").login_wall_why == walls.SIGN_IN_PAGE


def test_a_sign_in_page_that_was_asked_for_is_a_page() -> None:
    assert not read(ARTICLE, "http://x.example/login", asked="http://x.example/login").is_login_wall


@pytest.mark.parametrize(
    ("url", "html"),
    [
        ("https://www.zhihu.com/question/1", "<title>知乎 - 有问题，就会有答案</title><p>安全验证</p>"),
        ("https://zhuanlan.zhihu.com/p/1", '{"error":{"message":"您当前请求存在异常，暂时限制本次访问"}}'),
        ("https://www.douyin.com/video/1", "<title>验证码中间页</title><script>byted_acrawler</script>"),
        ("https://www.douyin.com/video/1", "<script>window.byted_acrawler.init()</script>"),
        ("https://www.xiaohongshu.com/explore/1", "<title>小红书 - 你访问的页面不见了</title>"),
        ("https://mp.weixin.qq.com/s/x", "<h2>环境异常</h2><p>当前环境异常，完成验证后即可继续访问。</p><a>去验证</a>"),
        ("https://baijiahao.baidu.com/s?id=1", "<title>百度安全验证</title><p>网络不给力，请稍后重试</p>"),
        ("https://weibo.com/1/x", "<title>Sina Visitor System</title>"),
        ("https://www.toutiao.com/a1", "<script>var __ac_signature</script>"),
        ("https://www.bilibili.com/read/cv1", "<p>由于触发哔哩哔哩安全风控策略，该次访问请求被拒绝。</p>"),
        ("https://blog.example.cn/1", "<title>安全验证</title><p>请完成下列验证后继续</p>"),
        ("https://blog.example.com/1", "<title>Just a moment...</title><p>Checking your browser</p>"),
        ("https://bbs.example.cn/1", "<title>帖子</title><p>登录后可查看全文</p>"),
    ],
)
def test_a_platform_that_asks_for_verification_is_a_wall(url: str, html: str) -> None:
    page = read(html, url)

    assert (page.is_login_wall, page.login_wall_why) == (True, walls.PLATFORM_WALL)
    assert page.noindex is None
    assert not page.is_soft_404
    assert not page.is_seen


def test_a_form_with_a_password_and_little_else_is_a_wall() -> None:
    assert read("<p>会员中心</p><form><input type=password></form>").login_wall_why == walls.PASSWORD_FORM


@pytest.mark.parametrize(
    "html",
    [
        ARTICLE,
        f"{ARTICLE}<form><input type=password></form>",
        '<p>短文</p><div style="display:none"><form><input type=password></form></div>',
        f"<title>如何绕过安全验证</title>{ARTICLE}",
        "<p>这是一篇短文，没有别的。</p>",
    ],
)
def test_a_page_with_its_text_is_no_wall(html: str) -> None:
    page = read(html)

    assert not page.is_login_wall
    assert not page.is_soft_404
    assert page.is_seen


@pytest.mark.parametrize(
    "html",
    [
        "<title>404 Not Found</title>",
        "<title>404</title><p>返回首页",
        "<title>页面不存在 - 某某网</title>",
        "<title>某某网</title><p>抱歉，您访问的页面已被删除，去首页看看吧。</p>",
        "<title>公众号</title><p>该内容已被发布者删除</p>",
        "<title>论坛</title><p>指定的主题不存在或已被删除或正在被审核</p>",
        "<title>Oops</title><p>The page you are looking for does not exist.</p>",
        "<title>Page not found | Site</title>",
    ],
)
def test_a_page_that_says_it_is_gone_is_gone(html: str) -> None:
    page = read(html)

    assert (page.is_soft_404, page.soft_404_why) == (True, walls.GONE)
    assert page.noindex is None


@pytest.mark.parametrize(
    ("asked", "url", "why"),
    [
        ("http://x.example/news/1.html", "http://x.example/", walls.SENT_HOME),
        ("http://x.example/news/1.html", "http://x.example/index.html", walls.SENT_HOME),
        ("http://x.example/index.php", "http://x.example/", ""),
        ("http://x.example/", "https://x.example/", ""),
        ("http://x.example/a", "http://x.example/?id=1", ""),
    ],
)
def test_being_sent_to_the_front_page_is_being_gone(asked: str, url: str, why: str) -> None:
    assert read(ARTICLE, url, asked=asked).soft_404_why == why


def test_an_honest_404_is_not_soft() -> None:
    assert not read("<title>404</title>", status=404).is_soft_404


def test_a_page_made_by_script_is_known_to_be_unseen() -> None:
    page = read('<div id="app"></div><script src="/app.js"></script>')

    assert page.needs_script
    assert not page.is_seen


def test_every_reason_is_in_the_vocabulary() -> None:
    assert len({*walls.WALL_REASONS, *walls.GONE_REASONS}) == 7
