"""What a file takes the place of is kept, so that taking the file back brings it back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Field, Q

from omos.centres.promotion.models import AdLine, CustomerLine, Replaced, Talk, Upload

BATCH = 500
Kind = Replaced.Kind
Slice = tuple[str, str, date]
MODELS: Final[Mapping[str, Any]] = {Kind.AD: AdLine, Kind.TALK: Talk, Kind.CUSTOMER: CustomerLine}
_APART: Final = frozenset({"id", "upload_id", "key"})


@dataclass(frozen=True)
class Unwound:
    """Lines of earlier files that stand again, and lines of the file itself that stand no more."""

    restored: tuple[Any, ...]
    dropped: tuple[Any, ...]


def remember(kind: Kind, lines: Iterable[Any], *, by: Upload) -> None:
    """Keep lines that this file is about to take the place of."""
    names = _names(kind)
    kept = [
        Replaced(by=by, upload_id=line.upload_id, kind=kind, key=line.key, values=_values(line, names))
        for line in lines
    ]
    Replaced.objects.bulk_create(kept, batch_size=BATCH)


def unwind(kind: Kind, *, upload: Upload) -> Unwound:
    """Work out what stands again once a file is taken back; what a later file stands on goes on waiting below that."""
    before = {one.key: one for one in Replaced.objects.filter(by=upload, kind=kind)}
    _leave_the_pile(upload, kind, before)
    own = list(MODELS[kind].objects.filter(upload=upload))
    others = [one for key, one in before.items() if key not in {line.key for line in own}]
    passed = _passed_on(kind, others, upload)
    restored = [one for key, one in before.items() if key not in passed]
    Replaced.objects.filter(by=upload, kind=kind).delete()
    keys = {one.key for one in restored}
    return Unwound(
        restored=tuple(_line(kind, one) for one in restored),
        dropped=tuple(line for line in own if line.key not in keys),
    )


def _leave_the_pile(upload: Upload, kind: Kind, before: dict[str, Replaced]) -> None:
    """Where a later file stands on this one's lines, it stands on what lay below them from now on."""
    waiting = list(Replaced.objects.filter(upload=upload, kind=kind))
    Replaced.objects.filter(upload=upload, kind=kind).delete()
    below = [(before.pop(one.key, None), one.by_id) for one in waiting]
    _move([(one, by_id) for one, by_id in below if one is not None])


def _passed_on(kind: Kind, others: Collection[Replaced], upload: Upload) -> frozenset[str]:
    """Keys of lines that do not stand again, because a later file says everything about their days."""
    if kind != Kind.AD or not others:
        return frozenset()
    later = _later(upload, set(map(_slice, others)))
    standing = _standing([one.key for one in others])
    found = [(one, standing.get(one.key, later.get(_slice(one), 0))) for one in others]
    moved = [pair for pair in found if pair[1]]
    _move(moved)
    return frozenset(one.key for one, _by_id in moved)


def _slice(one: Replaced) -> Slice:
    return one.values["platform"], one.values["account"], date.fromisoformat(one.values["day"])


def _later(upload: Upload, slices: Collection[Slice]) -> dict[Slice, int]:
    """The first file booked later that says everything about a platform's account and day."""
    days = [day for _platform, _account, day in slices]
    rows = (
        AdLine.objects.filter(_is_booked_after(upload), upload__is_part=False)
        .filter(day__range=(min(days), max(days)), account__in={account for _platform, account, _day in slices})
        .order_by("-upload__booked_at", "-upload_id")
        .values_list("platform", "account", "day", "upload_id", "upload__booked_at")
        .distinct()
    )
    return {(platform, account, day): upload_id for platform, account, day, upload_id, _at in rows}


def _is_booked_after(upload: Upload) -> Q:
    at_once = Q(upload__booked_at=upload.booked_at, upload_id__gt=upload.pk)
    return Q(upload__booked_at__gt=upload.booked_at) | at_once


def _standing(keys: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(keys), BATCH):
        part = AdLine.objects.filter(key__in=keys[start : start + BATCH])
        found |= dict(part.values_list("key", "upload_id"))
    return found


def _move(moved: Iterable[tuple[Replaced, int]]) -> None:
    changed = []
    for one, by_id in moved:
        one.by_id = by_id
        changed.append(one)
    Replaced.objects.bulk_update(changed, ["by"], batch_size=BATCH)


def _names(kind: Kind) -> tuple[str, ...]:
    return tuple(field.attname for field in _fields(kind))


def _fields(kind: Kind) -> list[Field[Any, Any]]:
    return [field for field in MODELS[kind]._meta.concrete_fields if field.attname not in _APART]


def _values(line: Any, names: Iterable[str]) -> dict[str, Any]:
    values = {name: getattr(line, name) for name in names}
    return values | {"day": values["day"].isoformat() if values["day"] else None}


def _line(kind: Kind, one: Replaced) -> Any:
    day = one.values["day"]
    values = one.values | {"day": date.fromisoformat(day) if day else None}
    return MODELS[kind](key=one.key, upload_id=one.upload_id, **values)


def changing_fields(kind: Kind) -> list[str]:
    """Everything about a line that another file may say differently."""
    return ["upload", *(field.name for field in _fields(kind))]
