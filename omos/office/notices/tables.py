"""The lists of robots and of the outbox."""

from __future__ import annotations

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from omos.office.notices import queries, services, wordings
from omos.office.notices.models import Outgoing, Robot
from omos.office.sheets.lists import (
    BulkAction,
    ComputedColumn,
    Empty,
    ListPage,
    MomentColumn,
    NumberColumn,
    PageAction,
    StateColumn,
    Tab,
)


class RobotTable(tables.Table):
    """Robots with what they get and how they fare."""

    name = tables.Column(_("Robot's name"))
    kind = StateColumn(_("Service"), tones={})
    topics = ComputedColumn(_("Gets"), words=wordings.topic_words)
    department = ComputedColumn(_("Sees figures of"), words=wordings.scope_words)
    address_end = ComputedColumn(_("Address ends with"), words=lambda robot: f"…{robot.address_end}")
    fault = ComputedColumn(_("Fault"), words=wordings.fault_words)
    is_active = tables.BooleanColumn(verbose_name=_("In use"), yesno="✓,—")


class RobotFilters(filters.FilterSet):
    """By service."""

    kind = filters.ChoiceFilter(label=_("Service"), choices=Robot.Kind.choices, empty_label=_("All"))


class OutboxTable(tables.Table):
    """Messages with what became of them."""

    target = tables.Column(_("To"))
    title = ComputedColumn(_("Message"), words=wordings.title_words)
    kind = ComputedColumn(_("What it is about"), words=wordings.kind_words)
    state = StateColumn(_("State"), tones=wordings.STATE_TONES)
    reason = ComputedColumn(_("Reason"), words=wordings.reason_words)
    attempts = NumberColumn(_("Attempts"))
    created_at = MomentColumn(_("Made"))
    sent_at = MomentColumn(_("Sent at"))


class OutboxFilters(filters.FilterSet):
    """By state and by robot's service."""

    state = filters.ChoiceFilter(label=_("State"), choices=Outgoing.State.choices, empty_label=_("All"))
    way = filters.ChoiceFilter(
        label=_("Service"), choices=(*Robot.Kind.choices, ("MAIL", _("E-mail"))), empty_label=_("All")
    )


_STUCK = Q(state__in=["UNCERTAIN", "GIVEN_UP"])
_UNDER_WAY = Q(state__in=["WAITING", "SENDING", "FAILED"])

ROBOTS = ListPage(
    code="robots",
    title=_("Group robots"),
    verb="notices.manage_robots",
    route="notices:robots",
    rows=queries.robots,
    table=RobotTable,
    filters=RobotFilters,
    filter_row=("kind",),
    search=("name",),
    order=("name",),
    tabs=(Tab("used", _("In use"), Q(is_active=True)), Tab("all", _("All"))),
    phone=("kind", "topics", "fault"),
    row_url=lambda robot: reverse("notices:robot", args=[robot.pk]),
    create=PageAction(_("Add a robot"), "notices:new_robot", "notices.manage_robots"),
    empty=Empty(_("No robots yet"), _("Add your group's robot: plan, picture report and alerts come by themselves.")),
)
OUTBOX = ListPage(
    code="outbox",
    title=_("Outbox"),
    verb="notices.view_outbox",
    route="notices:outbox",
    rows=queries.outbox,
    table=OutboxTable,
    filters=OutboxFilters,
    filter_row=("state", "way"),
    search=("robot__name", "staff__name"),
    search_label=_("To"),
    order=("-created_at",),
    tabs=(
        Tab("all", _("All")),
        Tab("uncertain", _("May have arrived"), Q(state="UNCERTAIN")),
        Tab("stuck", _("Needs a look"), _STUCK),
        Tab("open", _("Under way"), _UNDER_WAY),
    ),
    bulk=(
        BulkAction("again", _("Send again"), "notices.send_again", services.send_again, icon="send"),
        BulkAction("arrived", _("It did arrive"), "notices.send_again", services.mark_arrived, icon="check"),
    ),
    folded_columns=("attempts", "sent_at"),
    phone=("title", "state", "created_at"),
    empty=Empty(_("Nothing was sent yet"), _("What goes to groups and mailboxes stands here, with what became of it.")),
    count_words=ngettext_lazy("%(count)s message", "%(count)s messages", "count"),
)
