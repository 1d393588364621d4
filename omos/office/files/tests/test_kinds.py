from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.office.files.kinds import UNKNOWN, kind_of, shown_name


class TestKindOf:
    @pytest.mark.parametrize(
        ("head", "kind"),
        [
            (b"%PDF-1.7\n", "application/pdf"),
            (b"\xff\xd8\xff\xe0", "image/jpeg"),
            (b"GIF89a", "image/gif"),
            (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
            (b"PK\x03\x04....xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (b"PK\x03\x04....", "application/zip"),
            ("渠道,花费\n百度,12".encode(), "text/plain"),
            ("渠道,花费\n百度,12".encode("gb18030"), "text/plain"),
        ],
    )
    def test_reads_the_first_bytes(self, head, kind):
        assert kind_of(head) == kind

    @pytest.mark.parametrize(
        "head",
        [b"<html><script>", b"  <!DOCTYPE html>", b"<svg onload=x>", b'<?xml version="1.0"?>', b"\x7fELF", b"a\x00b"],
    )
    def test_knows_nothing_a_browser_might_run(self, head):
        assert kind_of(head) == UNKNOWN

    @given(st.binary(max_size=300))
    def test_gives_an_answer_for_anything(self, head):
        assert "/" in kind_of(head)


class TestShownName:
    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("报告.pdf", "报告.pdf"),
            ("C:\\Users\\张三\\报告.pdf", "报告.pdf"),
            ("../../etc/passwd", "passwd"),
            ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
            ("report\u202efdp.exe", "reportfdp.exe"),
            ("...", "file"),
            ("", "file"),
        ],
    )
    def test_keeps_what_people_recognise(self, name, shown):
        assert shown_name(name) == shown

    def test_keeps_the_ending_of_a_long_name(self):
        assert shown_name("长" * 300 + ".xlsx", longest=20) == "长" * 15 + ".xlsx"

    @given(st.text(max_size=400))
    def test_is_never_empty_too_long_or_a_path(self, name):
        shown = shown_name(name)

        assert 0 < len(shown) <= 200
        assert not set("/\\\r\n\0") & set(shown)
