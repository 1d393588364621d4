from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.keyword_match import find_keyword, find_keywords, hits_in, plain_text
from omos.formulas.limits import FormulaError

TEXTS = st.text(st.sampled_from("软件包aAＡ ，。-b除"), max_size=40)


class TestFindKeyword:
    def test_worked_example(self) -> None:
        text = "ＰＶＣ 除尘软管厂家：「PVC除尘-软管」多少钱？pvc 除尘\n软管寿命"

        hits = find_keyword(text, "PVC除尘软管")

        assert hits.count == 3
        assert [text[start:end] for start, end in hits.spans] == ["ＰＶＣ 除尘软管", "PVC除尘-软管", "pvc 除尘\n软管"]

    @pytest.mark.parametrize(
        ("text", "keyword", "count"),
        [
            ("软件包和软件 包和软件\n包", "软件包", 3),
            ("软件。包", "软件包", 0),
            ("软件！包", "软件包", 0),
            ("《软件》包", "软件包", 1),
            ("软件、包", "软件包", 1),
            ("包软件包软件包", "软件包", 2),
            ("哈哈哈哈哈", "哈哈", 2),
            ("C语言", "C++", 0),
            ("学 c++ 的人", "C++", 1),
            ("学 Ｃ＃", "c#", 1),
            ("Node.js", "node.js", 1),
            ("a\u200bb", "ab", 1),
            ("软体包 套裝軟體", "软件包", 0),
            ("５０㎡厂房", "50m2", 1),
            ("", "除尘", 0),
            ("除尘", "除尘 ", 1),
        ],
    )
    def test_truth_table(self, text: str, keyword: str, count: int) -> None:
        assert find_keyword(text, keyword).count == count

    @pytest.mark.parametrize("keyword", ["", " ", "——", "\u200b"])
    def test_refuses_a_keyword_of_nothing(self, keyword: str) -> None:
        with pytest.raises(FormulaError, match="keyword: empty"):
            find_keyword("除尘器", keyword)

    def test_many_at_once(self) -> None:
        assert [hits.count for hits in find_keywords("除尘器滤筒除尘器", ["除尘器", "滤筒", "风机"])] == [2, 1, 0]

    @given(TEXTS, TEXTS, TEXTS.filter(lambda text: bool(plain_text(text).characters)))
    def test_what_was_put_in_is_found(self, before: str, behind: str, keyword: str) -> None:
        assert find_keyword(before + keyword + behind, keyword).count >= 1

    @given(TEXTS, TEXTS.filter(lambda text: bool(plain_text(text).characters)))
    def test_every_span_is_the_keyword(self, text: str, keyword: str) -> None:
        wanted = plain_text(keyword).characters

        assert all(
            plain_text(text[start:end]).characters == wanted for start, end in hits_in(plain_text(text), keyword).spans
        )

    @given(TEXTS)
    def test_made_plain_twice_is_made_plain_once(self, text: str) -> None:
        once = plain_text(text).characters

        assert plain_text(once).characters == once
