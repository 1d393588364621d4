"""Daily reports that waited on a phone without a network."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from omos.loop.reports.models import DailyReport, KeptReport
from omos.loop.reports.services import ReportChanged, ReportClosed, Sentences, submit_report
from omos.loop.reports.services.keeping import take_kept_report
from omos.loop.reports.tests.factories import make_closed_day, make_report
from omos.people.tests.factories import viewer_of

TODAY = date(2026, 11, 20)
KEPT = reverse("reports:kept")
ONE = UUID("11111111-1111-4111-8111-111111111111")


@pytest.fixture(autouse=True)
def at_noon(clock_at, noon):
    clock_at(noon)


@pytest.fixture
def take(editor, noon):
    def press(client_id=ONE, problem="断网了", row_version=0, day=TODAY):
        return take_kept_report(
            client_id=client_id,
            day=day,
            sentences=Sentences(problem, "明天继续"),
            row_version=row_version,
            actor=viewer_of(editor),
            now=noon,
        )

    return press


class TestTaking:
    def test_submits_what_was_typed(self, take, editor):
        assert take()

        report = DailyReport.objects.get(staff=editor)
        assert (report.state, report.problem, report.tomorrow) == ("SUBMITTED", "断网了", "明天继续")

    def test_takes_the_same_text_once(self, take, editor):
        take()

        assert not take(problem="第二次")
        assert DailyReport.objects.get(staff=editor).problem == "断网了"
        assert DailyReport.objects.get(staff=editor).row_version == 1

    def test_takes_a_later_wording_as_another_one(self, take, editor):
        take()

        assert take(client_id=uuid4(), problem="改过", row_version=1)
        assert DailyReport.objects.get(staff=editor).problem == "改过"

    def test_never_writes_over_what_was_submitted_meanwhile(self, take, editor, noon):
        submit_report(
            day=TODAY, sentences=Sentences("在电脑上写的", ""), row_version=0, actor=viewer_of(editor), now=noon
        )

        with pytest.raises(ReportChanged):
            take(row_version=0)
        assert DailyReport.objects.get(staff=editor).problem == "在电脑上写的"

    def test_fills_a_day_without_a_page_only_where_nothing_was_submitted(self, take, editor):
        make_report(editor, state="DRAFT", problem="草稿")
        assert take(row_version=None)

        with pytest.raises(ReportChanged):
            take(client_id=uuid4(), row_version=None)

    def test_refuses_a_closed_day_and_may_be_sent_again(self, take, editor):
        closed = make_closed_day(editor)
        with pytest.raises(ReportClosed):
            take()
        closed.delete()

        assert take()

    def test_remembers_ids_for_a_quarter(self, take, editor, noon):
        KeptReport.objects.create(client_id=uuid4(), staff=editor, day=TODAY, received_at=noon - timedelta(days=91))

        take()

        assert list(KeptReport.objects.values_list("client_id", flat=True)) == [ONE]


class TestPage:
    def post(self, client, **changes):
        typed = {"client_id": str(ONE), "day": "2026-11-20", "problem": "断网了", "tomorrow": "", "row_version": "0"}
        return client.post(KEPT, {**typed, **changes})

    def test_tells_a_device_who_is_signed_in(self, editor, sign_in):
        said = sign_in(editor).get(KEPT).json()

        assert said["staff"] == editor.pk
        assert len(said["token"]) > 20

    def test_takes_a_report_twice_and_counts_it_once(self, editor, sign_in):
        client = sign_in(editor)

        answers = [self.post(client), self.post(client)]

        assert [answer.json()["is_new"] for answer in answers] == [True, False]
        assert DailyReport.objects.get().row_version == 1

    def test_takes_one_without_a_version(self, editor, sign_in):
        assert self.post(sign_in(editor), row_version="").status_code == 200

    def test_says_why_a_day_is_refused(self, editor, sign_in):
        make_closed_day(editor)

        answer = self.post(sign_in(editor))

        assert answer.status_code == 409
        assert "已" in answer.json()["refusal"]

    @pytest.mark.parametrize("changes", [{"client_id": "x"}, {"day": "gestern"}, {"row_version": "-1"}])
    def test_refuses_what_makes_no_sense(self, editor, sign_in, changes):
        assert self.post(sign_in(editor), **changes).status_code == 422

    def test_asks_for_the_token_that_it_gives(self, editor, client):
        from django.test import Client

        strict = Client(enforce_csrf_checks=True)
        strict.force_login(editor.user)
        assert self.post(strict).status_code == 403
        token = strict.get(KEPT).json()["token"]

        typed = {"client_id": str(ONE), "day": "2026-11-20", "problem": "", "tomorrow": "", "row_version": ""}
        answer = strict.post(KEPT, typed, headers={"X-CSRFToken": token})

        assert answer.status_code == 200

    def test_sends_strangers_away(self, client):
        assert client.get(KEPT).status_code == 302

    def test_is_named_by_the_form_of_the_report(self, editor, sign_in):
        page = sign_in(editor).get(reverse("reports:daily")).content.decode()

        assert f'data-kept-url="{KEPT}"' in page
