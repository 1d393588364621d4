"""A request from asked to accepted, and every way beside it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from omos.centres.website import services
from omos.centres.website.models import RequestStep, SiteRequest
from omos.centres.website.queries import request_seen, requests, to_accept, to_make
from omos.centres.website.services import HandedOver, RequestMoved, RequestRefused
from omos.centres.website.tests.factories import (
    NOON,
    TUESDAY,
    make_handed_over,
    make_maker,
    make_request,
    make_taken,
    wanted,
)
from omos.loop.ledger import queries as ledger
from omos.loop.verification.models import Decision, Standing
from omos.loop.work.models import Assignment, Evidence, WorkCategory
from omos.loop.work.queries import my_day
from omos.office.notices.models import Notice
from omos.people.models import Action
from omos.people.tests.factories import make_department, make_staff, viewer_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


class TestAsking:
    def test_keeps_what_was_asked(self, maker, asker):
        request = make_request(asker=asker, to=maker, quantity=3, is_urgent=True)

        assert (request.state, request.maker, request.asked_by) == ("ASKED", maker, asker)
        assert (request.minutes, request.is_urgent) == (180, True)

    def test_tells_everybody_in_the_position(self, maker, asker):
        other = make_maker("白露")

        make_request(asker=asker, to=maker.position)

        assert set(Notice.objects.values_list("staff_id", flat=True)) == {maker.pk, other.pk}

    def test_tells_only_whom_it_names(self, maker, asker):
        make_maker("白露")

        make_request(asker=asker, to=maker)

        assert Notice.objects.get().staff == maker

    def test_brings_its_own_categories(self, maker, asker):
        make_request(asker=asker, to=maker, kind="FAULT")

        assert WorkCategory.objects.get(code="WEB_FAULT").duty == "WEBSITE"

    def test_leaves_a_trail(self, maker, asker):
        request = make_request(asker=asker, to=maker)

        assert Action.objects.get(verb="website.ask").subject_id == str(request.pk)

    def test_refuses_a_day_that_is_over(self, maker, asker):
        with pytest.raises(RequestRefused) as caught:
            make_request(asker=asker, to=maker, needed_by=date(2026, 11, 19))

        assert caught.value.field == "needed_by"

    def test_refuses_somebody_who_makes_nothing(self, asker, editor):
        with pytest.raises(RequestRefused) as caught:
            services.ask(wanted=wanted(editor), actor=viewer_of(asker), now=NOON)

        assert caught.value.field == "to"

    @pytest.mark.parametrize("quantity", [0, 100])
    def test_refuses_senseless_quantities(self, maker, asker, quantity):
        with pytest.raises(RequestRefused):
            make_request(asker=asker, to=maker, quantity=quantity)


class TestTaking:
    def test_becomes_work_of_the_maker(self, maker, asker):
        request = make_taken(maker=maker, asker=asker, quantity=2)

        work = request.work
        assert (request.state, request.ready_on) == ("TAKEN", TUESDAY)
        assert (work.staff, work.quantity, work.due_date, work.is_ad_hoc) == (maker, 2, TUESDAY, True)
        assert "突出免费上门测量" in work.brief

    def test_gives_a_request_to_the_position_to_who_takes_it(self, maker, asker):
        request = make_request(asker=asker, to=maker.position)

        services.take(request_id=request.pk, ready_on=TUESDAY, actor=viewer_of(maker), now=NOON)

        request.refresh_from_db()
        assert request.maker == maker

    def test_is_told_to_the_asker(self, maker, asker):
        make_taken(maker=maker, asker=asker)

        notice = Notice.objects.get(staff=asker)
        assert "2026-11-24" in notice.body

    def test_happens_once(self, maker, asker):
        request = make_taken(maker=maker, asker=asker)

        with pytest.raises(RequestMoved):
            services.take(request_id=request.pk, ready_on=TUESDAY, actor=viewer_of(maker), now=NOON)
        assert Assignment.objects.count() == 1

    def test_is_not_for_somebody_else(self, maker, asker):
        request = make_request(asker=asker, to=maker)

        with pytest.raises(RequestMoved):
            services.take(request_id=request.pk, ready_on=TUESDAY, actor=viewer_of(make_maker()), now=NOON)

    def test_is_not_for_another_position(self, maker, asker):
        request = make_request(asker=asker, to=maker.position)

        with pytest.raises(RequestMoved):
            services.take(
                request_id=request.pk, ready_on=TUESDAY, actor=viewer_of(make_maker(code="PROGRAMMER")), now=NOON
            )

    def test_refuses_a_day_that_is_over(self, maker, asker):
        request = make_request(asker=asker, to=maker)

        with pytest.raises(RequestRefused):
            services.take(request_id=request.pk, ready_on=date(2026, 11, 19), actor=viewer_of(maker), now=NOON)

    @pytest.mark.constraint
    def test_the_database_wants_work_behind_it(self, maker, asker):
        request = make_request(asker=asker, to=maker)

        with pytest.raises(IntegrityError), transaction.atomic():
            SiteRequest.objects.filter(pk=request.pk).update(state="TAKEN")


class TestHandingOver:
    def test_is_handed_in_as_evidence(self, maker, asker):
        request = make_handed_over(maker=maker, asker=asker, quantity=2)

        piece = Evidence.objects.get()
        assert (request.state, request.evidence) == ("HANDED_OVER", piece)
        assert (piece.staff, piece.quantity, piece.is_late) == (maker, 2, False)
        assert request.work.state == "DONE"

    def test_waits_for_the_asker(self, maker, asker):
        request = make_handed_over(maker=maker, asker=asker)

        assert list(to_accept(viewer_of(asker))) == [request]
        assert list(to_make(viewer_of(maker))) == []

    def test_needs_words_or_a_file(self, maker, asker):
        request = make_taken(maker=maker, asker=asker)

        with pytest.raises(RequestRefused):
            services.hand_over(request_id=request.pk, handed=HandedOver("  "), actor=viewer_of(maker), now=NOON)

    def test_is_not_for_the_asker(self, maker, asker):
        request = make_taken(maker=maker, asker=asker)

        with pytest.raises(RequestMoved):
            services.hand_over(request_id=request.pk, handed=HandedOver("好了"), actor=viewer_of(asker), now=NOON)

    def test_does_not_count_twice_what_was_handed_in_from_the_day(self, maker, asker):
        from omos.loop.work.services import hand_in_note

        request = make_taken(maker=maker, asker=asker)
        hand_in_note(actor=viewer_of(maker), assignment_id=request.work_id, quantity=1, note="好了", now=NOON)

        services.hand_over(request_id=request.pk, handed=HandedOver("好了"), actor=viewer_of(maker), now=NOON)

        request.work.refresh_from_db()
        assert request.work.handed_in_count == 1


class TestAccepting:
    def test_counts_for_the_maker(self, maker, asker):
        request = make_handed_over(maker=maker, asker=asker, quantity=2)

        services.accept(request_id=request.pk, actor=viewer_of(asker), now=LATER)

        request.refresh_from_db()
        figures = ledger.totals(measures=["work_minutes"], first=NOON.date(), last=NOON.date(), staff_ids=[maker.pk])
        assert (request.state, request.ended_at) == ("DONE", LATER)
        assert Standing.objects.get().outcome == "PASSED"
        assert figures["work_minutes"].value == 120

    def test_happens_once(self, maker, asker):
        request = make_handed_over(maker=maker, asker=asker)
        services.accept(request_id=request.pk, actor=viewer_of(asker), now=LATER)

        with pytest.raises(RequestMoved):
            services.accept(request_id=request.pk, actor=viewer_of(asker), now=LATER)

    def test_is_for_the_asker_alone(self, maker, asker):
        request = make_handed_over(maker=maker, asker=asker)

        with pytest.raises(RequestMoved):
            services.accept(request_id=request.pk, actor=viewer_of(maker), now=LATER)


class TestSendingBack:
    @pytest.fixture
    def sent_back(self, maker, asker):
        request = make_handed_over(maker=maker, asker=asker)
        services.send_back(request_id=request.pk, reason="字太小", actor=viewer_of(asker), now=LATER)
        request.refresh_from_db()
        return request

    def test_opens_the_maker_s_work_again(self, sent_back, maker):
        [mine] = my_day(staff_id=maker.pk, day=TUESDAY).assignments

        assert (sent_back.state, sent_back.times_sent_back) == ("SENT_BACK", 1)
        assert (mine.state, mine.missing) == ("OPEN", 1)

    def test_says_why(self, sent_back, maker):
        assert Decision.objects.get().note == "字太小"
        assert "字太小" in Notice.objects.filter(staff=maker).latest("id").body

    def test_needs_a_reason(self, maker, asker):
        request = make_handed_over(maker=maker, asker=asker)

        with pytest.raises(RequestRefused):
            services.send_back(request_id=request.pk, reason=" ", actor=viewer_of(asker), now=LATER)

    def test_the_better_one_stands_in_for_the_first(self, sent_back, maker, asker):
        first = Evidence.objects.get()

        services.hand_over(request_id=sent_back.pk, handed=HandedOver("字放大了"), actor=viewer_of(maker), now=LATER)
        services.accept(request_id=sent_back.pk, actor=viewer_of(asker), now=LATER)

        better = Evidence.objects.get(withdrawn_at=None)
        assert better.replaces == first
        assert SiteRequest.objects.get().state == "DONE"

    def test_can_be_put_back_into_the_queue(self, sent_back, maker):
        services.put_back(request_id=sent_back.pk, actor=viewer_of(maker), now=LATER)

        request = SiteRequest.objects.get()
        assert (request.state, request.maker, request.work) == ("ASKED", None, None)
        assert Assignment.objects.get().state == "WITHDRAWN"


class TestRefusing:
    def test_tells_the_asker_why(self, maker, asker):
        request = make_request(asker=asker, to=maker)

        services.refuse(request_id=request.pk, reason="素材不全", actor=viewer_of(maker), now=NOON)

        request.refresh_from_db()
        assert (request.state, request.ended_at) == ("REFUSED", NOON)
        assert "素材不全" in Notice.objects.get(staff=asker).body

    def test_takes_the_work_back(self, maker, asker):
        request = make_taken(maker=maker, asker=asker)

        services.refuse(request_id=request.pk, reason="做不了", actor=viewer_of(maker), now=NOON)

        assert Assignment.objects.get().state == "WITHDRAWN"

    def test_needs_a_reason(self, maker, asker):
        request = make_request(asker=asker, to=maker)

        with pytest.raises(RequestRefused):
            services.refuse(request_id=request.pk, reason="", actor=viewer_of(maker), now=NOON)

    def test_is_for_who_leads_the_makers_too(self, maker, asker, supervisor):
        request = make_taken(maker=maker, asker=asker)

        services.refuse(request_id=request.pk, reason="不做了", actor=viewer_of(supervisor), now=NOON)

        assert SiteRequest.objects.get().state == "REFUSED"

    def test_is_over_once_handed_over(self, maker, asker):
        request = make_handed_over(maker=maker, asker=asker)

        with pytest.raises(RequestMoved):
            services.refuse(request_id=request.pk, reason="不做了", actor=viewer_of(maker), now=NOON)


class TestCallingOff:
    def test_ends_it(self, maker, asker):
        request = make_request(asker=asker, to=maker)

        services.call_off(request_id=request.pk, actor=viewer_of(asker), now=NOON)

        assert SiteRequest.objects.get().state == "CALLED_OFF"
        assert Notice.objects.filter(staff=maker).count() == 2

    def test_is_too_late_once_taken(self, maker, asker):
        request = make_taken(maker=maker, asker=asker)

        with pytest.raises(RequestMoved):
            services.call_off(request_id=request.pk, actor=viewer_of(asker), now=NOON)


class TestWhoSees:
    def test_asker_and_maker_do(self, maker, asker):
        request = make_taken(maker=maker, asker=asker)

        assert request_seen(viewer=viewer_of(asker), request_id=request.pk) == request
        assert request_seen(viewer=viewer_of(maker), request_id=request.pk) == request

    def test_colleagues_do_not(self, maker, asker, editor):
        make_taken(maker=maker, asker=asker)

        assert list(requests(viewer_of(editor))) == []

    def test_everybody_in_the_position_does_until_it_is_taken(self, maker, asker):
        other = make_maker()
        request = make_request(asker=asker, to=maker.position)
        assert list(requests(viewer_of(other))) == [request]

        services.take(request_id=request.pk, ready_on=TUESDAY, actor=viewer_of(maker), now=NOON)

        assert list(requests(viewer_of(other))) == []

    def test_the_supervisor_sees_those_of_the_department(self, maker, supervisor):
        elsewhere = make_staff("周凯", role="SALES", department=make_department("销售部"))
        request = make_request(asker=elsewhere, to=maker)

        assert list(requests(viewer_of(supervisor))) == [request]

    def test_every_step_is_told_in_order(self, maker, asker):
        request = make_handed_over(maker=maker, asker=asker)
        services.accept(request_id=request.pk, actor=viewer_of(asker), now=LATER)

        states = RequestStep.objects.order_by("at", "id").values_list("state", flat=True)
        assert list(states) == ["ASKED", "TAKEN", "HANDED_OVER", "DONE"]
