"""Verbs of the keywords room: the library, the weekly plan, imports."""

from omos.loop.keywords.services.words import (
    KeywordDraft,
    KeywordRefused,
    WeekEmpty,
    WeekPublished,
    change_planned,
    clean_word,
    drop_word,
    hand_words_to,
    initials_of,
    plan_words,
    propose_week,
    publish_week,
    retire_keywords,
    save_keyword,
)

__all__ = [
    "KeywordDraft",
    "KeywordRefused",
    "WeekEmpty",
    "WeekPublished",
    "change_planned",
    "clean_word",
    "drop_word",
    "hand_words_to",
    "initials_of",
    "plan_words",
    "propose_week",
    "publish_week",
    "retire_keywords",
    "save_keyword",
]
