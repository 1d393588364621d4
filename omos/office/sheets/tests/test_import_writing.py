"""Mending rows, writing all or none, taking back, forgetting."""

from __future__ import annotations

from datetime import timedelta

import pytest

from omos.office.sheets import queries, services
from omos.office.sheets.models import ImportFile, ImportRow, ImportRun
from omos.office.sheets.tests.demo_import import IMPORTER
from omos.office.sheets.tests.runs import codes, states
from omos.people.models import Staff
from omos.people.tests.factories import make_position, make_staff, viewer_of


class TestMending:
    def mend(self, run, number, supervisor, **texts):
        row = ImportRow.objects.get(run=run, number=number)
        return services.mend_row(run=run, importer=IMPORTER, row_id=row.pk, texts=texts, actor=viewer_of(supervisor))

    def test_one_cell(self, start, supervisor):
        run = start(["甲", "木匠"])

        self.mend(run, 2, supervisor, position="编辑")

        assert states(run) == ["READY"]
        assert codes(run, is_mended=True) == [("position", "unknown")]

    def test_keeps_what_stood_in_the_file(self, start, supervisor):
        run = start(["甲", "木匠"])

        row = self.mend(run, 2, supervisor, position="编辑")

        assert row.raw == ["甲", "木匠"]
        assert row.mended == {"position": "编辑"}

    def test_with_something_wrong_again(self, start, supervisor):
        run = start(["甲", "木匠"])

        self.mend(run, 2, supervisor, position="铁匠", phone="12")

        assert states(run) == ["FAULTY"]
        assert codes(run, is_mended=False) == [("position", "unknown"), ("phone", "not_phone")]

    def test_makes_a_row_stand_twice(self, start, supervisor):
        run = start(["甲", "编辑"], ["乙", "编辑"])

        self.mend(run, 3, supervisor, name="甲")

        assert states(run) == ["READY", "REPEATED"]

    def test_frees_the_row_that_stood_twice(self, start, supervisor):
        run = start(["甲", "编辑"], ["甲", "客服"])

        self.mend(run, 2, supervisor, name="乙")

        assert states(run) == ["READY", "READY"]
        assert codes(run, is_mended=False) == []

    def test_moves_the_mark_to_the_later_row(self, start, supervisor):
        run = start(["甲", "木匠"], ["甲", "客服"])

        self.mend(run, 2, supervisor, position="编辑")

        assert states(run) == ["READY", "REPEATED"]

    def test_leaves_cells_of_unmatched_columns_alone(self, start, supervisor):
        run = start(["甲", "编辑"])

        assert self.mend(run, 2, supervisor, page="/x", nonsense="y").mended == {}

    def test_one_word_everywhere(self, start, supervisor):
        run = start(["甲", "木匠"], ["乙", "木匠"], ["丙", "铁匠"])

        replaced = services.replace_everywhere(
            run=run, importer=IMPORTER, field="position", old="木匠", new="编辑", actor=viewer_of(supervisor)
        )

        assert replaced == 2
        assert states(run) == ["READY", "READY", "FAULTY"]

    def test_refuses_a_word_that_is_nowhere(self, start, supervisor):
        run = start(["甲", "木匠"])

        with pytest.raises(services.ImportStopped):
            services.replace_everywhere(
                run=run, importer=IMPORTER, field="position", old="铁匠", new="编辑", actor=viewer_of(supervisor)
            )

    def test_leaves_rows_out_and_brings_them_back(self, start, supervisor):
        run = start(["甲", "木匠"], ["乙", "编辑"])

        assert services.skip_faulty_rows(run=run) == 1
        assert states(run) == ["SKIPPED", "READY"]
        services.recheck_import(run=run, importer=IMPORTER, actor=viewer_of(supervisor))
        assert states(run) == ["FAULTY", "READY"]

    def test_is_over_once_written(self, start, supervisor, write):
        run = start(["甲", "编辑"])
        write(run)

        with pytest.raises(services.ImportStopped):
            self.mend(run, 2, supervisor, name="乙")
        with pytest.raises(services.ImportStopped):
            services.skip_faulty_rows(run=run)
        with pytest.raises(services.ImportStopped):
            services.recheck_import(run=run, importer=IMPORTER, actor=viewer_of(supervisor))


