"""What may have arrived waits for a person, who has two ways: it did, or send it again."""

from __future__ import annotations

import pytest
from django.urls import reverse

from omos.connectors.tests.vendors import vendors
from omos.office.notices import queries, register, services
from omos.office.notices.models import Outgoing
from omos.office.notices.services import claims
from omos.office.notices.tests.factories import NOW, make_robot, post, sender
from omos.people.declare import WaitingRows
from omos.people.tests.factories import viewer_of

pytestmark = pytest.mark.django_db
State = Outgoing.State


@pytest.fixture
def in_doubt(supervisor):
    """A message to the supervisor's group that was on its way when its sender died."""
    one = post(make_robot(department_id=supervisor.department_id), title="早上的计划")
    Outgoing.objects.filter(pk=one.pk).update(state=State.SENDING, claimed_at=NOW, claim="x", attempts=1)
    claims.settle_doubtful(true_now=NOW + queries.DOUBTFUL_AFTER * 2)
    return one


def waiting(staff) -> tuple[WaitingRows, ...]:
    return register._waiting(viewer_of(staff))


class TestWaiting:
    def test_stands_under_waiting(self, in_doubt, supervisor):
        rows = waiting(supervisor)[0]

        assert [one.pk for one in rows.rows] == [in_doubt.pk]
        assert rows.url == f"{reverse('notices:outbox')}?tab=uncertain"

    def test_leads_to_where_it_is_decided(self, in_doubt, supervisor, sign_in):
        text = sign_in(supervisor).get(waiting(supervisor)[0].url).content.decode()

        assert "早上的计划" in text
        assert "再发一次" in text

    def test_ends_when_somebody_has_seen_it_arrive(self, in_doubt, supervisor):
        services.mark_arrived(viewer=viewer_of(supervisor), ids=[in_doubt.pk], now=NOW)

        assert not waiting(supervisor)[0].rows.exists()
        assert Outgoing.objects.get().state == State.SENT

    def test_ends_when_somebody_sends_it_again_and_it_goes_once(self, company, supervisor):
        with vendors(clock=NOW.timestamp) as server:
            robot = make_robot(server=server, department_id=supervisor.department_id)
            one = post(robot, title="早上的计划")
            Outgoing.objects.filter(pk=one.pk).update(state=State.UNCERTAIN, claimed_at=NOW)
            services.send_due(sender(server, NOW))
            assert len(server.asked) == 0

            services.send_again(viewer=viewer_of(supervisor), ids=[one.pk], now=NOW)
            services.send_due(sender(server, NOW))
            services.send_due(sender(server, NOW))

        assert len(server.asked) == 1
        assert not waiting(supervisor)[0].rows.exists()

    def test_is_nothing_to_those_who_may_not_decide(self, in_doubt, editor):
        assert waiting(editor) == ()

    def test_of_groups_of_others_is_theirs(self, company, supervisor, admin_staff):
        one = post(make_robot())
        Outgoing.objects.filter(pk=one.pk).update(state=State.UNCERTAIN, claimed_at=NOW)

        assert not waiting(supervisor)[0].rows.exists()
        assert waiting(admin_staff)[0].rows.count() == 1

    def test_shows_nothing_while_all_is_known(self, company, admin_staff):
        post(make_robot())

        assert not waiting(admin_staff)[0].rows.exists()
