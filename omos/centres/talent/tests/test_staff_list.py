"""The staff list, the import of staff, people in the palette."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from omos.centres.talent import services
from omos.centres.talent.register import IMPORTERS, find_staff
from omos.office.sheets.declare import CheckedRow, ImportRefused
from omos.people import clock
from omos.people.models import Staff
from omos.people.tests.factories import make_department, make_leave, make_position, make_staff, viewer_of

URL = "/people/"


@pytest.fixture
def admin(admin_staff):
    return viewer_of(admin_staff)


class TestExport:
    def test_gives_the_list_to_who_signed_in_just_now(self, supervisor, sign_in):
        file = sign_in(supervisor).post(URL, {"do": "export", "kind": "csv"}, secure=True)

        assert supervisor.name in b"".join(file.streaming_content).decode("utf-8-sig")

    def test_asks_for_the_password_in_an_old_session(self, supervisor, sign_in, monkeypatch):
        client = sign_in(supervisor)
        later = clock.real_now() + timedelta(hours=1)
        monkeypatch.setattr(clock, "real_now", lambda: later)

        assert client.post(URL, {"do": "export", "kind": "csv"}, secure=True).status_code == 403


class TestStaffList:
    def test_shows_those_here_first(self, client, supervisor, editor, other_editor, sign_in):
        Staff.objects.filter(pk=other_editor.pk).update(left_on=date(2026, 1, 1))

        page = sign_in(supervisor).get(URL, secure=True).content.decode()

        assert editor.name in page
        assert other_editor.name not in page

    def test_shows_the_departed_in_their_tab(self, client, supervisor, other_editor, sign_in):
        Staff.objects.filter(pk=other_editor.pk).update(left_on=date(2026, 1, 1))

        assert other_editor.name in sign_in(supervisor).get(URL, {"tab": "gone"}, secure=True).content.decode()

    def test_shows_nobody_of_other_departments_to_a_supervisor(self, client, supervisor, sign_in):
        make_staff("仓库老王", department=make_department("仓储部"))

        assert "仓库老王" not in sign_in(supervisor).get(URL, {"tab": "all"}, secure=True).content.decode()

    def test_finds_by_pinyin_initials(self, client, supervisor, editor, sign_in):
        Staff.objects.filter(pk=editor.pk).update(initials="csy")

        page = sign_in(supervisor).get(URL, {"q": "csy"}, secure=True).content.decode()

        assert editor.name in page

    def test_refuses_an_editor(self, client, editor, sign_in):
        assert sign_in(editor).get(URL, secure=True).status_code == 403


class TestMove:
    def test_moves_people(self, admin, editor, noon):
        target = make_department("二部")

        assert services.move(viewer=admin, ids=[editor.pk], now=noon, department=target.pk) == 1
        assert Staff.objects.get(pk=editor.pk).department_id == target.pk

    def test_counts_only_who_moved(self, admin, editor, noon):
        assert services.move(viewer=admin, ids=[editor.pk], now=noon, department=editor.department_id) == 0


def row(number: int = 1, existing: int | None = None, *, is_merge: bool = False, **values) -> CheckedRow:
    return CheckedRow(number=number, values=values, existing=existing, is_merge=is_merge)


@pytest.fixture
def place(company):
    return {"department": make_department().pk, "position": make_position().pk}


class TestImport:
    def test_adds_people(self, admin, place, noon):
        rows = [row(1, name="赵一鸣", phone="18600001402", **place), row(2, name="何嘉", phone=None, **place)]

        written = services.write(rows=rows, actor=admin, now=noon)

        assert (written.created, written.updated) == (2, 0)
        assert Staff.objects.get(name="赵一鸣").initials == "zym"

    def test_changes_people_who_are_there(self, admin, editor, place, noon):
        written = services.write(
            rows=[row(1, editor.pk, name=editor.name, phone="18600001402", **place)], actor=admin, now=noon
        )

        assert (written.created, written.updated) == (0, 1)
        assert Staff.objects.get(pk=editor.pk).phone == "18600001402"

    def test_fills_only_gaps_when_merging(self, admin, editor, place, noon):
        Staff.objects.filter(pk=editor.pk).update(phone="13800000000")
        merged = row(1, editor.pk, is_merge=True, name=editor.name, phone="18600001402", email="a@b.example", **place)

        services.write(rows=[merged], actor=admin, now=noon)

        editor.refresh_from_db()
        assert (editor.phone, editor.email) == ("13800000000", "a@b.example")

    def test_keeps_nothing_when_one_row_fails(self, admin, place, noon):
        rows = [row(1, name="甲", staff_number="7", **place), row(2, name="乙", staff_number="7", **place)]

        with pytest.raises(ImportRefused):
            services.write(rows=rows, actor=admin, now=noon)

        assert not Staff.objects.filter(name__in=["甲", "乙"]).exists()

    def test_is_undone(self, admin, place, noon):
        written = services.write(rows=[row(1, name="甲", **place)], actor=admin, now=noon)

        assert services.undo(undo=written.undo, actor=admin, now=noon) == 1
        assert not Staff.objects.filter(name="甲").exists()

    def test_is_not_undone_for_those_who_got_a_login(self, admin, editor, noon):
        make_leave(editor, date(2026, 11, 17))

        assert services.undo(undo={"created": [editor.pk]}, actor=admin, now=noon) == 0

    def test_knows_people_by_name(self, admin, editor):
        assert services.existing(viewer=admin, keys=[(editor.name,), ("nobody",)]) == {(editor.name,): editor.pk}

    def test_knows_positions_by_name_and_code(self, admin, place):
        choice = next(one for one in services.positions(admin) if one.value == place["position"])

        assert choice.aliases[0].startswith("POSITION-")

    @pytest.mark.parametrize("spoken", ["全职", "兼职", "外包", "待招"])
    def test_knows_how_people_call_the_kinds(self, admin, spoken):
        assert any(spoken in one.aliases for one in services.kinds(admin))

    def test_is_for_those_who_may_change_staff(self):
        assert IMPORTERS[0].verb == "people.manage_staff"


class TestFindStaff:
    def test_finds_by_name_and_initials(self, admin, editor):
        Staff.objects.filter(pk=editor.pk).update(initials="csy")

        assert [hit.title for hit in find_staff(viewer=admin, text="cs", limit=5)] == [editor.name]
        assert [hit.title for hit in find_staff(viewer=admin, text="思", limit=5)] == [editor.name]

    def test_finds_nobody_out_of_scope(self, supervisor):
        make_staff("仓库老王", department=make_department("仓储部"))

        assert find_staff(viewer=viewer_of(supervisor), text="老王", limit=5) == ()
