"""What a leaving person holds here moves with the rest."""

from __future__ import annotations

from datetime import date

import pytest

from omos.centres.website.holdings import HELD
from omos.centres.website.models import SiteColumn, SiteRequest
from omos.centres.website.queries import to_make
from omos.centres.website.tests.factories import (
    FRIDAY,
    NOON,
    make_asker,
    make_column,
    make_handed_over,
    make_maker,
    make_request,
    make_taken,
)
from omos.people import services as people_services
from omos.people.holdings import Holding, Passing
from omos.people.tests.factories import viewer_of

pytestmark = pytest.mark.django_db
ASKED_OF, ASKED_FOR, COLUMNS = HELD


def leave(person, receiver, supervisor, *held):
    people_services.plan_leaving(
        staff_id=person.pk,
        left_on=date(2026, 11, 30),
        first_day=FRIDAY,
        receivers=dict.fromkeys(held, receiver.pk),
        actor=viewer_of(supervisor),
        now=NOON,
    )


def passing(from_person, to_person, *ids):
    return Passing(from_person.pk, to_person.pk, FRIDAY, None, NOON, {pk: {} for pk in ids})


def test_requests_asked_of_the_person_go_to_another(maker, asker, supervisor):
    other = make_maker("白露")
    make_request(asker=asker, to=maker)

    leave(maker, other, supervisor, "website.asked_of")

    assert SiteRequest.objects.get().maker == other


def test_what_the_person_has_taken_goes_with_the_work(maker, asker, supervisor):
    other = make_maker("白露")
    request = make_taken(maker=maker, asker=asker)

    leave(maker, other, supervisor, "work.assignments")

    assert list(to_make(viewer_of(other))) == [request]
    assert list(to_make(viewer_of(maker))) == []


def test_what_came_back_goes_with_the_work_too(maker, asker, supervisor):
    from omos.centres.website.services import send_back

    other = make_maker("白露")
    request = make_handed_over(maker=maker, asker=asker)
    send_back(request_id=request.pk, reason="字太小", actor=viewer_of(asker), now=NOON)

    leave(maker, other, supervisor, "work.assignments")

    assert list(to_make(viewer_of(other))) == [request]


def test_somebody_else_accepts_what_the_person_asked_for(maker, asker, supervisor):
    other = make_asker("白露")
    make_handed_over(maker=maker, asker=asker)

    leave(asker, other, supervisor, "website.asked_for")

    assert SiteRequest.objects.get().asked_by == other


def test_columns_get_another_keeper(asker, supervisor):
    other = make_asker("白露")
    make_column(owner=asker)

    leave(asker, other, supervisor, "website.columns")

    assert SiteColumn.objects.get().owner == other


def test_all_of_it_is_listed(maker, asker):
    request = make_request(asker=asker, to=maker)
    column = make_column("案例", owner=maker)

    assert [thing.id for thing in ASKED_OF.find(Holding(maker.pk, FRIDAY))] == [request.pk]
    assert [thing.title for thing in ASKED_FOR.find(Holding(asker.pk, FRIDAY))] == [str(request)]
    assert [thing.title for thing in COLUMNS.find(Holding(maker.pk, FRIDAY))] == [column.name]


def test_a_stand_in_gives_it_back(maker, asker):
    other = make_maker("白露")
    request = make_request(asker=asker, to=maker)
    ASKED_OF.pass_on(passing(maker, other, request.pk))

    returned = ASKED_OF.take_back(passing(maker, other, request.pk))

    assert returned == {request.pk: (request.pk, {})}
    assert SiteRequest.objects.get().maker == maker


def test_a_stand_in_gives_columns_and_own_requests_back(maker, asker):
    other = make_asker("白露")
    request, column = make_request(asker=asker, to=maker), make_column(owner=asker)
    ASKED_FOR.pass_on(passing(asker, other, request.pk))
    COLUMNS.pass_on(passing(asker, other, column.pk))

    assert ASKED_FOR.take_back(passing(asker, other, request.pk)) == {request.pk: (request.pk, {})}
    assert COLUMNS.take_back(passing(asker, other, column.pk)) == {column.pk: (column.pk, {})}
