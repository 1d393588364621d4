"""Who is here in a few words."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from omos.people import services
from omos.people.models import RosterDay, Shift
from omos.people.queries import Presence, here_card, who_is_here
from omos.people.services import HandoverPlan
from omos.people.tests.factories import make_leave, system_viewer, viewer_of

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)
MORNING = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def card(supervisor, editor, other_editor, promoter):
    """One of four is away, one comes later."""
    late = Shift.objects.create(code="LATE", name="晚班", letter="晚", starts_at=time(13), ends_at=time(22))
    make_leave(editor, FRIDAY)
    RosterDay.objects.create(staff=promoter, day=FRIDAY, shift=late)
    return lambda: here_card(viewer=viewer_of(supervisor), now=MORNING)


def drawn(card) -> str:
    with translation.override("zh-hans"):
        return render_to_string("people/_here_card.html", {"card": card})


def test_stands_alone_where_another_page_asks_for_it(card, sign_in, supervisor, clock_at):
    clock_at(MORNING)

    answer = sign_in(supervisor).get(reverse("people:here"), {"card": "1"}, headers={"HX-Request": "true"})

    assert answer.context["card"] == card()
    assert "<html" not in answer.content.decode()


def test_counts_who_is_at_work(card):
    found = card()

    assert (found.here, found.everybody, found.off) == (2, 4, 0)


def test_names_who_is_away_and_who_comes_later(card, editor, promoter):
    found = card()

    assert [row.person.id for row in found.away] == [editor.pk]
    assert [row.person.id for row in found.later] == [promoter.pk]


def test_counts_each_person_once(card, supervisor):
    found = card()
    whole = who_is_here(viewer=viewer_of(supervisor), now=MORNING)

    assert found.here + found.off + len(found.away) + len(found.later) == len(whole.rows)
    assert whole.count(*Presence) == found.everybody


def test_is_drawn_with_who_stands_in(card, editor, other_editor):
    plan = HandoverPlan(editor.pk, "DAYS", FRIDAY, FRIDAY, {"notices.unread": other_editor.pk})
    services.plan_handover(plan=plan, actor=system_viewer(), now=MORNING)

    page = drawn(card())

    assert "苏晴 代班" in page
    assert "晚班 13:00" in page


def test_says_that_nobody_stands_in(card):
    assert "没人代班" in drawn(card())


def test_does_not_tell_why_somebody_is_away(card):
    assert "年假" not in drawn(card())


@pytest.mark.queries
def test_asks_as_little_as_the_page(card, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        card()
