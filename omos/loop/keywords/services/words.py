"""Verbs of the keyword library and the weekly plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from omos.loop.keywords import queries
from omos.loop.keywords.models import Keyword, KeywordGroup, PlannedKeyword, WeekPlan
from omos.people import queries as people
from omos.people.trail import record_action
from omos.people.viewer import Viewer

WORDS_PER_WORKDAY = 2


class KeywordRefused(Exception):
    """A word cannot be saved; the message says which field and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


class WeekPublished(Exception):
    """The week was published meanwhile; the message is fit for the person who pressed."""


class WeekEmpty(Exception):
    """There is nothing to publish; the message says what to do first."""


@dataclass(frozen=True)
class KeywordDraft:
    """A word as typed or imported."""

    text: str
    group: str = ""
    intent: str = Keyword.Intent.UNKNOWN
    landing_page: str = ""
    owner_id: int | None = None
    priority: int = 3
    target_rank: int | None = None
    month_searches: int | None = None


@transaction.atomic
def save_keyword(
    *, draft: KeywordDraft, actor: Viewer, now: datetime, keyword_id: int | None = None, row_version: int | None = None
) -> Keyword:
    """Add a word to the library or change one.

    :raises KeywordRefused: when the word is empty, taken, or was changed by somebody else meanwhile
    """
    text = clean_word(draft.text)
    if not text:
        raise KeywordRefused("text", _("Type the keyword."))
    others = Keyword.objects.filter(text=text, is_active=True)
    if keyword_id is not None:
        others = others.exclude(id=keyword_id)
    if others.exists():
        raise KeywordRefused("text", _("「%(word)s」 is in the library already.") % {"word": text})
    values = {
        "initials": initials_of(text),
        "group": _group(draft.group),
        "intent": draft.intent,
        "landing_page": draft.landing_page.strip(),
        "owner_id": draft.owner_id,
        "priority": draft.priority,
        "target_rank": draft.target_rank,
        "month_searches": draft.month_searches,
        "is_active": True,
    }
    if keyword_id is None:
        keyword = Keyword.objects.update_or_create(text=text, defaults=values)[0]
    else:
        keyword = _change(keyword_id, row_version, text=text, **values)
    record_action(
        "keywords.manage", actor=actor, subject=("keywords.keyword", keyword.pk), now=now, after={"text": text}
    )
    return keyword


@transaction.atomic
def retire_keywords(*, keyword_ids: Sequence[int], actor: Viewer, now: datetime) -> int:
    """Take words out of the library; plans and evidence keep them. Returns how many were in use."""
    retired = Keyword.objects.filter(id__in=keyword_ids, is_active=True).update(is_active=False)
    record_action(
        "keywords.manage", actor=actor, subject=("keywords.keyword", ""), now=now, after={"retired": list(keyword_ids)}
    )
    return retired


@transaction.atomic
def hand_words_to(*, keyword_ids: Sequence[int], staff_id: int, actor: Viewer, now: datetime) -> int:
    """Give words a new owner; returns how many changed hands."""
    changed = Keyword.objects.filter(id__in=keyword_ids, is_active=True).update(
        owner_id=staff_id, row_version=F("row_version") + 1
    )
    record_action(
        "keywords.manage",
        actor=actor,
        subject=("people.staff", staff_id),
        now=now,
        after={"keywords": list(keyword_ids)},
    )
    return changed


@transaction.atomic
def propose_week(*, monday: date, actor: Viewer, now: datetime) -> int:
    """Fill the week with words worth planning, spread over owners and workdays; returns how many were added.

    :raises WeekPublished: if the week is out already
    """
    plan = _draft_of(monday)
    days = people.workdays_between(monday, monday + timedelta(days=6))
    room = len(days) * len(_writers()) * WORDS_PER_WORKDAY - PlannedKeyword.objects.filter(plan=plan).count()
    words = queries.candidates(monday=monday, limit=max(0, room)) if days else ()
    PlannedKeyword.objects.bulk_create(_planned(plan, words, days))
    record_action(
        "keywords.plan_week", actor=actor, subject=("keywords.weekplan", plan.pk), now=now, after={"added": len(words)}
    )
    return len(words)


@transaction.atomic
def plan_words(*, monday: date, keyword_ids: Sequence[int], actor: Viewer, now: datetime) -> int:
    """Put chosen words into a week; words that stand in it already are left as they are.

    :raises WeekPublished: if the week is out already
    """
    plan = _draft_of(monday)
    taken = set(PlannedKeyword.objects.filter(plan=plan).values_list("keyword_id", flat=True))
    words = [
        word
        for word in Keyword.objects.filter(id__in=keyword_ids, is_active=True).order_by("priority", "id")
        if word.pk not in taken
    ]
    days = people.workdays_between(monday, monday + timedelta(days=6)) or [monday]
    PlannedKeyword.objects.bulk_create(_planned(plan, words, days))
    record_action(
        "keywords.plan_week", actor=actor, subject=("keywords.weekplan", plan.pk), now=now, after={"added": len(words)}
    )
    return len(words)


