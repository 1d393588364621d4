from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from omos.office.jobs import declare
from omos.office.jobs.models import Lease, Run
from omos.office.jobs.tests.factories import make_lease, make_run
from omos.people.models import Action

CODE = "jobs.clean_up"


@pytest.fixture
def administrator(sign_in, admin_staff):
    return sign_in(admin_staff)


class TestRuns:
    def test_shows_every_job_with_its_last_run(self, administrator):
        make_lease(CODE)
        make_run(CODE, rows=41)

        answer = administrator.get("/jobs/")

        assert answer.status_code == 200
        assert len(answer.context["jobs"]) == len(declare.jobs())
        assert "清理旧的运行记录" in answer.content.decode()

    def test_says_when_a_job_never_ran(self, administrator):
        make_lease(CODE, due_at=timezone.now())

        row = _row_of(CODE, administrator.get("/jobs/"))

        assert (row.state.tone, row.last_run) == ("unknown", None)

    def test_marks_a_job_that_has_not_succeeded_in_time(self, administrator):
        make_lease(CODE, succeeded_at=timezone.now() - timedelta(days=3))

        assert _row_of(CODE, administrator.get("/jobs/")).state.tone == "warning"

    def test_marks_a_job_that_ended_in_error(self, administrator):
        make_lease(CODE, due_at=timezone.now())
        make_run(CODE, state="FAILED", error="ValueError work/services.py:3")

        answer = administrator.get("/jobs/")

        assert _row_of(CODE, answer).state.tone == "no"
        assert "ValueError work/services.py:3" in answer.content.decode()

    def test_narrows_to_one_state(self, administrator):
        make_run(CODE, token=1, state="FAILED")
        make_run(CODE, token=2)

        answer = administrator.get("/jobs/?state=FAILED")

        assert [row.run.token for row in answer.context["runs"]] == [1]

    def test_survives_a_senseless_page_number(self, administrator):
        assert administrator.get("/jobs/?page=x&job=%00").status_code == 200

    def test_refuses_the_wrong_person(self, sign_in, editor):
        assert sign_in(editor).get("/jobs/").status_code == 403

    def test_asks_strangers_to_sign_in(self, client, db):
        assert client.get("/jobs/").status_code == 302

    def test_refuses_the_wrong_method(self, administrator):
        assert administrator.delete("/jobs/").status_code == 405

    @pytest.mark.queries
    def test_asks_the_same_however_many_runs_there_are(self, administrator, django_assert_max_num_queries):
        Run.objects.bulk_create(
            Run(code=CODE, token=token, state="DONE", rows=1, started_at=timezone.now(), finished_at=timezone.now())
            for token in range(200)
        )

        # One of them for each job that tells since when its oldest row waits.
        with django_assert_max_num_queries(14):
            administrator.get("/jobs/")


class TestRunSoon:
    def test_makes_the_job_due(self, administrator):
        make_lease(CODE, due_at=timezone.now() + timedelta(hours=9))

        answer = administrator.post("/jobs/run/", {"job": CODE})

        assert answer.status_code == 302
        assert Lease.objects.get(code=CODE).due_at <= timezone.now()
        assert Action.objects.filter(verb="jobs.run", subject_id=CODE).count() == 1

    def test_survives_a_second_press(self, administrator):
        make_lease(CODE, due_at=timezone.now() + timedelta(hours=9))
        administrator.post("/jobs/run/", {"job": CODE})

        administrator.post("/jobs/run/", {"job": CODE})

        assert Action.objects.filter(verb="jobs.run").count() == 1

    def test_knows_nothing_of_a_job_nobody_declares(self, administrator):
        assert administrator.post("/jobs/run/", {"job": "no.such"}).status_code == 404

    def test_refuses_the_wrong_person(self, sign_in, supervisor):
        assert sign_in(supervisor).post("/jobs/run/", {"job": CODE}).status_code == 403

    def test_refuses_the_wrong_method(self, administrator):
        assert administrator.get("/jobs/run/").status_code == 405


def _row_of(code, answer):
    return next(row for row in answer.context["jobs"] if row.code == code)
