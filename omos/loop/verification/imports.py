"""Tables of the search engines' own tools that can be imported: pages they list, pages they leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from omos.loop.verification.models import Engine
from omos.loop.verification.services import importing_index
from omos.office.sheets import parsing
from omos.office.sheets.declare import Field, Importer

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_ADDRESS = Field(
    "url",
    _("Page"),
    aliases=(
        *("URL", "网址", "页面", "链接", "页面地址", "网页", "热门页面", "落地页", "受访页面", "页面链接"),
        *("排名最靠前的网页", "热门网页", "着陆页", "page", "top pages", "pages", "address", "link", "landing page"),
    ),
    is_required=True,
    parse=importing_index.own_page,
    example="https://www.example.cn/news/1.html",
)
_SHOWN = Field(
    "impressions",
    _("Impressions"),
    aliases=("展现量", "展示", "展现", "展示次数", "曝光", "impressions", "展现次数"),
    parse=parsing.whole(low=0),
    help=_("A page listed with 0 impressions stays unknown."),
)


def _importer(engine: Engine, label: _StrPromise, *, is_indexed: bool, note: _StrPromise) -> Importer:
    return Importer(
        code=f"index-{engine.value}{'' if is_indexed else '-left-out'}",
        label=label,
        verb=importing_index.IMPORTS,
        fields=(_ADDRESS, _SHOWN) if is_indexed else (_ADDRESS,),
        key=("url",),
        existing=importing_index.existing(engine.value),
        write=importing_index.write(engine.value, is_indexed=is_indexed),
        undo=importing_index.undo,
        route="verification:index",
        note=note,
    )


IMPORTERS = (
    _importer(
        Engine.BAIDU,
        _("Import Baidu's pages"),
        is_indexed=True,
        note=_("Baidu Search Resource Platform, popular pages: pages that were shown are indexed."),
    ),
    _importer(
        Engine.BING,
        _("Import Bing's pages"),
        is_indexed=True,
        note=_("Bing Webmaster Tools, search performance or site explorer, exported by page."),
    ),
    _importer(
        Engine.GOOGLE,
        _("Import Google's pages"),
        is_indexed=True,
        note=_("Search Console, indexed pages or performance by page."),
    ),
    _importer(
        Engine.GOOGLE,
        _("Import pages Google left out"),
        is_indexed=False,
        note=_("Search Console, pages that are not indexed, one export per reason."),
    ),
)
