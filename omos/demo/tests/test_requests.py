"""Requests to designer and programmer in the demo."""

from __future__ import annotations

import pytest

from omos.centres.website import queries
from omos.centres.website.models import SiteColumn, SiteRequest, SiteVersion
from omos.demo.tests.conftest import NOW
from omos.office.notices.models import Notice
from omos.people.models import Staff
from omos.people.tests.factories import viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(loaded):
    return viewer_of(Staff.objects.get(name="林岚"))


def states():
    return SiteRequest.objects.order_by().values_list("state", flat=True)


def test_all_states_are_to_be_seen(loaded):
    assert set(states()) == {"ASKED", "TAKEN", "HANDED_OVER", "SENT_BACK", "DONE", "REFUSED"}
    assert SiteRequest.objects.count() == 28


def test_figures_are_those_of_a_working_department(lead):
    found = queries.figures(viewer=lead, now=NOW)

    assert (found.open, found.waiting) == (6, 2)
    assert 2 < found.lead_days < 8
    assert 0.1 < found.sent_back_share < 0.3


def test_both_makers_have_something_to_do(lead):
    found = queries.loads(viewer=lead, today=NOW.date())

    assert [load.person.name for load in found if load.open_count] == ["秦朗", "叶子墨"]


def test_versions_are_made_of_requests(loaded):
    assert SiteVersion.objects.count() == 3
    assert SiteRequest.objects.filter(version__isnull=False).count() == 6


def test_columns_have_keepers(loaded):
    assert not SiteColumn.objects.filter(owner=None).exists()
    assert SiteColumn.objects.filter(is_key=True).count() == 3


def test_only_today_s_news_is_unread(loaded):
    unread = Notice.objects.filter(kind__startswith="website.", read_at=None)

    assert {notice.created_at.date() for notice in unread} <= {NOW.date()}
    assert unread.exists()
