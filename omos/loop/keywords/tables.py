"""The keyword library as a list page."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from omos.loop.keywords import queries, services
from omos.loop.keywords.forms import OwnerForm, WeekChoiceForm
from omos.loop.keywords.models import Keyword, KeywordGroup
from omos.office.sheets.lists import (
    BulkAction,
    Empty,
    ListPage,
    NumberColumn,
    PageAction,
    PersonColumn,
    StateColumn,
    Tab,
    Total,
    list_view,
)
from omos.people import queries as people
from omos.people.access import ViewerRequest
from omos.people.viewer import Viewer

__all__ = ["PAGE", "list_view"]

INTENT_TONES = {"BUY": "accent", "COMPARE": "plain", "QUESTION": "plain", "BRAND": "accent", "UNKNOWN": "unknown"}


class KeywordTable(tables.Table):
    """Columns of the library."""

    text = tables.Column(_("Keyword"))
    intent = StateColumn(_("Intent"), tones=INTENT_TONES)
    group = tables.Column(_("Group"), order_by="group__name")
    landing_page = tables.Column(_("Landing page"), default="—")
    owner = PersonColumn(_("Owner"), order_by="owner__name")
    priority = NumberColumn(_("Priority"))
    target_rank = NumberColumn(_("Rank to reach"))
    month_searches = NumberColumn(_("Searches a month"))


def _owners(request: ViewerRequest) -> QuerySet[Any]:
    return people.staff_in_scope(viewer=request.viewer, verb="keywords.view").order_by("id")


class KeywordFilters(filters.FilterSet):
    """What the library is asked by."""

    intent = filters.ChoiceFilter(label=_("Intent"), choices=Keyword.Intent.choices, empty_label=_("All"))
    owner = filters.ModelChoiceFilter(label=_("Owner"), queryset=_owners, empty_label=_("All"))
    group = filters.ModelChoiceFilter(
        label=_("Group"), queryset=KeywordGroup.objects.order_by("name"), empty_label=_("All")
    )
    priority = filters.NumberFilter(label=_("Priority"))
    target_rank = filters.NumberFilter(label=_("Rank to reach at most"), lookup_expr="lte")


def _rows(viewer: Viewer) -> QuerySet[Keyword]:
    return queries.library(viewer)


def _note(viewer: Viewer) -> str:
    rows = queries.library(viewer)
    return _now("%(all)s keywords, %(core)s of them core words") % {
        "all": rows.count(),
        "core": rows.filter(priority=1).count(),
    }


def _address(keyword: Any) -> str:
    return reverse("keywords:keyword", args=[keyword.pk])


def _into_week(*, viewer: Viewer, ids: list[int], now: Any, monday: Any) -> int:
    return services.plan_words(monday=monday, keyword_ids=ids, actor=viewer, now=now)


def _hand_over(*, viewer: Viewer, ids: list[int], now: Any, owner: int) -> int:
    return services.hand_words_to(keyword_ids=ids, staff_id=owner, actor=viewer, now=now)


def _retire(*, viewer: Viewer, ids: list[int], now: Any) -> int:
    return services.retire_keywords(keyword_ids=ids, actor=viewer, now=now)


PAGE = ListPage(
    code="keywords",
    title=_("Keyword library"),
    verb="keywords.view",
    route="keywords:library",
    rows=_rows,
    table=KeywordTable,
    filters=KeywordFilters,
    filter_row=("intent", "owner"),
    search=("text", "initials"),
    order=("priority", "-month_searches"),
    tabs=(
        Tab("all", _("All")),
        Tab("core", _("Core words"), Q(priority=1)),
        Tab("no_page", _("No landing page"), Q(landing_page="")),
        Tab("mine", _("Mine"), lambda viewer: Q(owner_id=viewer.staff_id)),
    ),
    totals={"month_searches": Total(Sum("month_searches"))},
    bulk=(
        BulkAction(
            "week",
            _("Put into a week"),
            "keywords.plan_week",
            _into_week,
            icon="calendar-plus",
            form=WeekChoiceForm,
            refusals=(services.WeekPublished,),
        ),
        BulkAction("owner", _("Change owner"), "keywords.manage", _hand_over, icon="user", form=OwnerForm),
        BulkAction("retire", _("Remove"), "keywords.manage", _retire, icon="trash", is_danger=True),
    ),
    phone=("intent", "owner", "month_searches"),
    row_url=_address,
    edit_url=_address,
    note=_note,
    create=PageAction(_("Add a keyword"), "keywords:new", "keywords.manage"),
    importer="keywords",
    empty=Empty(_("No keywords yet"), _("Import your list or add the first one.")),
    count_words=ngettext_lazy("%(count)s keyword", "%(count)s keywords", "count"),
)
