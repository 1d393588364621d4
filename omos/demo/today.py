"""Today as it stands by now: each hand-in at its minute, what the machine found, what the supervisor said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from omos.demo.pieces import Fate
from omos.demo.planning import Task
from omos.demo.shifts import Shifts

_GOOD, _WALLED, _GONE, _NO_WORD, _COPIED = Fate.GOOD, Fate.WALLED, Fate.GONE, Fate.NO_WORD, Fate.COPIED


@dataclass(frozen=True)
class Links:
    """Links handed in at one minute (17.2 is twelve past five)."""

    at: float
    name: str
    category: str
    fates: tuple[Fate, ...]
    title: str = ""
    # Whether it belongs to what was given at the stand-up.
    is_errand: bool = False


@dataclass(frozen=True)
class Note:
    """Work without a link, and what the supervisor says to it; nothing yet where she has not looked."""

    at: float
    name: str
    category: str
    quantity: int
    note: str
    answer: str = "PASS"
    because: str = ""
    # What the person asks the supervisor, if anything.
    question: str = ""
    is_errand: bool = False


_SCRIPT: Final[tuple[Links | Note, ...]] = (
    Links(11.4, "陈思远", "ARTICLE", (_GOOD, _GOOD)),
    Links(11.7, "苏晴", "ARTICLE", (_GOOD, _GOOD)),
    # The first post of the day has a word to carry; the others are free.
    Links(11.4, "赵一鸣", "OUTSIDE_POST", (_NO_WORD,), "滤筒除尘器和布袋除尘器怎么选"),
    Links(11.5, "赵一鸣", "OUTSIDE_POST", (_GOOD, _GOOD, _GOOD, _WALLED)),
    Links(13.9, "赵一鸣", "LINK_EXCHANGE", (_GOOD, _GOOD)),
    Note(11.2, "何嘉", "NEGATIVES", 29, "否词清单 A（29 个），已上传账户"),
    Note(11.53, "马骏", "CARE_CALL", 1, "无锡恒通机械 · 回访", "RETURN", "通话 4 秒，未接通"),
    Note(11.6, "马骏", "CARE_CALL", 6, "回访 6 个老客户，录音在企微"),
    Note(14.08, "彭雪", "TAGGING", 1, "访客 8F21", "RETURN", "未选无效原因"),
    Note(14.2, "彭雪", "TAGGING", 7, "补标签 7 个访客"),
    # Twenty minutes after its hour.
    Links(14.33, "江语桐", "SHORT_VIDEO", (_WALLED,), "30 秒看懂脉冲清灰", is_errand=True),
    Links(15.1, "陈思远", "ARTICLE", (_GOOD,)),
    Note(15.33, "何嘉", "NEGATIVES", 1, "否词清单 B（1 个）", "RETURN", "与在投关键词冲突"),
    Note(16.0, "马骏", "FOLLOW_ON_SALE", 8, "追销 8 个客户，结果已记"),
    Note(16.08, "何嘉", "CREATIVE", 2, "新创意 2 条，已过审"),
    Links(16.33, "赵一鸣", "ANSWER", (_WALLED,), "除尘器噪音大是什么原因？"),
    Links(16.67, "赵一鸣", "OUTSIDE_POST", (_GONE,), "工业除尘设备选型要看哪三个数"),
    Note(16.8, "彭雪", "RECEPTION", 1, "晚班接待与判定，交接本已写"),
    Links(16.87, "陈思远", "ARTICLE", (_COPIED,)),
    Links(17.2, "苏晴", "ARTICLE", (_GOOD, _GOOD)),
    Note(
        17.37, "马骏", "FOLLOW_ON_SALE", 2, "常州博锐、苏州恒远 · 滤筒报价跟进", "",
        question="两家都要九五折，请您看一眼报价", is_errand=True,
    ),
    Links(17.4, "赵一鸣", "OUTSIDE_POST", (_GOOD, _GOOD, _WALLED)),
    Links(17.43, "赵一鸣", "ANSWER", (_GOOD, _GOOD)),
    Note(17.45, "许静", "RECEPTION", 1, "白班接待与判定，交接本已写"),
    Links(17.47, "陈思远", "ARTICLE", (_GOOD,)),
    Note(17.5, "许静", "TAGGING", 11, "补标签 11 个访客"),
)  # fmt: skip
# Minutes until the machine has looked, and until the supervisor has.
_MACHINE, _SUPERVISOR = 1 / 60, 8 / 60


def play(shifts: Shifts, tasks: Sequence[Task]) -> None:
    """Everything of the script that has happened by now."""
    stage = shifts.stage
    known = {(task.name, task.category, task.is_ad_hoc): task for task in tasks}
    for scene in sorted(_SCRIPT, key=lambda scene: scene.at):
        task = known.get((scene.name, scene.category, scene.is_errand))
        if task is not None and stage.at(stage.today, scene.at) <= stage.now:
            if isinstance(scene, Links):
                _links(shifts, scene, task)
            else:
                _note(shifts, scene, task)


def _links(shifts: Shifts, scene: Links, task: Task) -> None:
    stage = shifts.stage
    lines = [(task, shifts.new_piece(scene.category, stage.today, fate, scene.title)) for fate in scene.fates]
    handed = shifts.hand_in_links(scene.name, lines, stage.at(stage.today, scene.at))
    looked_at = min(stage.at(stage.today, scene.at + _MACHINE), stage.now)
    shifts.check(handed, looked_at)


def _note(shifts: Shifts, scene: Note, task: Task) -> None:
    stage = shifts.stage
    evidence_id = shifts.hand_in_note(task, scene.quantity, scene.note, stage.at(stage.today, scene.at))
    met_at = min(stage.at(stage.today, scene.at + _MACHINE), stage.now)
    shifts.check([], met_at)
    if scene.question:
        shifts.ask(evidence_id, scene.name, scene.question, met_at)
    if scene.answer:
        reasons = ["other"] if scene.answer == "RETURN" else []
        at = min(stage.at(stage.today, scene.at + _SUPERVISOR), stage.now)
        shifts.decide(evidence_id, scene.answer, at, version=0, reasons=reasons, note=scene.because)
