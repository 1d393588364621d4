"""What the engines know of the demo's website."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Count, F, Sum

from omos.demo.tests.conftest import NOW
from omos.loop.ledger import queries as ledger
from omos.loop.verification.models import CrawlerVisit, IndexLook, IndexState, WebLog

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def verdicts(engine):
    found = IndexState.objects.filter(engine=engine).order_by().values_list("verdict").annotate(Count("id"))
    return dict(found)


def test_baidu_holds_most_own_pages_and_the_rest_is_unknown(loaded):
    own = dict(
        IndexState.objects.filter(engine="baidu", website__isnull=False)
        .order_by()
        .values_list("verdict")
        .annotate(Count("id"))
    )

    assert own["yes"] > own["unknown"] > 0


def test_google_says_no_where_its_export_does(loaded):
    assert set(verdicts("google")) == {"no", "unknown"}


def test_nothing_is_known_where_nobody_looked(loaded):
    assert set(verdicts("shenma")) == {"unknown"}


def test_looks_come_from_exports_and_from_the_helper(loaded):
    assert set(IndexLook.objects.values_list("source", flat=True)) == {"EXPORT", "HELPER"}


def test_no_page_was_seen_before_it_was_published(loaded):
    early = IndexState.objects.filter(first_seen_on__lt=F("evidence__day"))

    assert not early.exists()


def test_no_look_lies_ahead(loaded):
    assert not IndexLook.objects.filter(looked_at__gt=NOW + timedelta(minutes=1)).exists()


def test_figure_of_indexed_pages_is_the_count_of_its_rows(loaded):
    figure = ledger.totals(measures=["pages_indexed"], first=TODAY - timedelta(days=6), last=TODAY)["pages_indexed"]
    rows = IndexState.objects.filter(website__isnull=False, verdict="yes").count()

    assert figure.value == rows > 50


def test_a_week_of_crawlers_was_read_without_a_bad_line(loaded):
    log = WebLog.objects.get()
    requests = CrawlerVisit.objects.aggregate(all=Sum("requests"))["all"]

    assert (log.bad, log.elsewhere) == (0, 0)
    assert sum(log.crawlers.values()) == requests > 100
    assert set(log.crawlers) >= {"Baiduspider", "Sogou", "bingbot", "360Spider"}


def test_visitors_are_no_crawlers(loaded):
    log = WebLog.objects.get()

    assert log.parsed > sum(log.crawlers.values())
