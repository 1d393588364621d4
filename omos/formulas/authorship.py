"""文章归属: whose article is it, and which assignment does it serve."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from omos.formulas.keyword_match import plain_text

# What is due further ahead is not meant by an article of today.
DAYS_AHEAD: Final = 7
_SEPARATORS: Final = re.compile(r"[、，,;；/／|｜&＆+\s:：()（）【】\[\]<>《》]+")
_ROLES: Final = frozenset(["作者", "撰文", "文字", "文", "编辑", "责编", "责任编辑", "记者", "来源", "发布", "by"])
_ROLE_AFTER: Final = re.compile(r"(?:编辑|小编|老师|撰文|撰稿|整理|供稿|报道|记者)$")
# Names that a program or a habit puts there: they name nobody.
_NOBODY: Final = frozenset(
    plain_text(name).characters
    for name in (
        *("admin", "administrator", "root", "system", "editor", "webmaster", "user", "manager", "test", "author"),
        *(
            "管理员",
            "系统管理员",
            "超级管理员",
            "小编",
            "编辑",
            "编辑部",
            "网站编辑",
            "本站",
            "本站原创",
            "原创",
            "佚名",
            "匿名",
        ),
        *("未知", "网络", "互联网", "转载", "官网", "官方网站", "公司", "市场部", "网络部", "运营部"),
    )
)


class Certainty(StrEnum):
    """How sure the attribution is; what is unsure is left to a person."""

    SURE = "SURE"
    LIKELY = "LIKELY"
    UNSURE = "UNSURE"


@dataclass(frozen=True)
class Article:
    """What is read of an article: by-line, day of publication, title and headings in their order."""

    byline: str = ""
    published: date | None = None
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Author:
    """A person with every name they sign with: own name, pen names, name in the website's system."""

    person_id: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class OpenWork:
    """An assignment that takes articles: how many it still wants and which words are free, as (id, text)."""

    assignment_id: int
    person_id: int
    category: str
    due: date
    left: int
    words: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class OwnedWord:
    """A word of the library and who looks after it."""

    text: str
    person_id: int


@dataclass(frozen=True)
class Reason:
    """One step of the argument: a stable code, the people it speaks of, and the word or name it rests on."""

    code: str
    person_ids: tuple[int, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Attribution:
    """Whose article it is and what it serves; an unsure one names candidates instead of counting for anybody."""

    certainty: Certainty
    person_id: int | None = None
    assignment_id: int | None = None
    keyword_id: int | None = None
    reasons: tuple[Reason, ...] = ()
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True)
class Desk:
    """Everybody who writes, what is open, who owns which word, and the names the house itself signs with."""

    authors: Sequence[Author]
    openings: Sequence[OpenWork]
    owned_words: Sequence[OwnedWord] = ()
    house_names: tuple[str, ...] = ()


def attribute(article: Article, desk: Desk) -> Attribution:
    """Whose article this is: by the by-line, an assignment's word, the word's owner, or who alone may be meant.

    A tie, a by-line nobody here signs with, and a person without open work are unsure.
    """
    found = _person(article, desk)
    if found.person_id is None:
        return found
    return serve(article, person_id=found.person_id, openings=desk.openings, reasons=found.reasons)


def serve(
    article: Article, *, person_id: int, openings: Sequence[OpenWork], reasons: tuple[Reason, ...] = ()
) -> Attribution:
    """Which open assignment of a known person an article serves: one that wants its word, else the earliest."""
    mine = _in_reach(article, [work for work in openings if work.person_id == person_id])
    if not mine:
        told = (*reasons, Reason("nothing_open", (person_id,)))
        return Attribution(Certainty.UNSURE, person_id, reasons=told, candidates=(person_id,))
    unfilled = [work for work in mine if work.left > 0]
    codes = {reason.code for reason in reasons}
    word = next(_wanted(article, unfilled), None)
    if word is None:
        work, reason = _next_open(mine, unfilled)
        is_told = len({other.category for other in unfilled or mine}) == 1
        return Attribution(_certainty(codes, is_told=is_told), person_id, work.assignment_id, None, (*reasons, reason))
    return _for_word(word, person_id, reasons, codes)


def _for_word(
    word: tuple[OpenWork, int, str], person_id: int, reasons: tuple[Reason, ...], codes: Collection[str]
) -> Attribution:
    """The assignment that wants a word the article carries."""
    work, keyword_id, text = word
    more = () if "assignment_word" in codes else (Reason("wants_word", (person_id,), text),)
    return Attribution(_certainty(codes, is_told=True), person_id, work.assignment_id, keyword_id, reasons + more)


def _next_open(mine: Sequence[OpenWork], unfilled: Sequence[OpenWork]) -> tuple[OpenWork, Reason]:
    """The earliest unfilled assignment, else the last one: more than planned is welcome."""
    work, code = (unfilled[0], "earliest_open") if unfilled else (mine[-1], "beyond_plan")
    return work, Reason(code, (work.person_id,), work.category)


def _certainty(codes: Collection[str], *, is_told: bool) -> Certainty:
    """Sure where somebody signed or says so, and word or category leave no choice."""
    is_signed = bool({"byline", "person"} & set(codes))
    return Certainty.SURE if is_signed and is_told else Certainty.LIKELY


