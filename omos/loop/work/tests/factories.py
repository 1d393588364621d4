"""Makes work for tests of any room."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from omos.loop.keywords.models import Keyword
from omos.loop.work.models import Assignment, AssignmentKeyword, Evidence, WorkCategory, WorkPlan
from omos.people.models import Staff

_numbers = count(1)
TODAY = date(2026, 11, 20)
STAMP = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)


def make_category(
    code: str = "ARTICLE",
    *,
    name: str = "",
    kind: str = WorkCategory.EvidenceKind.OWN_URL,
    minutes: int = 90,
    staff: Staff | None = None,
    needs_keyword: bool = False,
) -> WorkCategory:
    defaults = {
        "name": name or {"ARTICLE": "原创文章", "OUTSIDE_POST": "外发帖", "NEGATIVES": "否词"}.get(code, code),
        "duty": WorkCategory.Duty.CONTENT,
        "unit": "篇",
        "evidence_kind": kind,
        "minutes": minutes,
        "position": staff.position if staff else None,
        "needs_keyword": needs_keyword,
    }
    return WorkCategory.objects.get_or_create(code=code, defaults=defaults)[0]


def make_plan(monday: date = date(2026, 11, 16), *, staff: Staff, state: str = WorkPlan.State.PUBLISHED) -> WorkPlan:
    return WorkPlan.objects.get_or_create(monday=monday, department=staff.department, defaults={"state": state})[0]


def make_assignment(
    staff: Staff,
    *,
    category: WorkCategory | None = None,
    due_date: date = TODAY,
    quantity: int = 3,
    state: str = Assignment.State.OPEN,
    words: tuple[Keyword, ...] = (),
    is_ad_hoc: bool = False,
) -> Assignment:
    assignment = Assignment.objects.create(
        code=f"W{due_date.isocalendar().week:02d}-{next(_numbers):03d}",
        iso_year=due_date.isocalendar().year,
        plan=None if is_ad_hoc else make_plan(date.fromordinal(due_date.toordinal() - due_date.weekday()), staff=staff),
        staff=staff,
        category=category or make_category(),
        due_date=due_date,
        quantity=quantity,
        state=state,
        is_ad_hoc=is_ad_hoc,
        created_at=STAMP,
    )
    AssignmentKeyword.objects.bulk_create(
        AssignmentKeyword(assignment=assignment, keyword=word, order=order) for order, word in enumerate(words)
    )
    return assignment


def make_evidence(
    assignment: Assignment,
    *,
    url: str = "",
    note: str = "",
    keyword: Keyword | None = None,
    quantity: int = 1,
    handed_in_at: datetime = datetime(2026, 11, 20, 4, 0, tzinfo=UTC),
    is_late: bool = False,
) -> Evidence:
    number = next(_numbers)
    url = url or ("" if note else f"https://www.yunfan.example/news/{number}.html")
    evidence = Evidence.objects.create(
        assignment=assignment,
        staff=assignment.staff,
        keyword=keyword,
        url=url,
        page_key=f"{number:064d}" if url else "",
        note=note,
        quantity=quantity,
        handed_in_at=handed_in_at,
        day=handed_in_at.date(),
        is_late=is_late,
    )
    handed_in = assignment.handed_in_count + quantity
    state = Assignment.State.DONE if handed_in >= assignment.quantity else assignment.state
    Assignment.objects.filter(pk=assignment.pk).update(handed_in_count=handed_in, state=state)
    assignment.refresh_from_db()
    return evidence
