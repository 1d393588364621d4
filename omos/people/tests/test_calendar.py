"""The workday calendar: announced years, provisional ones, days set by hand, leave."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from omos.people import holidays, queries, services
from omos.people.models import Action, Leave, Workday
from omos.people.services import Absence
from omos.people.tests.factories import make_department, make_leave, make_workday, system_viewer

ANNOUNCED = Path(os.environ.get("OMOS_TEST_DATA", "../shared/data")) / "chinese" / "holiday-cn"
WORKDAYS_OF_2025 = [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23]


@pytest.fixture
def year_2025(db, noon):
    return services.fill_calendar(years=[2025], actor=system_viewer(), now=noon)


class TestFillCalendar:
    def test_has_the_known_workdays_of_2025(self, year_2025):
        assert [month.workdays for month in queries.calendar_year(2025).months] == WORKDAYS_OF_2025

    def test_has_22_workdays_in_a_november_with_one_worked_saturday(self, db, noon):
        services.fill_calendar(years=[2026], actor=system_viewer(), now=noon)
        services.set_day(day=date(2026, 11, 28), is_workday=True, reason="大小周", actor=system_viewer(), now=noon)

        assert len(queries.workdays_between(date(2026, 11, 1), date(2026, 11, 30))) == 22
        assert len(queries.workdays_between(date(2026, 11, 1), date(2026, 11, 20))) == 15

    def test_is_whole_and_announced(self, year_2025):
        assert (year_2025.days, year_2025.provisional_years) == (365, ())
        assert not queries.calendar_year(2025).is_provisional

    def test_names_holidays_and_make_up_days(self, year_2025):
        festival, make_up = Workday.objects.get(day=date(2025, 1, 29)), Workday.objects.get(day=date(2025, 1, 26))

        assert (festival.name, festival.is_holiday) == ("Spring Festival", True)
        assert (make_up.name, make_up.is_make_up) == ("Spring Festival", True)

    def test_writes_nothing_the_second_time(self, year_2025, noon):
        again = services.fill_calendar(years=[2025], actor=system_viewer(), now=noon)

        assert again.days == 0
        assert Action.objects.count() == 1

    def test_leaves_days_set_by_hand_alone(self, db, noon):
        services.set_day(day=date(2025, 1, 29), is_workday=True, reason="赶工", actor=system_viewer(), now=noon)

        services.fill_calendar(years=[2025], actor=system_viewer(), now=noon)

        assert Workday.objects.get(day=date(2025, 1, 29)).is_workday

    def test_replaces_provisional_days_once_announced(self, db, noon):
        Workday.objects.create(day=date(2025, 1, 26), is_workday=False, origin=Workday.Origin.PROVISIONAL)

        services.fill_calendar(years=[2025], actor=system_viewer(), now=noon)

        assert Workday.objects.get(day=date(2025, 1, 26)).origin == Workday.Origin.PACKAGE

    @pytest.mark.parametrize("year", [1999, 2061, 0, 99999])
    def test_refuses_senseless_years(self, db, noon, year):
        with pytest.raises(services.CalendarRefused):
            services.fill_calendar(years=[year], actor=system_viewer(), now=noon)


@pytest.mark.skipif(not ANNOUNCED.is_dir(), reason=f"announced calendars are not at {ANNOUNCED}")
class TestAgainstTheAnnouncements:
    @pytest.mark.parametrize("year", [2019, 2020, 2021, 2022, 2023, 2025])
    def test_agrees_on_every_day_named(self, year):
        days = {day.day: day for day in holidays.days_of_year(year)}
        named = json.loads((ANNOUNCED / f"{year}.json").read_text("utf-8"))["days"]
        inside = [(date.fromisoformat(one["date"]), one["isOffDay"]) for one in named]
        inside = [(day, is_off) for day, is_off in inside if day.year == year]

        assert [(day, not days[day].is_workday) for day, _is_off in inside] == inside


class TestUnannouncedYears:
    def test_are_provisional_and_say_so(self, db, noon):
        filled = services.fill_calendar(years=[2027], actor=system_viewer(), now=noon)

        assert filled.provisional_years == (2027,)
        assert queries.calendar_year(2027).is_provisional

    def test_have_the_days_off_by_law(self):
        off = dict(holidays.days_off_by_law(2027))

        assert len(off) == 13
        assert off[date(2027, 2, 5)] == off[date(2027, 2, 8)] == holidays.SPRING
        assert off[date(2027, 6, 9)] == holidays.BOATS
        assert off[date(2027, 9, 15)] == holidays.MOON

    def test_work_on_no_weekend(self):
        assert not [day for day in holidays.days_of_year(2028) if day.is_workday and day.day.weekday() > 4]

    def test_go_on_beyond_the_table_of_the_moon(self):
        assert sum(1 for _day in holidays.days_of_year(2044)) == 366

    @pytest.mark.parametrize(("year", "day"), [(2019, 5), (2020, 4), (2023, 5), (2025, 4), (2027, 5), (2029, 4)])
    def test_sweep_the_tombs_on_the_right_day(self, year, day):
        assert holidays.tomb_sweeping_day(year) == day


class TestWorkdays:
    def test_are_monday_to_friday_where_nothing_is_known(self, db):
        assert queries.is_workday(date(2040, 1, 2))
        assert not queries.is_workday(date(2040, 1, 7))

    def test_follow_the_table(self, db):
        make_workday(date(2026, 11, 28), is_workday=True)

        assert queries.is_workday(date(2026, 11, 28))

    def test_of_months_sum_to_the_year(self, year_2025):
        year = queries.calendar_year(2025)

        assert year.workdays == len(queries.workdays_between(date(2025, 1, 1), date(2025, 12, 31))) == 248


class TestSetDay:
    def test_needs_a_reason(self, db, noon):
        with pytest.raises(services.CalendarRefused):
            services.set_day(day=date(2026, 1, 2), is_workday=True, reason=" ", actor=system_viewer(), now=noon)

    def test_is_undone_to_what_was_announced(self, year_2025, noon):
        services.set_day(day=date(2025, 1, 29), is_workday=True, reason="赶工", actor=system_viewer(), now=noon)
        services.reset_day(day=date(2025, 1, 29), actor=system_viewer(), now=noon)

        assert not Workday.objects.get(day=date(2025, 1, 29)).is_workday

    def test_refuses_to_undo_what_nobody_set(self, year_2025, noon):
        with pytest.raises(services.CalendarRefused):
            services.reset_day(day=date(2025, 1, 29), actor=system_viewer(), now=noon)


class TestCalendarPage:
    def test_shows_a_year(self, client, editor, sign_in, clock_at, noon):
        clock_at(noon)

        page = sign_in(editor).get("/calendar/", secure=True)

        assert page.context["calendar"].year == 2026

    def test_offers_changes_only_to_those_who_may(self, client, editor, sign_in):
        page = sign_in(editor).get("/calendar/2025/?day=2025-01-29", secure=True)

        assert not page.context["may_change"]
        assert "/calendar/days/2025-01-29/" not in page.content.decode()

    def test_sets_a_day(self, client, supervisor, sign_in):
        typed = {"is_workday": "1", "reason": "大小周"}

        response = sign_in(supervisor).post("/calendar/days/2026-11-28/", typed, secure=True)

        assert response.status_code == 302
        assert Workday.objects.get(day=date(2026, 11, 28)).origin == Workday.Origin.HAND

    def test_keeps_what_was_typed_when_something_is_missing(self, client, supervisor, sign_in):
        response = sign_in(supervisor).post("/calendar/days/2026-11-28/", {"is_workday": "1"}, secure=True)

        assert response.status_code == 422
        assert "checked" in response.content.decode()

    def test_survives_a_second_press(self, client, supervisor, sign_in):
        typed = {"is_workday": "1", "reason": "大小周"}
        sign_in(supervisor).post("/calendar/days/2026-11-28/", typed, secure=True)

        assert client.post("/calendar/days/2026-11-28/", typed, secure=True).status_code == 302

    def test_refuses_an_editor(self, client, editor, sign_in):
        response = sign_in(editor).post("/calendar/days/2026-11-28/", {"is_workday": "1"}, secure=True)

        assert response.status_code == 403

    def test_fetches_a_year(self, client, supervisor, sign_in):
        sign_in(supervisor).post("/calendar/2025/fill/", secure=True)

        assert Workday.objects.filter(day__year=2025).count() == 365

    @pytest.mark.parametrize("path", ["/calendar/1900/", "/calendar/9999/"])
    def test_knows_no_senseless_year(self, client, editor, sign_in, path):
        assert sign_in(editor).get(path, secure=True).status_code == 404

    @pytest.mark.parametrize("day", ["2026-13-01", "yesterday", "2026-02-30"])
    def test_knows_no_senseless_day(self, client, supervisor, sign_in, day):
        assert sign_in(supervisor).post(f"/calendar/days/{day}/", {}, secure=True).status_code == 404
        assert client.get(f"/calendar/?day={day}", secure=True).status_code == 200


FIRST, LAST = date(2026, 11, 17), date(2026, 11, 18)


class TestRecordLeave:
    def record(self, staff, noon, **changed):
        absence = Absence(**({"first_day": FIRST, "last_day": LAST} | changed))
        return services.record_leave(staff_id=staff.pk, absence=absence, actor=system_viewer(), now=noon)

    def test_lowers_the_days_of_the_person(self, editor, noon):
        self.record(editor, noon)

        away = queries.leave_days([editor.pk], FIRST, LAST + timedelta(days=3))
        assert sorted(day for _staff, day in away) == [FIRST, LAST]

    def test_takes_two_halves_of_one_day(self, editor, noon):
        self.record(editor, noon, share=50)
        self.record(editor, noon, share=50)

        assert Leave.objects.count() == 2

    def test_refuses_more_than_a_whole_day(self, editor, noon):
        self.record(editor, noon, share=50)

        with pytest.raises(services.CalendarRefused):
            self.record(editor, noon)

    def test_refuses_to_end_before_it_starts(self, editor, noon):
        with pytest.raises(services.CalendarRefused):
            self.record(editor, noon, last_day=FIRST - timedelta(days=1))

    def test_refuses_to_last_for_ever(self, editor, noon):
        with pytest.raises(services.CalendarRefused):
            self.record(editor, noon, last_day=FIRST + timedelta(days=900))

    def test_is_taken_back_once(self, editor, noon):
        leave_id = self.record(editor, noon)
        services.cancel_leave(leave_id=leave_id, actor=system_viewer(), now=noon)

        with pytest.raises(services.CalendarRefused):
            services.cancel_leave(leave_id=leave_id, actor=system_viewer(), now=noon)


class TestLeavePage:
    def test_shows_only_ones_own_to_an_editor(self, client, editor, other_editor, sign_in):
        make_leave(editor, FIRST, LAST)
        make_leave(other_editor, FIRST, LAST)

        page = sign_in(editor).get("/leave/?month=2026-11", secure=True)

        assert [leave.staff_id for leave in page.context["leaves"]] == [editor.pk]

    def test_shows_the_department_to_the_supervisor(self, client, editor, supervisor, sign_in):
        make_leave(editor, FIRST, LAST)

        assert len(sign_in(supervisor).get("/leave/?month=2026-11", secure=True).context["leaves"]) == 1

    def test_records_for_somebody_in_scope(self, client, editor, supervisor, sign_in):
        typed = {"staff": editor.pk, "kind": "SICK", "first_day": "2026-11-17", "last_day": "", "share": "100"}

        response = sign_in(supervisor).post("/leave/record/", typed, secure=True)

        assert response["Location"] == "/leave/?month=2026-11"
        assert Leave.objects.get().last_day == FIRST

    def test_refuses_somebody_out_of_scope(self, client, editor, boss, supervisor, sign_in):
        boss.department = make_department("总部")
        boss.save()
        typed = {"staff": boss.pk, "kind": "SICK", "first_day": "2026-11-17", "share": "100"}

        assert sign_in(supervisor).post("/leave/record/", typed, secure=True).status_code == 422

    def test_refuses_an_editor(self, client, editor, sign_in):
        assert sign_in(editor).post("/leave/record/", {}, secure=True).status_code == 403

    def test_takes_back_only_in_scope(self, client, boss, supervisor, sign_in):
        boss.department = make_department("总部")
        boss.save()
        leave = make_leave(boss, FIRST)

        assert sign_in(supervisor).post(f"/leave/{leave.pk}/cancel/", secure=True).status_code == 404

    def test_survives_a_second_press_of_take_back(self, client, editor, supervisor, sign_in):
        leave = make_leave(editor, FIRST)
        sign_in(supervisor).post(f"/leave/{leave.pk}/cancel/", secure=True)

        assert client.post(f"/leave/{leave.pk}/cancel/", secure=True).status_code == 404
