"""The wizard's first steps: read, match, check every row; nothing is written."""

from __future__ import annotations

import pytest

from omos.office.sheets import declare, queries, services
from omos.office.sheets.declare import Importer
from omos.office.sheets.models import ColumnMemory, ImportProblem, ImportRun
from omos.office.sheets.services import row_checks
from omos.office.sheets.tests import nasty
from omos.office.sheets.tests.demo_import import IMPORTER
from omos.office.sheets.tests.runs import codes, states
from omos.people.models import Action, Staff
from omos.people.tests.factories import make_position, viewer_of


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


class TestImporter:
    def test_refuses_a_key_that_is_no_field(self):
        with pytest.raises(ValueError, match="key"):
            Importer("x", "x", "x", (), ("name",), IMPORTER.existing, IMPORTER.write)

    def test_is_declared_once(self, monkeypatch):
        monkeypatch.setattr(declare, "_importers", {})

        with pytest.raises(ValueError, match="twice"):
            declare.install((IMPORTER, IMPORTER))
