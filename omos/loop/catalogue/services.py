"""Changing the catalogue: the channels a company starts with, and saving channels, products and campaigns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from omos.loop.catalogue.models import Campaign, Channel, Product
from omos.people.trail import record_action
from omos.people.viewer import Viewer


class CatalogueRefused(Exception):
    """Raised with a message fit for the person who saved; `field` names the input, "" the whole form."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Gone(CatalogueRefused):
    """The row to be saved does not exist."""


@dataclass(frozen=True)
class ChannelDraft:
    """A channel as somebody wants it; the rebate in basis points (2000 = 20 %)."""

    code: str
    name: str
    kind: str
    rebate_basis_points: int = 0
    sort_order: int | None = None
    is_active: bool = True


@dataclass(frozen=True)
class ProductDraft:
    """A product as somebody wants it; the price in 分."""

    name: str
    price: int = 0
    is_repeat_purchase: bool = False
    is_active: bool = True


@dataclass(frozen=True)
class CampaignDraft:
    """A campaign as somebody wants it."""

    name: str
    first_day: date
    last_day: date


# Names are data that a company may change, so they are stored in its language and not translated.
DEFAULT_CHANNELS = (
    ChannelDraft("BAIDU_SEARCH", "百度搜索", "PAID"),
    ChannelDraft("SO360_SEARCH", "360 搜索", "PAID"),
    ChannelDraft("SOGOU_SHENMA", "搜狗 + 神马", "PAID"),
    ChannelDraft("BAIDU_FEED", "百度信息流", "PAID"),
    ChannelDraft("DOUYIN", "抖音 / 巨量", "PAID"),
    ChannelDraft("BAIDU_ORGANIC", "百度自然", "ORGANIC"),
    ChannelDraft("OTHER_ORGANIC", "其他自然搜索", "ORGANIC"),
    ChannelDraft("DIRECT", "直接访问", "DIRECT"),
    ChannelDraft("LINKS", "外链、B2B、问答", "REFERRAL"),
    ChannelDraft("SOCIAL", "社交媒体", "SOCIAL"),
)
MOST_REBATE = 10_000


@transaction.atomic
def ensure_defaults(*, actor: Viewer, now: datetime) -> int:
    """Add the channels a company starts with where their codes are missing; returns how many were added."""
    known = set(Channel.objects.values_list("code", flat=True))
    missing = [
        Channel(**(asdict(draft) | {"sort_order": place * 10}))
        for place, draft in enumerate(DEFAULT_CHANNELS, start=1)
        if draft.code not in known
    ]
    Channel.objects.bulk_create(missing)
    if missing:
        added = [channel.code for channel in missing]
        record_action(
            "catalogue.manage", actor=actor, subject=("catalogue.channel", ""), now=now, after={"added": added}
        )
    return len(missing)


def save_channel(*, draft: ChannelDraft, actor: Viewer, now: datetime, channel_id: int | None = None) -> int:
    """Add a channel or change one; returns its id. The code of a channel never changes: machines post by it.

    :raises CatalogueRefused: for a code taken, an unknown kind or a rebate outside 0–100 %
    """
    if draft.kind not in Channel.Kind.values:
        raise CatalogueRefused(_("Choose one of the kinds of channels."), "kind")
    if not 0 <= draft.rebate_basis_points <= MOST_REBATE:
        raise CatalogueRefused(_("A rebate lies between 0 % and 100 %."), "rebate")
    values = asdict(draft)
    if draft.sort_order is None:
        values["sort_order"] = _place_of(channel_id)
    if channel_id is not None:
        del values["code"]
    taken = (_("This code belongs to another channel."), "code")
    return _save(Channel, values, row_id=channel_id, actor=actor, now=now, taken=taken)


def save_product(*, draft: ProductDraft, actor: Viewer, now: datetime, product_id: int | None = None) -> int:
    """Add a product or change one; returns its id.

    :raises CatalogueRefused: for a name taken or a negative price
    """
    if draft.price < 0:
        raise CatalogueRefused(_("A price cannot be below nought."), "price")
    taken = (_("There is a product of this name already."), "name")
    return _save(Product, asdict(draft), row_id=product_id, actor=actor, now=now, taken=taken)


def save_campaign(*, draft: CampaignDraft, actor: Viewer, now: datetime, campaign_id: int | None = None) -> int:
    """Add a campaign or change one; returns its id.

    :raises CatalogueRefused: for a name taken or a period that ends before it starts
    """
    if draft.last_day < draft.first_day:
        raise CatalogueRefused(_("A campaign ends on or after its first day."), "last_day")
    taken = (_("There is a campaign of this name already."), "name")
    return _save(Campaign, asdict(draft), row_id=campaign_id, actor=actor, now=now, taken=taken)


def _save(
    model: type[Channel] | type[Product] | type[Campaign],
    values: Mapping[str, object],
    *,
    row_id: int | None,
    actor: Viewer,
    now: datetime,
    taken: tuple[str, str],
) -> int:
    message, field = taken
    try:
        with transaction.atomic():
            before = model._default_manager.filter(pk=row_id or 0).values(*values).first()
            saved_id = _write(model, values, row_id)
            subject = (model._meta.label_lower, saved_id)
            record_action("catalogue.manage", actor=actor, subject=subject, now=now, before=before, after=values)
    except IntegrityError as fault:
        raise CatalogueRefused(message, field) from fault
    return saved_id


def _write(
    model: type[Channel] | type[Product] | type[Campaign], values: Mapping[str, object], row_id: int | None
) -> int:
    if row_id is None:
        return int(model._default_manager.create(**values).pk)
    if not model._default_manager.filter(pk=row_id).update(**values):
        raise Gone(_("This entry does not exist any more."))
    return row_id


def _place_of(channel_id: int | None) -> int:
    if channel_id is not None:
        known = Channel.objects.filter(pk=channel_id).values_list("sort_order", flat=True).first()
        return known or 0
    last = Channel.objects.aggregate(last=Max("sort_order"))["last"]
    return (last or 0) + 10
