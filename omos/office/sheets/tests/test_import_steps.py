"""The wizard's services: every row checked before anything is written, all written or nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from omos.office.sheets import declare, queries, services
from omos.office.sheets.declare import Importer
from omos.office.sheets.models import ColumnMemory, ImportFile, ImportProblem, ImportRow, ImportRun
from omos.office.sheets.services import row_checks
from omos.office.sheets.tests import nasty
from omos.office.sheets.tests.demo_import import IMPORTER
from omos.people.models import Action, Staff
from omos.people.tests.factories import make_position, make_staff, viewer_of

HEAD = ["姓名", "岗位", "手机", "每天分钟"]


def nothing(_done: int) -> None:
    return None


@pytest.fixture
def start(supervisor, noon):
    """Upload rows below the usual header; gives the run as it is then."""
    make_position("编辑")
    make_position("客服")

    def upload(*rows, head=HEAD, content=None) -> ImportRun:
        return services.start_import(
            importer=IMPORTER,
            file_name="人员.xlsx",
            content=content or nasty.sheet_of([head, *rows]),
            actor=viewer_of(supervisor),
            now=noon,
        )

    return upload


@pytest.fixture
def write(supervisor, noon):
    def write_all(run, decision="SKIP", by_row=None, now=noon, importer=IMPORTER):
        return services.write_import(
            run=run,
            importer=importer,
            duplicates=services.Duplicates(decision, by_row or {}),
            actor=viewer_of(supervisor),
            now=now,
            progress=nothing,
        )

    return write_all


def states(run) -> list[str]:
    return list(ImportRow.objects.filter(run=run).order_by("number").values_list("state", flat=True))


def codes(run, **filters) -> list[tuple[str, str]]:
    return list(ImportProblem.objects.filter(run=run, **filters).order_by("id").values_list("field", "code"))


class TestStart:
    def test_checks_at_once_when_every_column_is_known(self, start):
        run = start(["甲", "编辑", "13800138000", 450])

        assert run.state == ImportRun.State.CHECKING
        assert states(run) == ["READY"]

    def test_asks_when_a_column_is_in_doubt(self, start):
        run = start(["甲", "编辑", "x"], head=["姓名", "岗位", "联系手机"])

        assert run.state == ImportRun.State.MATCHING
        assert run.mapping == {"name": 0, "position": 1, "phone": 2}

    def test_asks_when_a_required_column_is_missing(self, start):
        assert start(["甲"], head=["姓名"]).state == ImportRun.State.MATCHING

    def test_leaves_sums_out_and_says_so(self, start):
        assert start(["甲", "编辑"], ["合计", 1]).left_out_lines == 1

    def test_writes_nothing_to_the_records(self, start):
        before = Staff.objects.count()

        start(["甲", "编辑", "13800138000", 450])

        assert Staff.objects.count() == before

    def test_is_written_into_the_trail(self, start):
        start(["甲", "编辑"])

        assert Action.objects.get(verb="sheets.import").after == {"importer": "demo_staff", "file": "人员.xlsx"}

    def test_counts_every_row_once(self, start):
        run = start(["甲", "编辑"], ["甲", "编辑"], ["乙", "木匠"], ["丙", "客服", "1.38E+10"])

        counts = queries.counts_of(run)
        assert (counts.rows, counts.ready, counts.repeated, counts.faulty) == (4, 1, 1, 2)


class TestSheetAndColumns:
    def test_another_sheet_is_read(self, start):
        run = start(content=nasty.hidden_first())

        services.choose_sheet(run=run, importer=IMPORTER, sheet=0, header_line=None)

        run.refresh_from_db()
        assert run.headers == ["不要", "读我"]
        assert run.state == ImportRun.State.MATCHING

    def test_another_line_is_the_header(self, start):
        run = start(content=nasty.titled())

        services.choose_sheet(run=run, importer=IMPORTER, sheet=0, header_line=5)

        run.refresh_from_db()
        assert run.headers == nasty.ROW

    def test_there_may_be_no_header(self, start):
        run = start(content=nasty.sheet_of([["甲", "编辑"], ["乙", "客服"]]))

        services.choose_sheet(run=run, importer=IMPORTER, sheet=0, header_line=0)

        run.refresh_from_db()
        assert run.headers == ["A", "B"]

    def test_columns_are_matched_by_hand_and_remembered(self, start, supervisor, noon):
        rows, head = ["甲", "编辑"], ["谁", "干啥"]
        run = start(rows, head=head)

        services.match_columns(
            run=run, importer=IMPORTER, mapping={"name": 0, "position": 1}, actor=viewer_of(supervisor), now=noon
        )

        assert states(run) == ["READY"]
        assert start(rows, head=head).mapping == {"name": 0, "position": 1}

    @pytest.mark.parametrize(
        "mapping", [{"name": 0}, {"name": 0, "position": 0}, {"name": 0, "position": 99}, {"position": 1}]
    )
    def test_senseless_columns_are_refused(self, start, supervisor, noon, mapping):
        run = start(["甲", "编辑"], head=["谁", "干啥"])

        with pytest.raises(services.ImportStopped):
            services.match_columns(run=run, importer=IMPORTER, mapping=mapping, actor=viewer_of(supervisor), now=noon)

        assert not ColumnMemory.objects.exists()

    def test_a_header_without_rows_is_refused(self, start, supervisor, noon):
        run = start(head=["谁", "干啥"])

        with pytest.raises(services.ImportStopped):
            services.match_columns(
                run=run, importer=IMPORTER, mapping={"name": 0, "position": 1}, actor=viewer_of(supervisor), now=noon
            )


class TestCheck:
    def test_names_what_is_wrong_in_every_cell(self, start):
        run = start(["甲", "木匠", "12", "很多"], ["", "编辑", "", ""])

        assert codes(run) == [
            ("position", "unknown"),
            ("phone", "not_phone"),
            ("day_minutes", "not_whole"),
            ("name", "missing"),
        ]

    def test_warns_of_empty_cells_that_should_be_filled(self, start):
        run = start(["甲", "编辑", ""], head=["姓名", "岗位", "主页"])

        assert codes(run, is_warning=True) == [("page", "blank")]
        assert states(run) == ["READY"]

    def test_warns_of_rows_that_stand_twice(self, start):
        run = start(["甲", "编辑"], ["甲", "客服"], ["乙", "编辑"])

        assert states(run) == ["READY", "REPEATED", "READY"]
        assert codes(run) == [("name", "repeated")]

    def test_knows_choices_by_other_spellings(self, start):
        make_position("SEO 推广").save()

        assert states(start(["甲", "ｓｅｏ推广"])) == ["READY"]

    def test_says_when_a_name_fits_several(self, supervisor, noon):
        twins = Importer(
            code="twins",
            label="x",
            verb="demo.change",
            fields=(
                declare.Field(
                    "who", "谁", choices=lambda viewer: [declare.Choice(1, "张伟"), declare.Choice(2, "张伟")]
                ),
            ),
            key=("who",),
            existing=IMPORTER.existing,
            write=IMPORTER.write,
        )

        run = services.start_import(
            importer=twins,
            file_name="x",
            content=nasty.sheet_of([["谁"], ["张伟"]]),
            actor=viewer_of(supervisor),
            now=noon,
        )

        assert codes(run) == [("who", "several")]

    def test_lists_no_more_problems_than_people_can_read(self, start, monkeypatch):
        monkeypatch.setattr(row_checks, "PROBLEMS_LISTED", 3)

        run = start(*(["甲", "木匠", "12"] for _ in range(5)))

        assert ImportProblem.objects.filter(run=run).count() == 3
        assert run.unlisted_problems == 7
        assert states(run) == ["FAULTY"] * 5

    def test_again_sees_what_changed_meanwhile(self, start, supervisor):
        run = start(["甲", "木匠"], ["乙", "编辑"])
        make_position("木匠")

        services.recheck_import(run=run, importer=IMPORTER, actor=viewer_of(supervisor))

        assert states(run) == ["READY", "READY"]
        assert codes(run) == []


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


class TestImporter:
    def test_refuses_a_key_that_is_no_field(self):
        with pytest.raises(ValueError, match="key"):
            Importer("x", "x", "x", (), ("name",), IMPORTER.existing, IMPORTER.write)

    def test_is_declared_once(self, monkeypatch):
        monkeypatch.setattr(declare, "_importers", {})

        with pytest.raises(ValueError, match="twice"):
            declare.install((IMPORTER, IMPORTER))
