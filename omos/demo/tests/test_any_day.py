"""The demo on other days, twice the same, and gone again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import F, Sum

from omos.demo import services
from omos.demo.stage import set_stage
from omos.demo.tests.conftest import NOW
from omos.loop.ledger.models import Fact
from omos.loop.reports.models import ClosedDay
from omos.loop.work.models import Assignment, Evidence
from omos.people.models import Company, Staff
from omos.people.viewer import Viewer

SYSTEM = Viewer.system("test")
OWN_BY_DJANGO = {"contenttypes.ContentType", "auth.Permission"}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def traces() -> dict[str, list[object]]:
    figures = Fact.objects.exclude(source="work.evidence").order_by("day", "measure", "channel__sort_order", "id")
    return {
        "figures": list(figures.values_list("day", "measure", "value", "channel__code", "line", "keyword", "category")),
        "work": list(Assignment.objects.order_by("code").values_list("code", "staff__name", "quantity", "state")),
        "pieces": list(
            Evidence.objects.order_by("handed_in_at", "url", "note").values_list("url", "note", "day", "is_late")
        ),
        "days": list(
            ClosedDay.objects.order_by("day", "staff__name", "revision").values_list("day", "state", "planned")
        ),
    }


def take_away() -> None:
    # Outside a test nothing is pending: the command runs in no transaction.
    connection.check_constraints()
    services.remove(actor=SYSTEM, now=NOW)


def load_and_take_back(now: datetime) -> dict[str, list[object]]:
    with transaction.atomic():
        if Company.objects.exists():
            take_away()
        services.load(actor=SYSTEM, now=now, days=0, months=1)
        found = traces()
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_two_loads_are_the_same():
    assert load_and_take_back(NOW) == load_and_take_back(NOW)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("text", ["2026-11-22T06:20", "2026-03-02T09:00", "2027-01-04T18:45", "2026-02-20T12:00"])
def test_loads_on_any_day(text):
    assert load_and_take_back(moment(text))["figures"]


@pytest.mark.slow
@pytest.mark.django_db
def test_days_on_both_sides_of_a_months_end_are_days_like_others():
    with transaction.atomic():
        services.load(actor=SYSTEM, now=moment("2026-12-04T18:00"), days=14, months=1)
        rows = Assignment.objects.filter(is_ad_hoc=False).values_list("due_date")
        minutes = dict(rows.annotate(minutes=Sum(F("quantity") * F("category__minutes"))))
        transaction.set_rollback(True)

    around = [minutes[date(2026, 11, 30)], minutes[date(2026, 12, 1)], minutes[date(2026, 12, 2)]]
    assert min(around) >= 0.75 * minutes[date(2026, 11, 18)]


@pytest.mark.django_db
class TestTheStage:
    def stage(self, text: str):
        return set_stage(now=moment(text), days=7, months=1, actor=SYSTEM)

    def test_knows_how_much_of_the_month_has_passed(self):
        stage = self.stage("2026-11-30T19:00")

        assert stage.progress == 1.0

    def test_counts_todays_hours(self):
        morning, evening = self.stage("2026-11-20T08:00"), self.stage("2026-11-20T17:30")

        assert morning.progress < evening.progress
        assert morning.weight(morning.today) < evening.weight(evening.today)

    def test_lets_nothing_come_on_days_ahead(self):
        stage = self.stage("2026-11-20T17:30")

        assert stage.weight(stage.today + timedelta(days=1)) == 0

    def test_gives_each_thing_a_chance_of_its_own(self):
        stage = self.stage("2026-11-20T17:30")

        assert stage.chance("a").random() == stage.chance("a").random() != stage.chance("b").random()


@pytest.mark.django_db
class TestTakingAway:
    def test_leaves_nothing(self, loaded):
        take_away()

        left = {model._meta.label for model in apps.get_models() if model._default_manager.exists()}
        assert left <= OWN_BY_DJANGO

    def test_takes_files_along(self, loaded, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        (tmp_path / "2026").mkdir()
        (tmp_path / "2026" / "proof").write_bytes(b"x")

        take_away()

        assert list(tmp_path.iterdir()) == []

    def test_leaves_a_real_company_alone(self, loaded):
        Company.objects.update(is_demo=False)

        with pytest.raises(services.DemoRefused):
            services.remove(actor=SYSTEM, now=NOW)
        assert Staff.objects.exists()

    def test_is_refused_in_production(self, loaded, settings):
        settings.OMOS_MODE = "production"

        with pytest.raises(services.DemoRefused):
            services.remove(actor=SYSTEM, now=NOW)

    def test_is_refused_where_nothing_is(self, loaded):
        take_away()

        with pytest.raises(services.DemoRefused):
            services.remove(actor=SYSTEM, now=NOW)
