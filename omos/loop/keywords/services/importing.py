"""Importing the keyword library from a table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from omos.loop.keywords import queries
from omos.loop.keywords.models import Keyword, KeywordGroup
from omos.loop.keywords.services.words import clean_word, initials_of
from omos.office.sheets.declare import CheckedRow, Choice, FieldError, ImportRefused, Key, Written
from omos.people import queries as people
from omos.people.trail import record_action
from omos.people.viewer import Viewer

# What a merge may write over.
_NOTHING_SAID = (None, "", Keyword.Intent.UNKNOWN)
FIELDS = ("intent", "landing_page", "owner_id", "priority", "target_rank", "month_searches")
INTENTS = {
    Keyword.Intent.BUY: ("购买", "交易", "buy"),
    Keyword.Intent.COMPARE: ("比较", "对比", "compare"),
    Keyword.Intent.QUESTION: ("问题", "信息", "疑问", "question"),
    Keyword.Intent.BRAND: ("品牌", "brand"),
}


def word(text: str) -> str:
    """A keyword as the library keeps it.

    :raises FieldError: when it is longer than 100 characters
    """
    if len(text.strip()) > 100:
        raise FieldError(_("Longer than 100 characters."), code="too_long", title=_("Keyword is too long"))
    return clean_word(text)


def own_page(text: str) -> str:
    """A landing page on one of our websites: a path, or an address there.

    :raises FieldError: when it leads elsewhere
    """
    page = text.strip()
    if page.startswith("/"):
        return page[:500]
    host = page.split("://")[-1].split("/")[0].split(":")[0]
    if any(website.has_host(host) for website in people.websites()):
        return page[:500]
    raise FieldError(
        _("Not an address of our websites."), code="foreign_page", title=_("Landing page is not on our websites")
    )


def intents(viewer: Viewer) -> tuple[Choice, ...]:
    """Intents by their names in both languages."""
    return tuple(Choice(code, str(code.label), aliases=aliases) for code, aliases in INTENTS.items())


def owners(viewer: Viewer) -> tuple[Choice, ...]:
    """People who may own words."""
    cards = people.staff_cards(viewer=Viewer.system("keywords.import"), verb="people.view_staff")
    return tuple(Choice(card.id, card.name, note=card.position) for card in cards)


def existing(*, viewer: Viewer, keys: Collection[Key]) -> Mapping[Key, int]:
    """Ids of the words that the library has, by key."""
    known = queries.ids_of([str(key[0]) for key in keys])
    return {(text,): keyword_id for text, keyword_id in known.items()}


@transaction.atomic
def write(*, rows: Iterable[CheckedRow], actor: Viewer, now: datetime) -> Written:
    """Add and change words in one go.

    :raises ImportRefused: when somebody added one of the new words meanwhile
    """
    rows = list(rows)
    groups = _groups({str(row.values.get("group") or "") for row in rows})
    fresh = [_new(row, groups) for row in rows if row.existing is None]
    if Keyword.objects.filter(text__in=[one.text for one in fresh]).exists():
        raise ImportRefused(_("Somebody added some of these words meanwhile. Check the duplicates again."))
    created = Keyword.objects.bulk_create(fresh, batch_size=500)
    changed = _change([row for row in rows if row.existing is not None], groups)
    record_action(
        "keywords.manage",
        actor=actor,
        subject=("keywords.keyword", ""),
        now=now,
        after={"imported": len(created), "changed": len(changed)},
    )
    return Written(created=len(created), updated=len(changed), undo={"created": [one.pk for one in created]})


@transaction.atomic
def undo_import(*, undo: Mapping[str, Any], actor: Viewer, now: datetime) -> int:
    """Take the added words out again; what was changed stays changed."""
    ids = list(undo.get("created", []))
    taken = Keyword.objects.filter(id__in=ids, is_active=True).update(is_active=False)
    record_action("keywords.manage", actor=actor, subject=("keywords.keyword", ""), now=now, after={"undone": taken})
    return taken


def _new(row: CheckedRow, groups: Mapping[str, KeywordGroup]) -> Keyword:
    text = str(row.values["text"])
    keyword = Keyword(text=text, initials=initials_of(text))
    _take_over(keyword, row, groups)
    return keyword


def _change(rows: Sequence[CheckedRow], groups: Mapping[str, KeywordGroup]) -> list[Keyword]:
    known = Keyword.objects.in_bulk([row.existing for row in rows])
    changed = []
    for row in rows:
        keyword = known[row.existing]
        _take_over(keyword, row, groups)
        keyword.is_active = True
        keyword.row_version += 1
        changed.append(keyword)
    Keyword.objects.bulk_update(changed, [*FIELDS, "group", "is_active", "row_version"], batch_size=200)
    return changed


def _take_over(keyword: Keyword, row: CheckedRow, groups: Mapping[str, KeywordGroup]) -> None:
    """Given values into the word; a merge leaves what is there."""
    given = {name: row.values.get(name.removesuffix("_id")) for name in FIELDS}
    group = groups.get(str(row.values.get("group") or ""))
    given["group_id"] = group.pk if group else None
    for name, value in given.items():
        is_kept = row.is_merge and getattr(keyword, name) not in _NOTHING_SAID
        if value is not None and not is_kept:
            setattr(keyword, name, value)


def _groups(names: set[str]) -> dict[str, KeywordGroup]:
    wanted = {name.strip()[:40] for name in names if name.strip()}
    KeywordGroup.objects.bulk_create([KeywordGroup(name=name) for name in wanted], ignore_conflicts=True)
    known = {group.name: group for group in KeywordGroup.objects.filter(name__in=wanted)}
    return {name: known[name.strip()[:40]] for name in names if name.strip()}
