"""Finding headers, matching columns, suggesting names."""

from __future__ import annotations

import pytest

from omos.office.sheets import headers, similar
from omos.office.sheets.declare import Field
from omos.office.sheets.reading import Line

FIELDS = (
    Field("name", "姓名", aliases=("名字", "name"), is_required=True),
    Field("position", "岗位", aliases=("职位",), is_required=True),
    Field("phone", "手机", aliases=("电话", "手机号")),
)
NAMES = ("赵一鸣", "何嘉", "陈思远", "苏晴", "江语桐")


def lines(*rows) -> list[Line]:
    return [Line(number, tuple(row)) for number, row in enumerate(rows, start=1)]


class TestHead:
    def test_is_found_below_titles(self):
        head = headers.find_head(lines(["人员表"] * 3, ["林岚"], ["姓名", "职位", "电话"], ["甲", "编辑", "1"]), FIELDS)

        assert head.line == 3

    def test_is_found_when_no_name_is_known(self):
        head = headers.find_head(lines(["人员表"], ["称呼", "做什么", "怎么找"], ["甲", "写", "138"]), FIELDS)

        assert head.line == 2

    def test_may_be_absent(self):
        head = headers.head_at(lines(["甲", "编辑"], ["乙", "客服", "138"]), 0)

        assert head.texts == ("A", "B", "C")

    def test_tells_doubled_columns_apart(self):
        assert headers.head_at(lines(["手机", "手机", ""]), 1).texts == ("手机", "手机 (2)", "C")

    def test_has_a_digest_of_its_columns_only(self):
        first = headers.head_at(lines(["姓名", "岗位"], ["甲", "编辑"]), 1)
        second = headers.head_at(lines(["标题", ""], ["姓名", "岗位"]), 2)

        assert first.digest == second.digest

    @pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
    def test_letters_of_columns(self, index, letters):
        assert headers.column_letters(index) == letters


class TestColumns:
    def test_match_by_name_whatever_the_order(self):
        head = headers.Head(1, ("电话", "备注", "名字", "职位"))

        assert headers.matched(head, FIELDS, None) == {"name": 2, "position": 3, "phone": 0}

    def test_match_with_stars_and_notes(self):
        head = headers.Head(1, ("姓名（必填）*", "岗 位：", "手机号【11 位】"))

        assert headers.matched(head, FIELDS, None) == {"name": 0, "position": 1, "phone": 2}

    def test_match_by_likeness(self):
        assert headers.matched(headers.Head(1, ("员工姓名", "联系手机")), FIELDS, None) == {"name": 0, "phone": 1}

    def test_prefer_the_very_name(self):
        assert headers.matched(headers.Head(1, ("紧急手机", "手机")), FIELDS, None) == {"phone": 1}

    def test_serve_one_field_each(self):
        assert headers.matched(headers.Head(1, ("名字",)), FIELDS, None) == {"name": 0}

    def test_are_remembered(self):
        head = headers.Head(1, ("a", "b"))

        assert headers.matched(head, FIELDS, {"name": 1, "gone": 0, "phone": 9}) == {"name": 1}

    def test_leave_our_own_columns_alone(self):
        assert headers.matched(headers.Head(1, ("错误信息", "处理结果")), FIELDS, None) == {}

    def test_are_exact_only_by_name(self):
        head = headers.Head(1, ("姓名", "岗位", "联系手机"))

        assert headers.is_exact(head, FIELDS, {"name": 0, "position": 1})
        assert not headers.is_exact(head, FIELDS, {"name": 0, "position": 1, "phone": 2})
        assert not headers.is_exact(head, FIELDS, {"name": 0})


class TestRows:
    def test_leave_out_sums_and_headers_printed_again(self):
        table = lines(
            ["姓名", "岗位"], ["甲", "编辑"], ["小计", "1"], ["姓名", "岗位"], ["乙", "客服"], ["", "合 计："]
        )

        rows, left_out = headers.rows_below(table, headers.head_at(table, 1))

        assert [row.number for row in rows] == [2, 5]
        assert left_out == 3

    def test_keep_people_called_like_sums(self):
        assert not headers.is_total(["合计通", "x"])


class TestNames:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("何佳", "何嘉"),
            ("小赵", "赵一鸣"),
            ("赵工", "赵一鸣"),
            ("阿鸣", "赵一鸣"),
            ("zym", "赵一鸣"),
            ("suqing", "苏晴"),
            ("苏情", "苏晴"),
            ("思远", "陈思远"),
            ("江语同", "江语桐"),
        ],
    )
    def test_are_suggested(self, text, name):
        assert similar.suggestions(text, NAMES)[0] == name

    def test_are_not_suggested_for_strangers(self):
        assert similar.suggestions("欧阳锋", NAMES) == ()

    def test_of_the_same_sound(self):
        assert similar.homophone("何佳", NAMES) == "何嘉"

    def test_of_the_same_sound_only_when_there_is_one(self):
        assert similar.homophone("何佳", (*NAMES, "何加")) is None

    def test_of_nothing(self):
        assert similar.homophone("", NAMES) is None
        assert similar.suggestions("", NAMES) == ()
