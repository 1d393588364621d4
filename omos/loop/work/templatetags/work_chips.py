"""How a work category shows itself on every page."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from omos.loop.work.models import WorkCategory
from omos.ui import formats

register = template.Library()
FAMILIES = {
    WorkCategory.Duty.CONTENT: "content",
    WorkCategory.Duty.SEO: "seo",
    WorkCategory.Duty.PAID: "paid",
    WorkCategory.Duty.CUSTOMERS: "customers",
    WorkCategory.Duty.WEBSITE: "content",
}


@register.filter
def family(duty: str) -> str:
    """The chip family of a duty."""
    return FAMILIES[WorkCategory.Duty(duty)]


@register.filter
def usual_time(minutes: int) -> str:
    """Usual minutes for one piece; from two hours on as hours."""
    if minutes < 120:
        return _("%(minutes)s min") % {"minutes": minutes}
    return _("%(hours)s h") % {"hours": formats.number(minutes / 60, digits=1).removesuffix(".0")}
