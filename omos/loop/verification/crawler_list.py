"""Crawlers' visits as a list page: which engine fetched which page when, and what it got."""

from __future__ import annotations

from urllib.parse import unquote

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from omos.connectors.weblogs.crawlers import crawler_list
from omos.loop.verification.models import Engine
from omos.loop.verification.queries.crawler_visits import crawler_visits, newest_log_at
from omos.office.sheets.lists import (
    ComputedColumn,
    DayColumn,
    Empty,
    ListPage,
    MomentColumn,
    NumberColumn,
    PageAction,
    Tab,
    Total,
)
from omos.people import queries as people
from omos.people.viewer import Viewer
from omos.ui import formats

_ENGINES = dict(Engine.choices)
_OK = Q(status__gte=200, status__lt=400)


def engine_word(code: str) -> str:
    """The engine as people call it; engines whose verdicts are not kept by the name of their crawler list."""
    return str(_ENGINES.get(code, code.capitalize()))


def status_word(status: int) -> str:
    """The answer's status; empty where the log does not tell it."""
    return str(status) if status else ""


def readable(address: str) -> str:
    """The address with its letters instead of their escapes, where they are letters."""
    told = unquote(address)
    return told if told.isprintable() and "\ufffd" not in told else address


class AddressColumn(tables.Column):
    """A page's address as people read it; exported as it is."""

    def render(self, value: str) -> str:
        return readable(value)

    def value(self, value: str) -> str:
        return value


class VisitTable(tables.Table):
    """Columns of the list."""

    address = AddressColumn(_("Page"))
    engine = ComputedColumn(_("Engine"), words=lambda row: engine_word(row.engine))
    crawler = tables.Column(_("Crawler, by its own claim"))
    status = ComputedColumn(_("Answer"), words=lambda row: status_word(row.status))
    requests = NumberColumn(_("Requests"))
    day = DayColumn(_("Day"))
    first_at = MomentColumn(_("First that day"))
    last_at = MomentColumn(_("Last that day"))
    website = tables.Column(_("Website"), order_by="website__domain")


class VisitFilters(filters.FilterSet):
    """What the list is asked by."""

    engine = filters.ChoiceFilter(label=_("Engine"), choices=Engine.choices, empty_label=_("All"))
    website = filters.ModelChoiceFilter(label=_("Website"), queryset=people.all_websites(), empty_label=_("All"))
    status = filters.NumberFilter(label=_("Answer"))
    since = filters.DateFilter(label=_("From day"), field_name="day", lookup_expr="gte")
    until = filters.DateFilter(label=_("To day"), field_name="day", lookup_expr="lte")
    page_key = filters.CharFilter(label=_("Key of the page"))


def _note(viewer: Viewer) -> str:
    newest = newest_log_at()
    told = {"version": crawler_list().version, "moment": formats.moment(newest and timezone.localtime(newest))}
    return (
        _now("From access logs, last read %(moment)s; crawler list of %(version)s. A visit does not say indexed.")
        % told
    )


CRAWLER_PAGE = ListPage(
    code="crawler-visits",
    title=_("Visits of the search engines"),
    verb="verification.view_index",
    route="verification:crawler_visits",
    rows=crawler_visits,
    table=VisitTable,
    filters=VisitFilters,
    filter_row=("engine", "website"),
    search=("address",),
    order=("-last_at", "-id"),
    tabs=(
        Tab("all", _("All")),
        Tab("pages", _("Got the page"), _OK),
        Tab("missing", _("Found nothing"), Q(status__in=(404, 410))),
        Tab("errors", _("Turned away or failed"), Q(status__gte=400) & ~Q(status__in=(404, 410))),
    ),
    totals={"requests": Total(Sum("requests"))},
    folded_columns=("first_at", "website"),
    phone=("engine", "status", "last_at"),
    note=_note,
    create=PageAction(_("Access logs"), "verification:logs", "verification.import_logs", icon="upload"),
    empty=Empty(_("No visits yet"), _("They come from a website's access log: upload one.")),
    count_words=ngettext_lazy("%(count)s line", "%(count)s lines", "count"),
)
