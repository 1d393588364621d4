"""Found pages as a list."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from omos.centres.content import queries, services
from omos.centres.content.forms import GiveManyForm
from omos.centres.content.models import FoundPage
from omos.centres.content.words import why_sentence
from omos.office.sheets.lists import (
    BulkAction,
    ComputedColumn,
    DayColumn,
    Empty,
    ListPage,
    MomentColumn,
    PageAction,
    PersonColumn,
    StateColumn,
    Tab,
)
from omos.people import queries as people
from omos.people.access import ViewerRequest

State = FoundPage.State
TONES = {"COUNTED": "yes", "UNSURE": "warning", "FOUND": "unknown", "IGNORED": "plain"}
_REFUSALS = (services.PageSettled, services.PersonRefused)


def _people(request: ViewerRequest) -> QuerySet[Any]:
    return people.staff_in_scope(viewer=request.viewer, verb="content.view").order_by("id")


def _work(page: FoundPage) -> str:
    return f"{page.assignment.code} {page.assignment.category.name}" if page.assignment else ""


class FoundTable(tables.Table):
    """Columns of the list."""

    title = ComputedColumn(_("Article"), words=lambda page: page.title or page.url)
    state = StateColumn(_("State"), tones=TONES)
    staff = PersonColumn(_("Person"), order_by="staff__name")
    assignment = ComputedColumn(_("Assignment"), words=_work)
    certainty = tables.Column(_("Certainty"))
    byline = tables.Column(_("By-line"))
    day = DayColumn(_("Day"))
    published_on = DayColumn(_("Published on"))
    first_seen_at = MomentColumn(_("Found at"))
    website = tables.Column(_("Website"), order_by="website__domain")
    why = ComputedColumn(_("Why not counted"), words=lambda page: why_sentence(page.why))
    url = tables.Column(_("Address"))


class FoundFilters(filters.FilterSet):
    """By person and period."""

    staff = filters.ModelChoiceFilter(label=_("Person"), queryset=_people, empty_label=_("All"))
    first = filters.DateFilter(label=_("From"), field_name="day", lookup_expr="gte")
    last = filters.DateFilter(label=_("To"), field_name="day", lookup_expr="lte")


FOUND = ListPage(
    code="found_pages",
    title=_("Found articles"),
    verb="content.view",
    route="content:found",
    rows=queries.found_pages,
    table=FoundTable,
    filters=FoundFilters,
    filter_row=("staff", "first"),
    search=("title", "byline", "url"),
    order=("-first_seen_at",),
    tabs=(
        Tab("counted", _("Counted"), Q(state=State.COUNTED)),
        Tab("open", _("Whose is it?"), Q(state=State.UNSURE)),
        Tab("ignored", _("Not counted"), Q(state=State.IGNORED)),
        Tab("all", _("All")),
    ),
    bulk=(
        BulkAction(
            "claim",
            _("They are mine"),
            "content.claim",
            services.claim_pages,
            icon="user",
            refusals=_REFUSALS,
        ),
        BulkAction(
            "give",
            _("Give to somebody"),
            "content.assign",
            services.give_pages,
            icon="arrows-exchange",
            form=GiveManyForm,
            refusals=_REFUSALS,
        ),
        BulkAction(
            "ignore",
            _("Not to be counted"),
            "content.claim",
            services.ignore_pages,
            icon="ban",
            refusals=_REFUSALS,
        ),
    ),
    folded_columns=("certainty", "published_on", "website", "url"),
    phone=("state", "staff", "day"),
    row_url=lambda page: reverse("content:page", args=[page.pk]),
    note=lambda viewer: _("Found on our own websites by the machine: nobody has to hand them in."),
    create=PageAction(_("Watched sources"), "content:sources", "content.manage_sources", "world"),
    empty=Empty(_("No article was found yet"), _("Watch a list page, sitemap or feed of your website.")),
    count_words=ngettext_lazy("%(count)s article", "%(count)s articles", "count"),
)
