"""What a file is, by its first bytes. Pure."""

from __future__ import annotations

import codecs
import re
import unicodedata

UNKNOWN = "application/octet-stream"
SNIFFED = 1 << 12
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
_OFFICE = (
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|\?xml|iframe)", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def kind_of(head: bytes) -> str:
    """The media type by the first bytes; anything a browser might run counts as unknown."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"PK\x03\x04"):
        return next((kind for part, kind in _OFFICE if part in head), "application/zip")
    return "text/plain" if _is_text(head) else UNKNOWN


def _is_text(head: bytes) -> bool:
    if _CONTROL.search(head) or _MARKUP.search(head):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            # Where the head was cut off, its last character may be cut in two.
            codecs.getincrementaldecoder(encoding)().decode(head, final=len(head) < SNIFFED)
            return True
        except UnicodeDecodeError:
            continue
    return False


def shown_name(name: str, *, longest: int = 200) -> str:
    """A name fit for showing: without folders, control and direction marks; the ending survives shortening."""
    base = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join(sign for sign in base if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    clean = clean.strip().strip(".") or "file"
    if len(clean) <= longest:
        return clean
    stem, dot, ending = clean.rpartition(".")
    return clean[:longest] if not dot or len(ending) > 10 else stem[: longest - len(ending) - 1] + "." + ending