@transaction.atomic
def change_planned(
    *,
    planned_id: int,
    actor: Viewer,
    now: datetime,
    day: date,
    staff_id: int | None,
    landing_page: str,
    target_rank: int | None,
) -> None:
    """Move a word of the week to another day or person, or give it a page and rank.

    :raises WeekPublished: if the word is gone from the week
    """
    changed = PlannedKeyword.objects.filter(id=planned_id).update(
        day=day, staff_id=staff_id, landing_page=landing_page.strip(), target_rank=target_rank
    )
    if not changed:
        raise WeekPublished(_("This word is no longer in the week's plan."))
    record_action(
        "keywords.plan_week",
        actor=actor,
        subject=("keywords.plannedkeyword", planned_id),
        now=now,
        after={"day": day, "staff": staff_id, "landing_page": landing_page, "target_rank": target_rank},
    )


@transaction.atomic
def drop_word(*, planned_id: int, actor: Viewer, now: datetime) -> None:
    """Take a word out of a week that is not published.

    :raises WeekPublished: if the week is out or the word is gone
    """
    row = PlannedKeyword.objects.filter(id=planned_id, plan__state=WeekPlan.State.DRAFT)
    if not row.delete()[0]:
        raise WeekPublished(_("The week is published; its words stay."))
    record_action("keywords.plan_week", actor=actor, subject=("keywords.plannedkeyword", planned_id), now=now)


@transaction.atomic
def publish_week(*, monday: date, actor: Viewer, now: datetime) -> int:
    """Show the week's words to everybody; returns how many there are.

    :raises WeekEmpty: if no word is planned
    :raises WeekPublished: if somebody published it before
    """
    words = PlannedKeyword.objects.filter(plan__monday=monday).count()
    if not words:
        raise WeekEmpty(_("The week has no words yet. Propose some first."))
    drafts = WeekPlan.objects.filter(monday=monday, state=WeekPlan.State.DRAFT)
    if not drafts.update(state=WeekPlan.State.PUBLISHED, published_at=now):
        raise WeekPublished(_("The week is published already."))
    record_action(
        "keywords.plan_week", actor=actor, subject=("keywords.weekplan", monday), now=now, after={"published": words}
    )
    return words


def clean_word(text: str) -> str:
    """A word as the library keeps it: single blanks, none at the ends, at most 100 characters."""
    return " ".join(text.replace("\u3000", " ").split())[:100]


def initials_of(text: str) -> str:
    """Pinyin initials for search by keyboard: 除尘器 → ccq."""
    # Its dictionaries take 50 MB: only the process that is asked loads them.
    from pypinyin import Style, lazy_pinyin

    return "".join(part[:1] for part in lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()[:100]


def _group(name: str) -> KeywordGroup | None:
    return KeywordGroup.objects.get_or_create(name=name.strip()[:40])[0] if name.strip() else None


def _change(keyword_id: int, row_version: int | None, **values: object) -> Keyword:
    rows = Keyword.objects.filter(id=keyword_id)
    if row_version is not None:
        rows = rows.filter(row_version=row_version)
    if not rows.update(**values, row_version=F("row_version") + 1):
        raise KeywordRefused("text", _("Somebody changed this word meanwhile. Look at it again before you save."))
    return Keyword.objects.get(id=keyword_id)


def _draft_of(monday: date) -> WeekPlan:
    plan = WeekPlan.objects.get_or_create(monday=monday)[0]
    if plan.state == WeekPlan.State.PUBLISHED:
        raise WeekPublished(_("The week is published already."))
    return plan


def _writers() -> set[int]:
    """People who own words; at least one, so that a new company gets a proposal too."""
    owners = Keyword.objects.filter(is_active=True, owner__isnull=False).values_list("owner_id", flat=True)
    return set(owners) or {0}


def _planned(plan: WeekPlan, words: Sequence[Keyword], days: Sequence[date]) -> list[PlannedKeyword]:
    """Words in turn over the days, each owner's words spread evenly."""
    turn: dict[int | None, int] = {}
    planned = []
    for word in words:
        position = turn.get(word.owner_id, 0)
        turn[word.owner_id] = position + 1
        planned.append(
            PlannedKeyword(
                plan=plan,
                keyword=word,
                staff_id=word.owner_id,
                day=days[position % len(days)],
                landing_page=word.landing_page,
                target_rank=word.target_rank,
            )
        )
    return planned
