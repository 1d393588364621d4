from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from omos.centres.content import services
from omos.centres.content.models import FoundPage
from omos.centres.content.tests.factories import make_page
from omos.loop.work.tests.factories import make_assignment
from omos.office.notices.models import Notice
from omos.people.tests.factories import viewer_of

pytestmark = pytest.mark.django_db


class TestMorningLine:
    MORNING = datetime(2026, 11, 20, 8, 20, tzinfo=ZoneInfo("Asia/Shanghai"))

    def found_yesterday(self, editor) -> None:
        make_assignment(editor)
        yesterday = (self.MORNING - timedelta(days=1)).date()
        found = make_page(day=yesterday)
        services.claim_page(page_id=found.pk, actor=viewer_of(editor), now=self.MORNING - timedelta(hours=16))

    def test_tells_editor_and_supervisor(self, supervisor, editor, other_editor):
        self.found_yesterday(editor)

        told = services.tell_found(now=self.MORNING)

        titles = dict(Notice.objects.values_list("staff_id", "title"))
        assert told == 2
        assert titles == {supervisor.pk: "昨天 1 篇，已核验 0", editor.pk: "昨天 1 篇，已核验 0"}

    def test_tells_once(self, supervisor, editor):
        self.found_yesterday(editor)
        services.tell_found(now=self.MORNING)

        assert services.tell_found(now=self.MORNING + timedelta(minutes=5)) == 0

    def test_tells_of_what_waits(self, editor):
        make_page(day=(self.MORNING - timedelta(days=1)).date())

        services.tell_found(now=self.MORNING)

        assert Notice.objects.get().body == "1 篇待认领。"

    def test_tells_nothing_where_nothing_is_watched(self, supervisor, editor):
        assert services.tell_found(now=self.MORNING) == 0

    def test_rests_on_days_off(self, supervisor, editor):
        self.found_yesterday(editor)

        assert services.tell_found(now=self.MORNING + timedelta(days=1)) == 0

    def test_tells_on_monday_since_when(self, supervisor, editor):
        self.found_yesterday(editor)
        FoundPage.objects.update(day=self.MORNING.date())

        services.tell_found(now=self.MORNING + timedelta(days=3))

        assert Notice.objects.first().title.startswith("11-20 以来 1 篇")
