"""Verified work as facts in the ledger: pieces, minutes and articles, with everything they can be split by."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from omos.loop.ledger.services import Line, post
from omos.loop.verification.checks import belongs, host_of
from omos.loop.verification.models import Standing
from omos.people import queries as people
from omos.people.viewer import Viewer

SOURCE = "work.evidence"
Outcome = Standing.Outcome
_COUNTING = (Outcome.PASSED, Outcome.PROVISIONAL)
_MEASURES = ("evidence_verified", "work_minutes", "articles_published")


def post_facts(*, evidence_ids: Collection[int], actor: Viewer, now: datetime) -> None:
    """Tell the ledger what these pieces count for now; the ledger books the differences."""
    rows = Standing.objects.filter(evidence_id__in=evidence_ids).exclude(outcome=Outcome.PENDING)
    full = rows.select_related("evidence__assignment__category", "evidence__staff", "evidence__keyword")
    hosts = {website.domain: website.pk for website in people.websites()}
    post(lines=[line for row in full for line in lines_of(row, hosts)], actor=actor, now=now)


def lines_of(row: Standing, websites: Mapping[str, int]) -> Iterator[Line]:
    """The lines of one piece: its figures while it counts, 0 where it failed, none once it was taken back."""
    if row.outcome == Outcome.WITHDRAWN:
        yield from (_withdrawal(row, measure) for measure in _MEASURES)
        return
    evidence = row.evidence
    category = evidence.assignment.category
    quantity = evidence.quantity if row.outcome in _COUNTING else 0
    values = {"evidence_verified": quantity, "work_minutes": category.minutes * quantity}
    if category.evidence_kind == category.EvidenceKind.OWN_URL:
        values["articles_published"] = quantity
    for measure, value in values.items():
        yield Line(
            day=evidence.day,
            measure=measure,
            value=value,
            source=SOURCE,
            source_id=str(evidence.pk),
            website_id=_website(evidence.url, websites),
            staff_id=evidence.staff_id,
            department_id=evidence.staff.department_id,
            category=category.code,
            keyword=evidence.keyword.text if evidence.keyword else "",
            page_key=evidence.page_key,
        )


def _withdrawal(row: Standing, measure: str) -> Line:
    return Line(day=row.evidence.day, measure=measure, value=None, source=SOURCE, source_id=str(row.evidence_id))


def _website(url: str, websites: Mapping[str, int]) -> int | None:
    host = host_of(url)
    return next((pk for domain, pk in websites.items() if host and belongs(host, domain)), None)
