"""Work categories: the defaults a company starts with, and changing them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from omos.loop.work.models import WorkCategory
from omos.people import queries as people
from omos.people.trail import record_action
from omos.people.viewer import Viewer

Duty = WorkCategory.Duty
Kind = WorkCategory.EvidenceKind


class CategoryRefused(Exception):
    """A category cannot be saved; the message says which field and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


@dataclass(frozen=True)
class Default:
    """A category every company starts with, or a room brings along."""

    code: str
    name: str
    duty: str
    unit: str
    icon: str
    evidence_kind: str
    minutes: int
    position: str
    needs_keyword: bool = False
    min_characters: int = 0
    sort_after: int = 0


# Usual minutes of the trade; the ledger knows better after four weeks.
DEFAULTS = (
    Default("ARTICLE", "原创文章", Duty.CONTENT, "篇", "pencil", Kind.OWN_URL, 88, "EDITOR", True, 800),
    Default("REWRITE", "改写旧文", Duty.CONTENT, "篇", "refresh", Kind.OWN_URL, 45, "EDITOR", True, 600),
    Default("PRODUCT_PAGE", "产品页", Duty.CONTENT, "页", "cube", Kind.OWN_URL, 60, "EDITOR", True, 300),
    Default("SHORT_VIDEO", "短视频", Duty.CONTENT, "条", "video", Kind.OUTSIDE_URL, 210, "NEW_MEDIA"),
    Default("WECHAT_ARTICLE", "公众号", Duty.CONTENT, "篇", "brand-wechat", Kind.OUTSIDE_URL, 180, "NEW_MEDIA"),
    Default("THEME_VIDEO", "主题视频", Duty.CONTENT, "期", "movie", Kind.OUTSIDE_URL, 360, "NEW_MEDIA"),
    Default("OUTSIDE_POST", "外发帖", Duty.SEO, "条", "send", Kind.OUTSIDE_URL, 25, "SEO", True),
    Default("LINK_EXCHANGE", "友情链接", Duty.SEO, "个", "link", Kind.OUTSIDE_URL, 35, "SEO"),
    Default("ANSWER", "问答", Duty.SEO, "条", "message-2-question", Kind.OUTSIDE_URL, 25, "SEO", True),
    Default("WEBSITE_AUDIT", "网站体检", Duty.SEO, "次", "shield-check", Kind.NOTE, 120, "SEO"),
    Default("NEGATIVES", "否词", Duty.PAID, "个", "ban", Kind.NOTE, 8, "PAID"),
    Default("CREATIVE", "创意", Duty.PAID, "条", "bulb", Kind.NOTE, 70, "PAID"),
    Default("BID_REVIEW", "出价复盘", Duty.PAID, "次", "adjustments", Kind.NOTE, 180, "PAID"),
    Default("RECEPTION", "接待判定", Duty.CUSTOMERS, "班", "headset", Kind.NOTE, 360, "SERVICE"),
    Default("TAGGING", "补标签", Duty.CUSTOMERS, "个", "tag", Kind.NOTE, 6, "SERVICE"),
    Default("CARE_CALL", "回访", Duty.CUSTOMERS, "个", "phone-call", Kind.NOTE, 15, "FOLLOW_ON"),
    Default("FOLLOW_ON_SALE", "追销", Duty.CUSTOMERS, "个", "corner-up-right", Kind.NOTE, 24, "FOLLOW_ON"),
)


@transaction.atomic
def ensure_categories(*, actor: Viewer, now: datetime, defaults: Sequence[Default] = DEFAULTS) -> int:
    """Add those of these categories that are not there yet, in their order; returns how many were added."""
    known = set(WorkCategory.objects.values_list("code", flat=True))
    positions = people.positions_by_code()
    fresh = [
        WorkCategory(
            code=default.code,
            name=default.name,
            duty=default.duty,
            unit=default.unit,
            icon=default.icon,
            evidence_kind=default.evidence_kind,
            minutes=default.minutes,
            position_id=positions.get(default.position),
            needs_keyword=default.needs_keyword,
            min_characters=default.min_characters,
            sort_order=order + default.sort_after,
        )
        for order, default in enumerate(defaults)
        if default.code not in known
    ]
    WorkCategory.objects.bulk_create(fresh)
    _find_positions(positions, defaults)
    if fresh:
        record_action(
            "work.manage_categories", actor=actor, subject=("work.category", ""), now=now, after={"added": len(fresh)}
        )
    return len(fresh)


def _find_positions(positions: dict[str, int], defaults: Sequence[Default]) -> None:
    """Categories that came before their position was there get it now."""
    for default in defaults:
        if default.position in positions:
            WorkCategory.objects.filter(code=default.code, position__isnull=True).update(
                position_id=positions[default.position]
            )


@transaction.atomic
def save_category(*, category: WorkCategory, actor: Viewer, now: datetime) -> WorkCategory:
    """Add or change a category.

    :raises CategoryRefused: when the name or code is taken
    """
    others = WorkCategory.objects.exclude(pk=category.pk)
    if others.filter(name=category.name).exists():
        raise CategoryRefused("name", _("There is a category with this name already."))
    if others.filter(code=category.code).exists():
        raise CategoryRefused("code", _("There is a category with this code already."))
    category.save()
    record_action(
        "work.manage_categories",
        actor=actor,
        subject=("work.category", category.pk),
        now=now,
        after={"name": category.name, "minutes": category.minutes},
    )
    return category
