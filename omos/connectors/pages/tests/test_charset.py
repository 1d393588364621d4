from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.connectors.pages.charset import decode

CHINESE = "网络营销的软件包和内核是这个时代的人们都在用的东西，我们来说一说它的好处。"
TRADITIONAL = "這個網站的內容是為了說明我們要在時間裡做什麼，請大家來看看這裡的文章。"


@pytest.mark.parametrize("label", ["gb2312", "GBK", "gb18030", "'gbk'"])
def test_reads_the_declared_charset_as_browsers_do(label: str) -> None:
    found = decode((CHINESE + "镕㐀").encode("gb18030"), label)

    assert found == (CHINESE + "镕㐀", "gb18030", False)


@pytest.mark.parametrize("meta", ['<meta charset="gbk">', '<META http-equiv=x content="text/html; charset=gb2312">'])
def test_reads_the_charset_of_the_page_itself(meta: str) -> None:
    assert decode((meta + CHINESE).encode("gb18030"), None).text.endswith(CHINESE)


def test_prefers_the_header_to_the_page() -> None:
    body = ('<meta charset="utf-8">' + CHINESE).encode("gb18030")

    assert decode(body, "gbk").charset == "gb18030"


@pytest.mark.parametrize(
    ("written", "declared"),
    [
        ("utf-8", "gb2312"),
        ("utf-8", "iso-8859-1"),
        ("gb18030", "utf-8"),
        ("gb18030", "iso-8859-1"),
        ("gb18030", "big5"),
    ],
)
def test_mends_a_wrong_declaration(written: str, declared: str) -> None:
    found = decode((CHINESE * 5).encode(written), declared)

    assert found == (CHINESE * 5, written, True)


@pytest.mark.parametrize(
    ("written", "text"), [("utf-8", CHINESE), ("gb18030", CHINESE), ("big5", TRADITIONAL), ("cp1252", "café – naïve")]
)
def test_tells_by_the_bytes_when_nothing_is_declared(written: str, text: str) -> None:
    assert decode(text.encode(written), None).text == text


def test_keeps_a_right_declaration_of_traditional_chinese() -> None:
    assert decode(TRADITIONAL.encode("big5"), "big5") == (TRADITIONAL, "big5hkscs", False)


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_decides(charset: str) -> None:
    assert decode(CHINESE.encode(charset), "gbk").text == CHINESE


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("lost", [1, 2])
def test_a_cut_letter_is_no_damage(charset: str, lost: int) -> None:
    found = decode(CHINESE.encode(charset)[:-lost], charset)

    assert found.charset == charset
    assert "\ufffd" not in found.text


@pytest.mark.parametrize("label", ["no-such", "", "base64", "rot13", "x" * 5000, "utf-7\0"])
def test_a_senseless_declaration_is_ignored(label: str) -> None:
    assert decode(CHINESE.encode(), label) == (CHINESE, "utf-8", False)


def test_one_stray_byte_does_not_change_the_charset() -> None:
    found = decode((CHINESE * 50).encode() + b"\xff" + CHINESE.encode(), "utf-8")

    assert found.charset == "utf-8"
    assert found.text.count(CHINESE) == 51


@given(st.binary(max_size=2000), st.sampled_from([None, "gbk", "utf-8", "big5", "iso-8859-1", "shift_jis", "utf-16"]))
def test_any_bytes_give_text(body: bytes, declared: str | None) -> None:
    assert isinstance(decode(body, declared).text, str)


@given(st.text(alphabet=st.characters(categories=["Lo", "Ll", "Po"], max_codepoint=0xFFFF), min_size=12, max_size=300))
def test_utf8_comes_back_whatever_is_declared_beside_it(text: str) -> None:
    assert decode((CHINESE + text).encode(), "gb2312").text == CHINESE + text
