"""What the promotion room offers upwards."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from omos.centres.promotion import jobs, queries
from omos.centres.promotion.tables import AD_LINES, TALKS
from omos.centres.promotion.words import PLATFORMS
from omos.connectors.adreports.platforms import AD_PLATFORMS
from omos.loop.ledger.declare import SourcePage
from omos.office.jobs.declare import Job
from omos.people.declare import Verb
from omos.people.roles import Role, Scope

VERBS = (
    Verb(
        "promotion.view",
        _("See costs per keyword and the lines behind them"),
        {role: Scope.ALL for role in (Role.SUPERVISOR, Role.BOSS, Role.PROMOTER, Role.ADMIN)},
    ),
    Verb(
        "promotion.upload",
        _("Upload and book ad reports, chat exports and customer sheets"),
        {role: Scope.ALL for role in (Role.SUPERVISOR, Role.PROMOTER, Role.ADMIN)},
    ),
    Verb(
        "promotion.manage_rebates",
        _("Change rebates of channels"),
        {role: Scope.ALL for role in (Role.SUPERVISOR, Role.ADMIN)},
    ),
)
LISTS = (AD_LINES, TALKS)
JOBS = (
    Job(
        code="promotion.book_uploads",
        label=_("Book large reports"),
        function=jobs.book_uploads,
        period=timedelta(seconds=30),
        oldest_due=queries.oldest_waiting,
    ),
    Job(
        code="promotion.post_cash",
        label=_("Work out cash spend by the rebates"),
        function=jobs.post_cash,
        period=timedelta(minutes=2),
    ),
    Job(
        code="promotion.forget_files",
        label=_("Forget uploads nobody booked, and old files"),
        function=jobs.forget_files,
        period=timedelta(days=1),
        at=time(4, 30),
    ),
)


def _ad_lines_of(fact: Any) -> str:
    return _rows("promotion:ad_lines", fact)


def _rebates_of(fact: Any) -> str:
    return reverse("promotion:rebates")


def _talks_of(fact: Any) -> str:
    return _rows("promotion:talks", fact)


def _rows(route: str, fact: Any) -> str:
    asked = {"first": fact.day.isoformat(), "last": fact.day.isoformat(), "keyword": fact.keyword}
    if fact.channel_id:
        asked["channel"] = str(fact.channel_id)
    return f"{reverse(route)}?{urlencode({name: text for name, text in asked.items() if text})}"


SOURCE_PAGES = (
    *(SourcePage(f"ads.{code}", PLATFORMS[code], _ad_lines_of) for code in AD_PLATFORMS),
    SourcePage("promotion.cash", _("Spend and rebates"), _rebates_of),
    SourcePage("promotion.talks", _("Chat exports and customer sheets"), _talks_of),
)
