from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{1,40})""", re.IGNORECASE)
# Browsers read these labels as the larger set that contains them.
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "utf8": "utf-8",
    "big5": "big5hkscs",
    "shift-jis": "cp932",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    # A page that names UTF-16 in bytes that could be read to find the name is not UTF-16.
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}
_ONE_BYTE = frozenset({"cp1252", "cp1251", "cp1250", "iso8859-15", "iso-8859-2", "iso-8859-15", "windows-1252"})
_SNIFFED = 20_000
_DAMAGE = re.compile("[\ufffd\ue000-\uf8ff\x80-\x9f]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_HIGH_PAIR = re.compile(rb"[\x80-\xff]{2}")
# The commonest characters of modern Chinese, simplified and traditional: wrong decodings have almost none of them.
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么"
    "這個們來為國說時要對過發後裡經麼，。、：；“”！？（）"
)


class Decoded(NamedTuple):
    """Text, the charset that gave it, and whether the declared one was wrong."""

    text: str
    charset: str
    is_declared_wrong: bool


def decode(body: bytes, declared: str | None) -> Decoded:
    """Turn a page's bytes into text: mark, header, meta, and what the bytes themselves say against those."""
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return Decoded(_read(body[len(mark) :], charset), charset, False)
    claimed = _known(declared) or _known(_from_meta(body))
    charset = _judge(body, claimed)
    return Decoded(_read(body, charset), charset, claimed is not None and charset != claimed)


def _from_meta(body: bytes) -> str | None:
    found = _META.search(body[:4096]) or _META.search(body[:65536])
    return found.group(1).decode("ascii") if found else None


def _known(label: str | None) -> str | None:
    if not label:
        return None
    label = label.strip().strip("\"'").lower()
    label = _WIDER.get(label, label)
    try:
        "".encode(label)
        return label if codecs.lookup(label)._is_text_encoding else None
    except (LookupError, UnicodeError, ValueError):
        return None


def _judge(body: bytes, claimed: str | None) -> str:
    if body.isascii():
        return claimed or "utf-8"
    if _is_surely_utf8(body, claimed):
        return "utf-8"
    sample = _wide_part(body)
    if claimed is not None and _fits(sample, claimed):
        return claimed
    if _is_one_byte(sample):
        return claimed if claimed in _ONE_BYTE else "cp1252"
    # Of two equally good the first wins: GB18030 is by far the commonest undeclared charset here.
    return max(("gb18030", "big5hkscs", "utf-8", "cp932", "cp1252"), key=lambda each: _merit(sample, each))


def _is_surely_utf8(body: bytes, claimed: str | None) -> bool:
    # Long runs of valid UTF-8 do not come about by chance; four letters of GBK may look like it.
    return _is_whole_utf8(body) and (claimed in {None, "utf-8"} or _wide_letters(body) > 8)


def _fits(sample: bytes, claimed: str) -> bool:
    return _bad(_read(sample, claimed)) * 200 < len(sample) and _is_likely(sample, claimed)


def _is_whole_utf8(body: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _wide_part(body: bytes) -> bytes:
    """The lines that are not plain ASCII: a page's scripts say nothing about its charset."""
    lines = (line for line in body.splitlines(keepends=True) if not line.isascii())
    sample = bytearray()
    for line in lines:
        sample += line[:_SNIFFED]
        if len(sample) > _SNIFFED:
            break
    return bytes(sample)


def _is_likely(sample: bytes, claimed: str) -> bool:
    if claimed in {"gb18030", "utf-8"}:
        return True
    if claimed in _ONE_BYTE:
        return _is_one_byte(sample)
    # Big5 decodes most of GBK without damage, into words nobody writes.
    return _merit(sample, claimed) >= _merit(sample, "gb18030")


def _is_one_byte(sample: bytes) -> bool:
    """True when letters beyond ASCII mostly stand alone, as accents and curly quotes do."""
    runs = [len(run) for run in _HIGH.findall(sample)]
    return sum(run == 1 for run in runs) * 2 > len(runs)


def _merit(sample: bytes, charset: str) -> float:
    text = _read(sample, charset)
    wide = [letter for letter in text if letter > "\x7f"]
    if not wide:
        return 0.0
    common = sum(letter in _COMMON for letter in wide)
    return (common - 4 * _bad(text)) / len(wide)


def _bad(text: str) -> int:
    return len(_DAMAGE.findall(text))


def _wide_letters(body: bytes) -> int:
    return len(_HIGH_PAIR.findall(body))


def _read(body: bytes, charset: str) -> str:
    # An unfinished last letter of a cut page is no damage: the decoder is told that more may come.
    decoder = codecs.getincrementaldecoder(charset)(errors="replace")
    return decoder.decode(body, final=False).replace("\x00", "")
