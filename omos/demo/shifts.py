"""Workdays: people hand in, the machine looks, the supervisor decides what needs eyes, pieces are mended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Final

import numpy as np

from omos.demo.keywords import Library
from omos.demo.people import PEOPLE, PLANNED, Cast
from omos.demo.pieces import OWN, Fate, Piece, address, look_at, paragraphs_of
from omos.demo.planning import Task
from omos.demo.stage import Stage
from omos.loop.verification import queries as verification_queries
from omos.loop.verification import services as verification
from omos.loop.work import services as work

_CARE: Final = {person.name: person.care for person in PEOPLE}
# Of what a careless person hands in, so much is found by the machine; the rest is only advice.
_FOUND: Final = 0.6
_WALLED: Final = {"OUTSIDE_POST": 0.08, "ANSWER": 0.2, "SHORT_VIDEO": 0.4}
_ASKED_ABOUT: Final = 0.7
_PLEASE_LOOK: Final = "要登录才看得到，请帮忙看一眼"
_MENDED_AT_ONCE: Final = 0.93
# Days on which somebody hands in nearly everything the next morning only, or leaves a part undone.
_LATE_DAY, _SHORT_DAY = 0.045, 0.02
_LATE_SHARE, _SHORT_SHARE = 0.9, 0.2
# The last three weeks are known by heart: workdays ago, and who was late or short then.
_REMEMBERED: Final = 15
_LATE: Final = {(6, "陈思远"), (2, "江语桐"), (9, "许静"), (4, "彭雪"), (8, "何嘉")}
_SHORT: Final = {(7, "赵一鸣"), (12, "江语桐"), (6, "马骏")}
# Workdays ago, and who handed in a copied article then.
_COPIES: Final = {2: "陈思远", 6: "苏晴", 9: "陈思远", 13: "苏晴"}
# Yesterday's returned piece, still to be mended.
_RETURNED_YESTERDAY: Final = "苏晴"
_RETURNED_TITLE: Final = "清灰周期怎么设"
_NOTES: Final = {
    "NEGATIVES": "否词清单 {day}（{count} 个），已上传账户",
    "CREATIVE": "新创意 {count} 条，已过审",
    "BID_REVIEW": "出价复盘：调价 {count} 轮，见共享表",
    "WEBSITE_AUDIT": "网站体检 {day}，问题已提给程序",
    "RECEPTION": "接待与判定 {count} 班，交接本已写",
    "TAGGING": "补标签 {count} 个访客",
    "CARE_CALL": "回访 {count} 个老客户，录音在企微",
    "FOLLOW_ON_SALE": "追销 {count} 个客户，结果已记",
}
_MORNING, _EVENING, _MENDED, _DECIDED = 10.1, 17.1, 17.9, 18.2


@dataclass(frozen=True)
class Handed:
    """A link that was taken, and what stands behind it."""

    evidence_id: int
    task: Task
    piece: Piece
    keyword: str


class Shifts:
    """The marketing department at work, day after day."""

    def __init__(self, stage: Stage, cast: Cast, library: Library) -> None:
        self.stage, self.cast = stage, cast
        self.intents = {word.text: word.intent for word in library.words}
        # The last article by each editor before today, for those who copy.
        self.articles: dict[str, list[str]] = {}
        self._fresh: dict[str, list[str]] = {}
        self._count = 0
        self._to_mend: list[Handed] = []
        self._left_out: list[tuple[Task, int]] = []
        self._copies = {stage.back(ago): name for ago, name in _COPIES.items()}
        self._remembered_since = stage.back(_REMEMBERED)
        self._late = {(stage.back(ago), name) for ago, name in _LATE}
        self._short = {(stage.back(ago), name) for ago, name in _SHORT}

    def work(self, day: date, tasks: Sequence[Task]) -> None:
        """One whole day that is past."""
        self.articles |= self._fresh
        self._finish_yesterday(day)
        handed: list[Handed] = []
        notes: list[int] = []
        for name in PLANNED:
            mine = [task for task in tasks if task.name == name]
            chance = self.stage.chance("shift", name, day)
            kept = self._in_time(day, name, mine)
            handed += self.hand_in_links(name, self._links(day, kept, chance), self._at(day, _EVENING, chance))
            notes += self._hand_in_notes(day, kept, chance)
        self.check(handed, self.stage.at(day, 17.8))
        self._ask_about_walled(day, handed)
        self._mend_failed(day, handed)
        self._return(day, handed)
        self._pass(day, notes)

    def new_piece(self, category: str, day: date, fate: Fate, title: str = "") -> Piece:
        """A page nobody handed in before."""
        self._count += 1
        return Piece(category, address(category, day, self._count % 1_000, fate), day, fate, title)

    def hand_in_links(
        self, name: str, lines: Sequence[tuple[Task, Piece]], at: datetime, *, replaces: int | None = None
    ) -> list[Handed]:
        """Paste these links as the person would."""
        if not lines:
            return []
        pasted = "\n".join(f"{task.code} {piece.url}" for task, piece in lines)
        done = work.hand_in(actor=self.cast.viewers[name], text=pasted, now=at, replaces_id=replaces)
        by_url = {piece.url: (task, piece) for task, piece in lines}
        found = []
        for line in done.accepted:
            task, piece = by_url[line.url]
            found.append(Handed(line.evidence_id or 0, task, piece, line.keyword))
        return found

    def check(self, handed: Iterable[Handed], at: datetime) -> None:
        """Let the machine meet what is new and look at it."""
        verification.enqueue_checks(now=at)
        looks = {one.evidence_id: self._look(one) for one in handed}
        verification.record_looks(looks=looks, now=at)

    def decide(
        self, evidence_id: int, answer: str, at: datetime, *, version: int, reasons: Sequence[str] = (), note: str = ""
    ) -> None:
        """The supervisor's word on one piece as she saw it: 0 for a note just met, 1 for a link just looked at."""
        verification.decide(
            evidence_id=evidence_id,
            answer=answer,
            version=version,
            actor=self.cast.lead,
            now=at,
            reasons=reasons,
            note=note,
        )

    def ask(self, evidence_id: int, name: str, question: str, at: datetime) -> None:
        """The person asks the supervisor to have a look."""
        waiting = verification_queries.needs_eyes(viewer=self.cast.lead).filter(evidence_id=evidence_id)
        if not waiting.exists():
            actor = self.cast.viewers[name]
            verification.request_look(evidence_id=evidence_id, question=question, actor=actor, now=at)

    def _look(self, one: Handed) -> verification.Look:
        source = self._copied_from(one.task.name) if one.piece.fate is Fate.COPIED else None
        if one.piece.category == "ARTICLE" and one.piece.fate is Fate.GOOD:
            self._fresh[one.task.name] = paragraphs_of(one.piece, one.keyword or "除尘设备")
        return look_at(one.piece, one.keyword, self.intents.get(one.keyword, ""), copied_from=source)

    def _copied_from(self, name: str) -> list[str] | None:
        return next((text for author, text in self.articles.items() if author != name), None)

    def _in_time(self, day: date, name: str, tasks: Sequence[Task]) -> list[tuple[Task, int]]:
        """What gets handed in on the day itself: nearly always everything."""
        is_late, is_short = self._luck_of(day, name)
        share = _LATE_SHARE if is_late else _SHORT_SHARE if is_short else 0
        kept = [(task, task.quantity - ceil(task.quantity * share)) for task in tasks]
        if is_late:
            self._left_out += [(task, task.quantity - quantity) for task, quantity in kept]
        return kept

    def _luck_of(self, day: date, name: str) -> tuple[bool, bool]:
        """Whether somebody hands in nearly everything the next morning, or leaves a part undone."""
        if day >= self._remembered_since:
            return (day, name) in self._late, (day, name) in self._short
        dice = float(self.stage.chance("in time", name, day).random())
        return dice < _LATE_DAY, dice > 1 - _SHORT_DAY

    def _links(
        self, day: date, kept: Sequence[tuple[Task, int]], chance: np.random.Generator
    ) -> list[tuple[Task, Piece]]:
        lines = []
        for task, quantity in kept:
            if task.has_link:
                fates = [_fate(task.category, _CARE[task.name], chance) for _ in range(quantity)]
                fates = self._planted(day, task, fates)
                lines += [(task, self.new_piece(task.category, day, fate)) for fate in fates]
                if self._is_returned(day, task):
                    extra = self.new_piece(task.category, day, Fate.NO_HEADING, _RETURNED_TITLE)
                    lines.append((task, extra))
        return lines

    def _planted(self, day: date, task: Task, fates: list[Fate]) -> list[Fate]:
        if task.category != "ARTICLE" or not fates:
            return fates
        if self._copies.get(day) == task.name:
            return [Fate.COPIED, *fates[1:]]
        return [Fate.GOOD for _ in fates] if self._is_returned(day, task) else fates

    def _is_returned(self, day: date, task: Task) -> bool:
        """Whether one article more came in on that day, which the supervisor gave back."""
        return day == self.stage.back(1) and task.name == _RETURNED_YESTERDAY and task.category == "ARTICLE"

    def _hand_in_notes(self, day: date, kept: Sequence[tuple[Task, int]], chance: np.random.Generator) -> list[int]:
        return [
            self.hand_in_note(
                task,
                quantity,
                _NOTES[task.category].format(day=f"{day:%m%d}", count=quantity),
                self._at(day, _EVENING, chance),
            )
            for task, quantity in kept
            if quantity and not task.has_link
        ]

    def hand_in_note(self, task: Task, quantity: int, note: str, at: datetime) -> int:
        """Work without a link; the id of the piece."""
        actor = self.cast.viewers[task.name]
        kept = work.hand_in_note(actor=actor, assignment_id=task.id, quantity=quantity, note=note, now=at)
        return kept.pk

    def _ask_about_walled(self, day: date, handed: Sequence[Handed]) -> None:
        """Of what the machine could not see people ask the supervisor to look at most."""
        chance = self.stage.chance("ask", day)
        for one in handed:
            is_walled = one.piece.fate is Fate.WALLED and day >= self._remembered_since
            if is_walled and chance.random() < _ASKED_ABOUT:
                self.ask(one.evidence_id, one.task.name, _PLEASE_LOOK, self.stage.at(day, _MENDED))

    def _mend_failed(self, day: date, handed: Sequence[Handed]) -> None:
        """Nearly everything the machine found is mended the same evening; copies wait for the supervisor."""
        mended: list[Handed] = []
        for place, one in enumerate(one for one in handed if one.piece.fate.is_failing):
            chance = self.stage.chance("mend", day, place)
            if one.piece.fate is Fate.COPIED or chance.random() > _MENDED_AT_ONCE:
                self._to_mend.append(one)
            else:
                mended += self._mend(one, day, self.stage.at(day, _MENDED))
        if mended:
            self.check(mended, self.stage.at(day, _MENDED + 0.05))

    def _mend(self, one: Handed, day: date, at: datetime) -> list[Handed]:
        better = self.new_piece(one.piece.category, day, Fate.GOOD)
        return self.hand_in_links(one.task.name, [(one.task, better)], at, replaces=one.evidence_id)

    def _return(self, day: date, handed: Sequence[Handed]) -> None:
        """What was not mended goes back, with a word why."""
        at = self.stage.at(day, _DECIDED)
        for one in self._to_mend:
            copied = one.piece.fate is Fate.COPIED
            reasons = ["original"] if copied else ["reachable" if one.piece.fate is Fate.GONE else "quality"]
            note = "和旧稿重复太多，请换成上周的现场案例" if copied else ""
            self.decide(one.evidence_id, "RETURN", at, version=1, reasons=reasons, note=note)
        for one in handed:
            if one.piece.title == _RETURNED_TITLE:
                reasons, note = ["keyword_heading"], "小标题带上关键词再交"
                self.decide(one.evidence_id, "RETURN", at, version=1, reasons=reasons, note=note)

    def _pass(self, day: date, notes: Sequence[int]) -> None:
        """The supervisor looks at what waits for her eyes, and this month at every note."""
        at = self.stage.at(day, _DECIDED)
        waiting = verification_queries.needs_eyes(viewer=self.cast.lead).values_list("evidence_id", "version")
        versions = dict(waiting)
        if day >= self.stage.month_first:
            versions |= dict.fromkeys(notes, 0)
        for evidence_id, version in sorted(versions.items()):
            self.decide(evidence_id, "PASS", at, version=version)

    def _finish_yesterday(self, day: date) -> None:
        """Returned and forgotten pieces come in the next morning."""
        at = self.stage.at(day, _MORNING)
        late: list[Handed] = []
        for one in self._to_mend:
            late += self._mend(one, day, at)
        for task, quantity in self._left_out:
            if task.has_link:
                pieces = [(task, self.new_piece(task.category, day, Fate.GOOD)) for _ in range(quantity)]
                late += self.hand_in_links(task.name, pieces, at)
            else:
                note = _NOTES[task.category].format(day=f"{task.due:%m%d}", count=quantity)
                self.hand_in_note(task, quantity, note, at)
        self._to_mend, self._left_out = [], []
        if late:
            self.check(late, self.stage.at(day, _MORNING + 0.05))

    def _at(self, day: date, hours: float, chance: np.random.Generator) -> datetime:
        return self.stage.at(day, hours + round(float(chance.random()) * 0.6, 2))


def _fate(category: str, care: float, chance: np.random.Generator) -> Fate:
    if chance.random() < _WALLED.get(category, 0):
        return Fate.WALLED
    dice = float(chance.random())
    if dice < care:
        return Fate.GOOD
    if dice > 1 - (1 - care) * _FOUND:
        own = (Fate.NO_WORD, Fate.SHORT) if category != "PRODUCT_PAGE" else (Fate.SHORT,)
        return own[int(chance.integers(len(own)))] if category in OWN else Fate.GONE
    return Fate.NO_HEADING