def names_in(byline: str, authors: Sequence[Author]) -> tuple[int, ...]:
    """The people a by-line names, each once, in its order; a name that several sign with names them all."""
    people: dict[str, list[int]] = {}
    for author in authors:
        for name in {_plain(name) for name in author.names} - {""}:
            people.setdefault(name, []).append(author.person_id)
    parts = [part for whole in (_plain(byline), *_pieces(byline)) for part in (whole, _ROLE_AFTER.sub("", whole))]
    return tuple(dict.fromkeys(person_id for part in parts for person_id in people.get(part, ())))


def is_nobody(byline: str, house_names: Iterable[str] = ()) -> bool:
    """Whether a by-line names no person: empty, a program's default, the house itself."""
    nobody = _NOBODY | {_plain(name) for name in house_names}
    return _plain(byline) in nobody or not set(_pieces(byline)) - nobody


def _person(article: Article, desk: Desk) -> Attribution:
    """The one person who is meant, with the reason; or why nobody is."""
    if not is_nobody(article.byline, desk.house_names):
        named = names_in(article.byline, desk.authors)
        if named:
            return _settled(Reason("byline", named, article.byline), "several_authors")
        guess = _by_words(article, desk)
        candidates = () if guess is None else (*(one for one in (guess.person_id,) if one), *guess.candidates)
        return Attribution(
            Certainty.UNSURE, reasons=(Reason("unknown_author", (), article.byline),), candidates=candidates
        )
    found = _by_words(article, desk)
    return _by_opening(article, desk) if found is None else found


def _by_words(article: Article, desk: Desk) -> Attribution | None:
    """Whose assignment wants a word of the article, else who owns one; None where no word says anything."""
    wanting = [(work.person_id, text) for work, _id, text in _wanted(article, desk.openings) if work.left > 0]
    owning = [(word.person_id, word.text) for word in desk.owned_words]
    return _by_word("assignment_word", wanting, article) or _by_word("word_owner", owning, article)


def _by_word(code: str, words: Sequence[tuple[int, str]], article: Article) -> Attribution | None:
    longest = _longest({text for _person_id, text in words}, article.titles)
    people = tuple(dict.fromkeys(person_id for person_id, text in words if text in longest))
    if not people:
        return None
    return _settled(Reason(code, people, "、".join(sorted(longest))), f"several_{code}")


def _by_opening(article: Article, desk: Desk) -> Attribution:
    """Who alone has open work; only for an article that says when it was published."""
    people = tuple(dict.fromkeys(work.person_id for work in _in_reach(article, desk.openings) if work.left > 0))
    if len(people) == 1 and article.published is not None:
        return _settled(Reason("alone_open", people), "")
    return Attribution(Certainty.UNSURE, reasons=(Reason("no_sign"),), candidates=people)


def _settled(reason: Reason, tie_code: str) -> Attribution:
    """The person of a reason that speaks of one; a tie where it speaks of several."""
    if len(reason.person_ids) == 1:
        return Attribution(Certainty.LIKELY, reason.person_ids[0], reasons=(reason,))
    tie = replace(reason, code=tie_code)
    return Attribution(Certainty.UNSURE, reasons=(tie,), candidates=reason.person_ids)


def _wanted(article: Article, openings: Sequence[OpenWork]) -> Iterator[tuple[OpenWork, int, str]]:
    """Each assignment with each of its free words that stands in the article, the longest words first."""
    every = {text for work in openings for _id, text in work.words}
    longest = _longest(every, article.titles)
    hits = [(work, keyword_id, text) for work in openings for keyword_id, text in work.words if text in longest]
    yield from sorted(hits, key=lambda hit: -len(hit[2]))


def _longest(words: Collection[str], titles: Sequence[str]) -> frozenset[str]:
    """The words that stand in a title or heading, without those that are only part of a longer one that does.

    The title speaks before the headings: where it carries a word, theirs are not asked.
    """
    for texts in (titles[:1], titles[1:]):
        plain = [plain_text(text).characters for text in texts]
        found = {word: wanted for word in words if (wanted := _plain(word)) and any(wanted in text for text in plain)}
        if found:
            return frozenset(word for word, wanted in found.items() if not _is_part(wanted, found.values()))
    return frozenset()


def _is_part(wanted: str, others: Iterable[str]) -> bool:
    return any(wanted != other and wanted in other for other in others)


def _in_reach(article: Article, openings: Sequence[OpenWork]) -> list[OpenWork]:
    """Openings by due day, those far ahead of the article left out."""
    published = article.published
    near = [work for work in openings if published is None or (work.due - published).days <= DAYS_AHEAD]
    return sorted(near, key=lambda work: (work.due, work.assignment_id))


def _pieces(byline: str) -> tuple[str, ...]:
    """The parts of a by-line, made plain, without words for a role."""
    pieces = (_plain(piece) for piece in _SEPARATORS.split(byline))
    return tuple(piece for piece in pieces if piece and piece not in _ROLES)


def _plain(text: str) -> str:
    return plain_text(text).characters
