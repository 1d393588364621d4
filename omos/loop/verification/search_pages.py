"""Where a person asks an engine for one page: the address of its result page."""

from __future__ import annotations

from urllib.parse import quote

_PAGES = {
    "baidu": ("https://www.baidu.com/s?wd=", ""),
    "so360": ("https://www.so.com/s?q=", "site:"),
    "sogou": ("https://www.sogou.com/web?query=", "site:"),
    "shenma": ("https://m.sm.cn/s?q=", ""),
    "bing": ("https://cn.bing.com/search?q=", "site:"),
    "google": ("https://www.google.com/search?q=", "site:"),
}


def search_address(engine: str, url: str) -> str:
    """The search for this very address; Baidu and Shenma answer the bare address, the others ``site:``."""
    place, operator = _PAGES[engine]
    return place + quote(operator + url.partition("://")[2], safe="")
