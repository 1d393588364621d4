"""Pages at the search engines as a list page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from omos.loop.verification.index_reasons import index_sentence, next_step
from omos.loop.verification.index_trends import counts_above
from omos.loop.verification.models import Engine, IndexState, Verdict
from omos.loop.verification.queries.indexing import TONES, index_list, verdict_word
from omos.office.sheets.lists import Above, ComputedColumn, DayColumn, Empty, ListPage, PageAction, PersonColumn, Tab
from omos.people import queries as people
from omos.people.access import ViewerRequest
from omos.people.viewer import Viewer
from omos.ui.templatetags.omos import steady

VERDICTS = ((Verdict.YES, _("Indexed")), (Verdict.NO, _("Not indexed")), (Verdict.UNKNOWN, _("Unknown")))


class VerdictColumn(tables.Column):
    """Indexed, not indexed or unknown, as mark and word."""

    def render(self, value: Any, record: Any) -> Any:
        return steady("components/state.html", tone=TONES[record.verdict], word=verdict_word(record.verdict))

    def value(self, record: Any) -> str:
        return verdict_word(record.verdict)


def _people(request: ViewerRequest) -> QuerySet[Any]:
    return people.staff_in_scope(viewer=request.viewer, verb="verification.view_index").order_by("id")


def _next(row: IndexState) -> str:
    return next_step(row.reason) if row.verdict == Verdict.UNKNOWN else ""


class IndexTable(tables.Table):
    """Columns of the list."""

    title = ComputedColumn(_("Page"), words=lambda row: row.title or row.url)
    engine = tables.Column(_("Engine"))
    verdict = VerdictColumn(_("Indexing"))
    reason = ComputedColumn(_("Reason"), words=lambda row: index_sentence(row.reason))
    next_step = ComputedColumn(_("Next"), words=_next, accessor="pk")
    first_seen_on = DayColumn(_("First seen"))
    last_seen_on = DayColumn(_("Seen last"))
    lost_on = DayColumn(_("Lost on"))
    staff = PersonColumn(_("Person"), order_by="staff__name")
    url = tables.Column(_("Address"))


class IndexFilters(filters.FilterSet):
    """What the list is asked by."""

    engine = filters.ChoiceFilter(label=_("Engine"), choices=Engine.choices, empty_label=_("All"))
    verdict = filters.ChoiceFilter(label=_("Indexing"), choices=VERDICTS, empty_label=_("All"))
    staff = filters.ModelChoiceFilter(label=_("Person"), queryset=_people, empty_label=_("All"))


def _address(row: Any) -> str:
    return reverse("verification:index_page", args=[row.pk])


def _rows(viewer: Viewer) -> QuerySet[IndexState]:
    return index_list(viewer)


def _note(viewer: Viewer) -> str:
    newest: datetime | None = (
        index_list(viewer).order_by("-tried_at").values_list("tried_at", flat=True).exclude(tried_at=None).first()
    )
    if newest is None:
        return _now("Nobody has looked yet: import an engine's export, or press the browser helper on a result page")
    return _now("Sources: the engines' exports, the browser helper and people's checks")


INDEX_PAGE = ListPage(
    code="index",
    title=_("Pages at the search engines"),
    verb="verification.view_index",
    route="verification:index",
    rows=_rows,
    table=IndexTable,
    filters=IndexFilters,
    filter_row=("engine", "staff"),
    search=("title", "url"),
    order=("-id",),
    tabs=(
        Tab("all", _("All")),
        Tab("unknown", _("Unknown"), Q(verdict=Verdict.UNKNOWN)),
        Tab("indexed", _("Indexed"), Q(verdict=Verdict.YES)),
        Tab("missing", _("Not indexed"), Q(verdict=Verdict.NO)),
        Tab("lost", _("Lost"), Q(lost_on__isnull=False)),
    ),
    phone=("engine", "verdict", "last_seen_on"),
    row_url=_address,
    edit_url=_address,
    note=_note,
    create=PageAction(_("Browser helper"), "verification:helper", "verification.send_index", icon="send"),
    importer="index-baidu",
    above=Above("verification/_index_counts.html", counts_above),
    empty=Empty(_("No pages yet"), _("Pages stand here once handed-in links have passed or an export was imported.")),
    count_words=ngettext_lazy("%(count)s line", "%(count)s lines", "count"),
)
