"""Two makers press at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from omos.centres.website import services
from omos.centres.website.models import RequestStep, SiteRequest
from omos.centres.website.services import RequestMoved
from omos.centres.website.tests.factories import NOON, TUESDAY, make_maker, make_request
from omos.loop.work.models import Assignment
from omos.people.tests.factories import viewer_of


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
class TestTwoMakersAtOnce:
    @pytest.fixture
    def answers(self, maker, asker):
        request = make_request(asker=asker, to=maker.position)
        viewers = [viewer_of(maker), viewer_of(make_maker("白露"))]

        def take(viewer):
            try:
                services.take(request_id=request.pk, ready_on=TUESDAY, actor=viewer, now=NOON)
                return "taken"
            except RequestMoved:
                return "told"
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            return sorted(pool.map(take, viewers))

    def test_one_takes_it_and_the_other_is_told(self, answers):
        assert answers == ["taken", "told"]

    def test_the_work_is_there_once(self, answers):
        assert SiteRequest.objects.get().work == Assignment.objects.get()
        assert RequestStep.objects.filter(state="TAKEN").count() == 1
