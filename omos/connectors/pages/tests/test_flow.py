"""HTML as lines of text: inline tags vanish, blocks begin a line, letters without width go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.connectors.pages.flow import count_characters, count_words, one_line, text_of, tidy

WORDS = st.lists(st.text(alphabet="软件包abc1", min_size=1, max_size=6), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>软<b>件</b>包</p>", "软件包"),
        ("<p>一</p><p>二</p>", "一\n二"),
        ("<td>一</td><td>二</td>", "一 二"),
        ("<li>一<li>二", "一\n二"),
        ("一<br>二<hr>三", "一\n二\n三"),
        ("a &lt;b&gt; &amp; c&nbsp;d", "a <b> & c d"),
        ("<p>a\n   b\t c</p>", "a b c"),
        ("<!-- <p>x</p> -->一<!DOCTYPE html>二", "一二"),
        ('<a title="1 > 2">一</a>', "一"),
        ("软\u200b件\u00ad包\ufeff", "软件包"),
        ("<custom-tag>一</custom-tag>二", "一二"),
        ("", ""),
        ("<p></p><div>  </div>", ""),
    ],
)
def test_reads_as_a_reader_does(html: str, text: str) -> None:
    assert text_of(html) == text


@pytest.mark.parametrize(
    ("text", "line"), [("  a \n b\n\n", "a b"), (None, ""), ("\u200b", ""), ("一\u3000二", "一 二"), ("a\r\nb", "a b")]
)
def test_one_line_has_no_breaks(text: str | None, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("text", "words", "characters"),
    [
        ("软件包", 3, 3),
        ("hello world", 2, 10),
        ("don't stop", 2, 9),
        ("OMOS 系统 1.0", 5, 9),
        ("well-known fact", 2, 14),
        ("，。！", 0, 3),
        ("", 0, 0),
        (" \n\t", 0, 0),
    ],
)
def test_words_and_characters_are_counted(text: str, words: int, characters: int) -> None:
    assert count_words(text) == words
    assert count_characters(text) == characters


@given(WORDS)
def test_paragraphs_come_back_as_lines(words: list[str]) -> None:
    html = "".join(f"<p>{word}</p>" for word in words)

    assert text_of(html) == "\n".join(words)


@given(WORDS)
def test_inline_tags_join_what_they_part(words: list[str]) -> None:
    html = "".join(f"<span>{word}</span>" for word in words)

    assert text_of(html) == "".join(words)


@given(st.text(max_size=300))
def test_tidy_text_stays_as_it_is(text: str) -> None:
    once = tidy(text)

    assert tidy(once) == once


@given(st.text(max_size=300))
def test_spaces_are_no_characters(text: str) -> None:
    assert count_characters(text) == count_characters("".join(text.split()))


@given(st.text(alphabet="<>/!-pdivtb \"'=&;#1", max_size=200))
def test_any_markup_gives_text(html: str) -> None:
    assert text_of(html) == tidy(text_of(html))
