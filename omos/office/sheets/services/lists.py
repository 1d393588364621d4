"""Verbs of lists: keep a view, choose columns, note an export."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from omos.office.sheets.models import ColumnChoice, SavedView
from omos.people.trail import record_action
from omos.people.viewer import Viewer

NAME_LENGTH = 40


class ViewRefused(Exception):
    """Raised with a message fit for the person who saves a view."""


@transaction.atomic
def save_view(
    *, page: str, name: str, is_team: bool, state: str, layout: Mapping[str, Any], actor: Viewer, now: datetime
) -> int:
    """Keep a list as it is now under a name; one's own view of the same name is replaced. Gives its id.

    :raises ViewRefused: if the name is empty or too long
    """
    name = " ".join(name.split())
    if not name:
        raise ViewRefused(_("Give the view a name."))
    if len(name) > NAME_LENGTH:
        raise ViewRefused(_("The name of a view has at most %(limit)s characters.") % {"limit": NAME_LENGTH})
    view, _created = SavedView.objects.update_or_create(
        page=page,
        owner_id=actor.user_id,
        name=name,
        defaults={"department_id": actor.department_id if is_team else None, "state": state, "layout": dict(layout)},
        create_defaults={
            "department_id": actor.department_id if is_team else None,
            "state": state,
            "layout": dict(layout),
            "created_at": now,
        },
    )
    after = {"page": page, "name": name, "is_team": view.is_team}
    record_action("sheets.save_view", actor=actor, subject=("sheets.savedview", view.pk), now=now, after=after)
    return view.pk


@transaction.atomic
def drop_view(*, view_id: int, actor: Viewer, now: datetime) -> None:
    """Delete one's own view.

    :raises ViewRefused: if it is somebody else's, or gone already
    """
    deleted, _by_kind = SavedView.objects.filter(pk=view_id, owner_id=actor.user_id).delete()
    if not deleted:
        raise ViewRefused(_("This view is gone already, or belongs to somebody else."))
    record_action(
        "sheets.save_view", actor=actor, subject=("sheets.savedview", view_id), now=now, before={"id": view_id}
    )


@transaction.atomic
def choose_columns(*, page: str, layout: Mapping[str, Any] | None, actor: Viewer, now: datetime) -> None:
    """Remember the actor's columns of a list; None goes back to the page's own."""
    if layout is None:
        ColumnChoice.objects.filter(page=page, user=actor.user_id).delete()
    else:
        ColumnChoice.objects.update_or_create(page=page, user_id=actor.user_id, defaults={"layout": dict(layout)})
    record_action("sheets.save_view", actor=actor, subject=("sheets.list", page), now=now, after=layout)


def note_export(*, page: str, rows: int, kind: str, query: str, actor: Viewer, now: datetime) -> None:
    """Write into the trail who took how many rows of which list away, and by which filter."""
    after = {"rows": rows, "kind": kind, "filter": query}
    record_action("sheets.export", actor=actor, subject=("sheets.list", page), now=now, after=after)
