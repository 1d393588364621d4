"""What platforms, fields, levels and reasons are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = dict[str, str | _StrPromise]

PLATFORMS: Final[Words] = {
    "baidu_search": _("Baidu search ads"),
    "baidu_feed": _("Baidu feed ads"),
    "so360": _("360 search ads"),
    "sogou": _("Sogou ads"),
    "shenma": _("Shenma ads"),
    "oceanengine": _("Ocean Engine (Douyin, Toutiao)"),
    "tencent": _("Tencent ads"),
    "uc": _("UC ads"),
    "google": "Google Ads",
    "facebook": "Facebook Ads",
    "own": _("Own daily sheet"),
    "swt": _("Shangwutong chats"),
    "kf53": _("53kf chats"),
    "kst": _("Kuaishangtong chats"),
    "talk": _("Chats of another tool"),
    "customer": _("Customer sheet"),
    "other": _("Ads of another platform"),
}
FIELDS: Final = {
    "day": _("Day"),
    "last_day": _("Last day"),
    "account": _("Account"),
    "campaign": _("Ad campaign"),
    "ad_group": _("Ad group"),
    "keyword": _("Keyword"),
    "term": _("Search term"),
    "impressions": _("Impressions"),
    "clicks": _("Clicks"),
    "spend": _("Spend"),
    "conversions": _("Platform conversions"),
    "conversions_chat": _("Conversions by chat"),
    "conversions_phone": _("Conversions by phone"),
    "currency": _("Currency"),
    "channel": _("Channel"),
    "visits": _("Visits"),
    "conversations": _("Conversations"),
    "inquiries": _("Inquiries"),
    "valid_inquiries": _("Valid inquiries"),
    "lost_deals": _("Lost deals"),
    "won_deals": _("Won deals"),
    "revenue": _("Revenue"),
    "number": pgettext_lazy("of a conversation", "Number"),
    "visitor": _("Visitor or customer"),
    "landing_page": _("Landing page"),
    "messages": _("Messages of the visitor"),
    "contact": _("Phone or other contact"),
    "has_contact": _("Contact left"),
    "valid": pgettext_lazy("of an inquiry", "Valid"),
    "won": pgettext_lazy("of a customer", "Won"),
}
REASONS: Final = {
    "not_number": _("this is no figure"),
    "percent": _("a percentage is no count"),
    "commas": _("the commas stand in the wrong places"),
    "too_large": _("this figure is too large to be true"),
    "negative": _("a count cannot be below nought"),
    "not_whole": _("only whole numbers can be counted"),
    "not_day": _("this is no day"),
    "day_to_come": _("this day is still to come"),
    "several_days": _("one row sums up several days; download the report day by day"),
    "no_day": _("the day is missing"),
    "nameless": _("it names neither campaign nor day, and it is not the sum of the rows"),
    "no_channel": _("no channel is called so"),
    "sum": _("a sum, no row"),
    "mean": _("an average, no row"),
    "header_again": _("the header once more"),
    "note": _("a note, no row"),
    "no_figures": _("no figures in it"),
    "finer_stands": _("finer figures of this day are booked already"),
    "machine": _("a machine fills these cells"),
    "unchanged": _("already booked so"),
}


def platform_name(code: str) -> str:
    """Who wrote a table, for people."""
    return str(PLATFORMS.get(code, code))


def reason_of(code: str) -> str:
    """Why a line was not taken, for people."""
    return str(REASONS.get(code, code))
