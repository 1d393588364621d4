"""What the machine found on the demo's website by itself."""

from __future__ import annotations

import pytest

from omos.centres.content import queries
from omos.centres.content.models import FoundPage, WatchedSource
from omos.demo.tests.conftest import NOW
from omos.loop.work.models import Evidence
from omos.people.models import Staff
from omos.people.tests.factories import viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(loaded):
    return viewer_of(Staff.objects.get(name="林岚"))


def test_one_feed_is_watched_and_rests(loaded):
    assert WatchedSource.objects.values_list("kind", "state").get() == ("FEED", "PAUSED")


def test_articles_handed_in_are_linked_and_not_doubled(loaded):
    counted = FoundPage.objects.filter(state="COUNTED")
    pieces = set(counted.values_list("evidence_id", flat=True))

    assert len(pieces) == counted.count() > 20
    assert Evidence.objects.filter(pk__in=pieces).count() == len(pieces)


def test_two_articles_wait_for_somebody_to_say_whose_they_are(lead):
    found = queries.found_between(first=FoundPage.objects.earliest("day").day, last=NOW.date(), viewer=lead)

    assert found.unsettled == 2


def test_today_shows_how_many_were_found_and_verified(lead):
    found = queries.found_on(NOW.date(), lead)

    assert found.found >= found.verified > 0