class TestWriting:
    def test_adds_every_ready_row(self, start, write):
        run = start(["甲", "编辑", "+86 138 0013 8000", "４５０"], ["乙", "客服"])

        written = write(run)

        assert written.created == 2
        assert Staff.objects.get(name="甲").phone == "13800138000"
        assert states(run) == ["CREATED", "CREATED"]

    def test_leaves_known_rows_as_they_are(self, start, write):
        known = make_staff("甲", day_minutes=100)
        run = start(["甲", "编辑", "", 450], ["乙", "客服"])

        write(run, "SKIP")

        known.refresh_from_db()
        assert known.day_minutes == 100
        assert states(run) == ["KNOWN", "CREATED"]

    def test_overwrites_known_rows(self, start, write):
        known = make_staff("甲", day_minutes=100)

        write(start(["甲", "编辑", "", 450]), "UPDATE")

        known.refresh_from_db()
        assert known.day_minutes == 450

    def test_fills_gaps_of_known_rows(self, start, write):
        known = make_staff("甲", day_minutes=100)

        write(start(["甲", "编辑", "13800138000", 450]), "MERGE")

        known.refresh_from_db()
        assert (known.day_minutes, known.phone) == (100, "13800138000")

    def test_decides_otherwise_for_one_row(self, start, write):
        make_staff("甲", day_minutes=100)
        make_staff("乙", day_minutes=100)
        run = start(["甲", "编辑", "", 450], ["乙", "编辑", "", 450])
        row = ImportRow.objects.get(run=run, number=3)

        write(run, "SKIP", {row.pk: "UPDATE"})

        assert list(
            Staff.objects.filter(name__in=["甲", "乙"]).order_by("id").values_list("day_minutes", flat=True)
        ) == [
            100,
            450,
        ]

    def test_refuses_while_rows_are_wrong(self, start, write):
        run = start(["甲", "编辑"], ["乙", "木匠"])

        with pytest.raises(services.ImportStopped):
            write(run)

        assert not Staff.objects.filter(name="甲").exists()

    def test_happens_once(self, start, write):
        run = start(["甲", "编辑"])
        write(run)

        with pytest.raises(services.ImportStopped):
            write(run)

        assert Staff.objects.filter(name="甲").count() == 1

    def test_leaves_nothing_when_the_room_refuses(self, start, write):
        run = start(["甲", "编辑"], ["爆炸", "编辑"])

        with pytest.raises(services.ImportStopped, match="bad luck"):
            write(run)

        run.refresh_from_db()
        assert run.state == ImportRun.State.CHECKING
        assert not Staff.objects.filter(name="甲").exists()

    def test_refuses_when_a_choice_is_gone(self, start, write):
        run = start(["甲", "编辑"])
        make_position("编辑").delete()

        with pytest.raises(services.ImportStopped):
            write(run)

    def test_refuses_when_nothing_is_left(self, start, write):
        run = start(["甲", "木匠"])
        services.skip_faulty_rows(run=run)

        with pytest.raises(services.ImportStopped):
            write(run)

    def test_lets_the_file_go(self, start, write):
        run = start(["甲", "编辑"])

        write(run)

        assert not ImportFile.objects.exists()

    def test_accounts_for_every_row(self, start, write):
        make_staff("乙")
        run = start(["甲", "编辑"], ["乙", "编辑"], ["甲", "客服"], ["丙", "木匠"])
        services.skip_faulty_rows(run=run)

        write(run)

        counts = queries.counts_of(run)
        assert counts.created + counts.updated + counts.known + counts.repeated + counts.skipped == counts.rows == 4


class TestUndo:
    def undo(self, run, supervisor, now):
        return services.undo_import(run=run, importer=IMPORTER, actor=viewer_of(supervisor), now=now)

    def test_takes_back_what_was_added_and_changed(self, start, write, supervisor, noon):
        known = make_staff("乙", day_minutes=100)
        run = start(["甲", "编辑"], ["乙", "编辑", "", 450])
        write(run, "UPDATE")

        assert self.undo(run, supervisor, noon + timedelta(hours=23)) == 2

        known.refresh_from_db()
        assert known.day_minutes == 100
        assert not Staff.objects.filter(name="甲").exists()

    def test_happens_once(self, start, write, supervisor, noon):
        run = start(["甲", "编辑"])
        write(run)
        self.undo(run, supervisor, noon)

        with pytest.raises(services.ImportStopped):
            self.undo(run, supervisor, noon)

    def test_is_too_late_after_a_day(self, start, write, supervisor, noon):
        run = start(["甲", "编辑"])
        write(run)

        with pytest.raises(services.ImportStopped):
            self.undo(run, supervisor, noon + timedelta(hours=24))

        assert Staff.objects.filter(name="甲").exists()


class TestForgetting:
    def test_drops_a_draft(self, start, supervisor, noon):
        run = start(["甲", "编辑"])

        services.drop_import(run=run, actor=viewer_of(supervisor), now=noon)

        assert not ImportRun.objects.exists()

    def test_keeps_what_is_written(self, start, write, supervisor, noon):
        run = start(["甲", "编辑"])
        write(run)

        with pytest.raises(services.ImportStopped):
            services.drop_import(run=run, actor=viewer_of(supervisor), now=noon)

    def test_after_a_week(self, start, noon):
        start(["甲", "编辑"])

        assert services.forget_old_imports(now=noon + timedelta(days=6)) == 0
        assert services.forget_old_imports(now=noon + timedelta(days=7)) == 1
        assert not ImportRow.objects.exists()
