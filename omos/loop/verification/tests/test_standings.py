"""What other rooms ask: counts, what came back, the machine's share, what waits, where a fact comes from."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from omos.loop.ledger.declare import url_of
from omos.loop.ledger.models import Fact
from omos.loop.verification import queries, services
from omos.loop.verification.register import WAITING
from omos.loop.verification.services.enqueueing import MACHINE
from omos.loop.verification.services.facts import post_facts
from omos.loop.verification.tests.factories import NOW, make_decision, make_piece, make_standing
from omos.office.jobs.declare import job
from omos.people.tests.factories import viewer_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def test_counts_pieces_by_person_and_due_day(editor, promoter):
    make_standing(make_piece(editor, quantity=2))
    make_standing(make_piece(editor), outcome="FAILED")
    make_standing(make_piece(editor), outcome="PROVISIONAL")
    make_standing(make_piece(promoter), outcome="RETURNED")
    make_piece(promoter)

    counts = queries.standing_counts(staff_ids=[editor.pk, promoter.pk], first=DAY, last=DAY)

    assert counts == {
        (editor.pk, DAY): queries.Standings(passed=2, failed=1, unknown=1),
        (promoter.pk, DAY): queries.Standings(returned=1, pending=1),
    }
    assert counts[editor.pk, DAY].verified == 3


@pytest.mark.queries
def test_counts_cost_one_query(editor, django_assert_num_queries):
    for _ in range(5):
        make_standing(make_piece(editor))

    with django_assert_num_queries(1):
        queries.standing_counts(staff_ids=[editor.pk], first=DAY, last=DAY)


@pytest.mark.queries
def test_verdicts_cost_one_query(editor, django_assert_num_queries):
    pieces = [make_piece(editor) for _ in range(5)]
    [make_standing(piece) for piece in pieces]

    with django_assert_num_queries(1):
        views = queries.verdicts_of(evidence_ids=[piece.pk for piece in pieces])

    assert {view.outcome for view in views.values()} == {"PASSED"}


def test_outcomes_alone_leave_out_what_the_machine_has_not_met(editor):
    met, unmet = make_piece(editor), make_piece(editor, url="https://www.yunfan.example.cn/news/b.html")
    make_standing(met, outcome="FAILED")

    assert queries.outcomes_of(evidence_ids=[met.pk, unmet.pk]) == {met.pk: "FAILED"}


@pytest.mark.queries
def test_what_came_back_costs_two_queries(editor, supervisor, django_assert_num_queries):
    for _ in range(5):
        make_decision(make_standing(make_piece(editor), outcome="RETURNED").evidence, supervisor)

    with django_assert_num_queries(2):
        pieces = queries.returned_for(staff_id=editor.pk)

    assert {piece.by_name for piece in pieces} == {"林岚"}


def test_the_machines_share_leaves_out_what_people_decided_or_must_see(editor, supervisor):
    make_standing(make_piece(editor))
    make_standing(make_piece(editor))
    make_standing(make_piece(editor), outcome="FAILED", why="FAILED")
    make_decision(make_standing(make_piece(editor), outcome="RETURNED").evidence, supervisor)
    make_standing(make_piece(editor), outcome="PENDING")

    auto = queries.auto_share(first=DAY, last=DAY)

    assert (auto.decided_by_machine, auto.total, auto.share) == (2, 4, 0.5)


def test_the_machines_share_says_nothing_of_notes(editor, supervisor):
    make_standing(make_piece(editor))
    make_decision(make_standing(make_piece(editor, note="否词清单")).evidence, supervisor)

    auto = queries.auto_share(first=DAY, last=DAY)

    assert (auto.decided_by_machine, auto.total) == (1, 1)


def test_the_share_of_nothing_is_unknown(company):
    assert queries.auto_share(first=DAY, last=DAY).share is None


class TestWaiting:
    def test_names_what_needs_the_supervisors_eyes(self, supervisor, editor):
        make_standing(make_piece(editor), outcome="FAILED", why="FAILED")

        waiting = {one.route: one.rows.count() for one in WAITING[0](viewer_of(supervisor))}
        assert waiting["verification:desk"] == 1

    def test_names_what_came_back_to_the_person(self, editor):
        make_standing(make_piece(editor), outcome="RETURNED")

        assert "/verify/mine/" in {one.url for one in WAITING[0](viewer_of(editor))}


def test_a_fact_leads_to_its_piece(editor):
    standing = make_standing(make_piece(editor))
    post_facts(evidence_ids=[standing.evidence_id], actor=MACHINE, now=NOW)

    assert url_of(Fact.objects.first()) == f"/evidence/{standing.evidence_id}/"


def test_the_jobs_run_with_nothing_to_do(company):
    for_all = [job(f"verification.{name}") for name in ("verify_new_evidence", "look_again", "drop_old_proofs")]

    assert [one.function(now=NOW) for one in for_all] == [0, 0, 0]


def test_the_oldest_first_look_is_watched(editor):
    make_piece(editor)
    services.enqueue_checks(now=NOW)

    assert queries.oldest_due(now=NOW + timedelta(minutes=3)) == NOW
