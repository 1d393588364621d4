"""The lists of requests, versions and columns."""

from __future__ import annotations

import django_filters as filters
import django_tables2 as tables
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from omos.centres.website import queries
from omos.centres.website.models import SiteRequest
from omos.centres.website.words import STATE_TONES
from omos.office.sheets.lists import (
    DayColumn,
    Empty,
    ListPage,
    MomentColumn,
    NumberColumn,
    PageAction,
    PersonColumn,
    StateColumn,
    Tab,
    Total,
)
from omos.people import queries as people
from omos.people.viewer import Viewer

_YES_NO = (("True", _("yes")), ("False", _("no")))


def _websites() -> list[tuple[int, str]]:
    return [(site.pk, site.domain) for site in people.websites()]


def _mine(viewer: Viewer) -> Q:
    return Q(asked_by_id=viewer.own_staff_id)


class RequestTable(tables.Table):
    """Requests with who asked, who makes it and where it stands."""

    title = tables.Column(_("What is needed"))
    kind = tables.Column(_("Kind"))
    state = StateColumn(_("Where it stands"), tones=STATE_TONES)
    who = tables.Column(_("With whom"))
    asked_by = PersonColumn(_("Asked by"), order_by="asked_by__name")
    needed_by = DayColumn(_("Needed by"))
    ready_on = DayColumn(_("Ready on"))
    is_urgent = tables.BooleanColumn(verbose_name=_("Urgent"), yesno="✓,—")
    quantity = NumberColumn(_("How many"))
    minutes = NumberColumn(_("Minutes"))
    times_sent_back = NumberColumn(_("Times sent back"))
    asked_at = MomentColumn(_("Asked at"))
    ended_at = MomentColumn(_("Ended at"))
    website = tables.Column(_("Website"), order_by="website__domain")


class RequestFilters(filters.FilterSet):
    """By kind, state, urgency."""

    kind = filters.ChoiceFilter(label=_("Kind"), choices=SiteRequest.Kind.choices, empty_label=_("All"))
    state = filters.ChoiceFilter(label=_("Where it stands"), choices=SiteRequest.State.choices, empty_label=_("All"))
    urgent = filters.ChoiceFilter(label=_("Urgent"), field_name="is_urgent", choices=_YES_NO, empty_label=_("All"))


REQUESTS = ListPage(
    code="site_requests",
    title=_("Website requests"),
    verb="website.view",
    route="website:requests",
    rows=queries.requests,
    table=RequestTable,
    filters=RequestFilters,
    filter_row=("kind", "state"),
    search=("title", "purpose"),
    search_label=_("What is needed"),
    order=("needed_by",),
    tabs=(
        Tab("mine", _("Asked by me"), lambda viewer: _mine(viewer) & Q(state__in=queries.open_states())),
        Tab("open", _("All open"), Q(state__in=queries.open_states())),
        Tab("waiting", _("Nobody has taken"), Q(state=SiteRequest.State.ASKED)),
        Tab("ended", _("Over"), ~Q(state__in=queries.open_states())),
        Tab("all", _("All")),
    ),
    totals={"quantity": Total(Sum("quantity")), "minutes": Total(Sum("minutes"))},
    folded_columns=("quantity", "minutes", "times_sent_back", "ended_at", "website"),
    phone=("state", "who", "needed_by"),
    row_url=lambda row: reverse("website:request", args=[row.pk]),
    create=PageAction(_("Ask for something"), "website:ask", "website.ask"),
    empty=Empty(_("No requests here"), _("Pictures, pages, functions, faults: ask in under a minute.")),
    count_words=ngettext_lazy("%(count)s request", "%(count)s requests", "count"),
)


class VersionTable(tables.Table):
    """Versions, the latest first."""

    day = DayColumn(_("Live since"))
    title = tables.Column(_("What changed"))
    website = tables.Column(_("Website"), accessor="website__domain")
    reason = tables.Column(_("Why"))
    requests = NumberColumn(_("Requests in it"))
    before = tables.Column(_("Screenshot before"), orderable=False)
    after = tables.Column(_("Screenshot after"), orderable=False)
    saved_by = PersonColumn(_("Written by"), order_by="saved_by__name")


class VersionFilters(filters.FilterSet):
    """By website and period."""

    website = filters.ChoiceFilter(label=_("Website"), field_name="website_id", choices=_websites, empty_label=_("All"))
    first = filters.DateFilter(label=_("From"), field_name="day", lookup_expr="gte")
    last = filters.DateFilter(label=_("To"), field_name="day", lookup_expr="lte")


VERSIONS = ListPage(
    code="site_versions",
    title=_("Versions of the website"),
    verb="website.view_site",
    route="website:versions",
    rows=queries.versions,
    table=VersionTable,
    filters=VersionFilters,
    filter_row=("website",),
    search=("title", "reason"),
    search_label=_("What changed"),
    order=("-day",),
    folded_columns=("before", "after"),
    phone=("title", "day"),
    note=lambda viewer: _("When figures turn, look here first: what changed on the website, and when."),
    row_url=lambda row: reverse("website:version", args=[row.pk]),
    create=PageAction(_("Write a version down"), "website:new_version", "website.plan"),
    empty=Empty(_("No versions yet"), _("Write down what changed, and later figures explain themselves.")),
    count_words=ngettext_lazy("%(count)s version", "%(count)s versions", "count"),
)


class ColumnTable(tables.Table):
    """Columns with owner and posts a week."""

    name = tables.Column(_("Column name"))
    website = tables.Column(_("Website"), accessor="website__domain")
    is_key = tables.BooleanColumn(verbose_name=_("Key column"), yesno="✓,—")
    owner = PersonColumn(_("Kept by"), order_by="owner__name")
    posts_per_week = NumberColumn(_("Posts a week"))
    purpose = tables.Column(_("What it is for"))
    path = tables.Column(_("Path"))
    is_active = tables.BooleanColumn(verbose_name=_("In use"), yesno="✓,—")


class ColumnFilters(filters.FilterSet):
    """By website and weight."""

    website = filters.ChoiceFilter(label=_("Website"), field_name="website_id", choices=_websites, empty_label=_("All"))
    key = filters.ChoiceFilter(label=_("Key column"), field_name="is_key", choices=_YES_NO, empty_label=_("All"))


COLUMNS = ListPage(
    code="site_columns",
    title=_("Columns of the website"),
    verb="website.view_site",
    route="website:columns",
    rows=queries.columns,
    table=ColumnTable,
    filters=ColumnFilters,
    filter_row=("website", "key"),
    search=("name", "purpose"),
    search_label=_("Column name"),
    order=("-is_key", "name"),
    tabs=(Tab("used", _("In use"), Q(is_active=True)), Tab("all", _("All"))),
    totals={"posts_per_week": Total(Sum(F("posts_per_week")))},
    folded_columns=("is_active",),
    phone=("owner", "posts_per_week"),
    row_url=lambda row: reverse("website:column", args=[row.pk]),
    create=PageAction(_("New column"), "website:new_column", "website.plan"),
    empty=Empty(_("No columns yet"), _("Plan what the website has room for, and who keeps it.")),
    count_words=ngettext_lazy("%(count)s column", "%(count)s columns", "count"),
)
