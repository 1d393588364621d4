"""Rows for the staff list, and working processes."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from omos.centres.talent import queries, services
from omos.centres.talent.queries import ProcessDraft, StepDraft
from omos.people.models import Position
from omos.people.tests.factories import make_staff, system_viewer
from omos.people.viewer import Viewer


def _fill_staff() -> None:
    for _number in range(3):
        make_staff()


LIST_ROWS = {"staff": _fill_staff}


NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def make_draft(*texts: str, **changes: Any) -> ProcessDraft:
    """A process with these steps, one an hour from nine."""
    steps = tuple(StepDraft(text=text, at=time(9 + number)) for number, text in enumerate(texts or ("写文章",)))
    return ProcessDraft(**({"description": "写客户会问的", "duties": "写\n发", "steps": steps} | changes))


def write_process(position: Position, draft: ProcessDraft | None = None, *, actor: Viewer | None = None) -> int:
    """The next version of a position's process."""
    return services.write_process(
        position_id=position.pk,
        draft=draft or make_draft(),
        base_number=queries.newest_number(position_id=position.pk),
        actor=actor or system_viewer(),
        now=NOW,
    )


def form_of(draft: ProcessDraft, *, base_number: int = 1, **changes: Any) -> dict[str, Any]:
    """What a browser sends for this draft."""
    rows = [
        {f"steps-{place}-{name}": value for name, value in _row(place, step).items()}
        for place, step in enumerate(draft.steps)
    ]
    count = len(draft.steps)
    sent = {
        "description": draft.description,
        "duties": draft.duties.replace("\n", "\r\n"),
        "standard": draft.standard,
        "note": "",
        "base_number": base_number,
        "steps-TOTAL_FORMS": count,
        "steps-INITIAL_FORMS": count,
    }
    return sent | {name: value for row in rows for name, value in row.items()} | changes


def _row(place: int, step: StepDraft) -> dict[str, Any]:
    return {
        "place": (place + 1) * 10,
        "text": step.text,
        "done": step.done,
        "rhythm": step.rhythm,
        "weekday": step.weekday or "",
        "month_day": step.month_day or "",
        "at": f"{step.at:%H:%M}" if step.at else "",
        "page": step.page,
    }
