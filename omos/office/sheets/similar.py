"""Names that somebody may have meant: sounding alike, beginning alike, or a nickname of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

# What stands before or behind a surname in an office: 小赵, 老赵, 赵工, 赵总.
_BEFORE = "小老阿大"
_BEHIND = "工总姐哥经理主任老师"
CLOSE_ENOUGH = 0.6


@lru_cache(maxsize=4096)
def sound(text: str) -> str:
    """How a text sounds, without tones: 何佳 → hejia."""
    return "".join(_syllables(text)).lower().replace(" ", "")


@lru_cache(maxsize=4096)
def initials(text: str) -> str:
    """First letters of its syllables: 赵一鸣 → zym."""
    return "".join(syllable[:1] for syllable in _syllables(text)).lower()


def _syllables(text: str) -> list[str]:
    # Its dictionaries take 50 MB: only the process that is asked loads them.
    from pypinyin import lazy_pinyin

    return lazy_pinyin(text)


def homophone(text: str, names: Iterable[str]) -> str | None:
    """The one name that sounds the same, if there is exactly one."""
    alike = [name for name in names if name != text and sound(name) == sound(text)]
    return alike[0] if len(alike) == 1 and sound(text) else None


def suggestions(text: str, names: Iterable[str], *, limit: int = 5) -> tuple[str, ...]:
    """Names that may be meant, the likeliest first."""
    scored = [(_likeness(text, name), name) for name in names]
    likely = sorted(((score, name) for score, name in scored if score >= CLOSE_ENOUGH), key=lambda pair: -pair[0])
    return tuple(name for _score, name in likely[:limit])


def _likeness(text: str, name: str) -> float:
    """1 for the same sound, less for nicknames, letters and spelling."""
    if not text or not name:
        return 0.0
    likenesses = (
        1.0 * (sound(text) == sound(name)),
        0.9 * _is_nickname(text, name),
        0.85 * (text.lower() in {initials(name), sound(name)}),
        0.8 * (text in name or name in text),
    )
    return max(likenesses) or _spelling(text, name)


def _spelling(text: str, name: str) -> float:
    """How many signs two names share, or how many letters of their sound."""
    by_sound = SequenceMatcher(None, sound(text), sound(name)).ratio()
    return max(SequenceMatcher(None, text, name).ratio(), 0.9 * by_sound - 0.1)


def _is_nickname(text: str, name: str) -> bool:
    """小赵 and 赵工 for 赵一鸣; also by the last sign of the given name, 阿鸣."""
    if len(text) != 2:
        return False
    if text[0] in _BEFORE and text[1] in {name[0], name[-1]}:
        return True
    return text[1] in _BEHIND and text[0] == name[0]
