"""Looks at the engines that people make: sent by the browser helper, or entered by hand with a screenshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from omos.connectors.results.indexing import Indexed
from omos.connectors.results.page import ResultPage
from omos.loop.verification.index_reasons import PERSON_MISSED, PERSON_SAW, PERSON_UNSURE, index_sentence
from omos.loop.verification.models import IndexLook, IndexSource, IndexState, Verdict
from omos.loop.verification.queries.indexing import index_in_scope
from omos.loop.verification.services.helper_keys import SENDS, holder_of, note_use
from omos.loop.verification.services.index_looks import Found, IndexRefused, record_index_looks
from omos.loop.verification.services.proofs import storable
from omos.loop.verification.services.result_pages import Sent, engine_at, keep_result_page, read_sent
from omos.loop.verification.services.spoken_of import judged_pages
from omos.people.trail import record_action
from omos.people.viewer import Viewer

# A helper that sends more looks than this in an hour is no person.
MOST_AN_HOUR = 600
_OLDEST, _AHEAD = timedelta(days=7), timedelta(minutes=5)
_BY_PERSON = {
    Verdict.YES.value: PERSON_SAW,
    Verdict.NO.value: PERSON_MISSED,
    Verdict.UNKNOWN.value: PERSON_UNSURE,
}


class KeyRefused(IndexRefused):
    """The key is not, or not any more, in force."""


@dataclass(frozen=True)
class Told:
    """What a result page said of one of our pages."""

    url: str
    title: str
    verdict: str
    reason: str


@dataclass(frozen=True)
class Received:
    """What was understood, and how much of it was new."""

    engine: str
    page_verdict: str
    query: str
    pages: tuple[Told, ...]
    new: int


def receive_from_helper(*, key: str, sent: Sent, now: datetime) -> Received:
    """Understand a result page and write down what it says of pages in the key holder's scope.

    :raises KeyRefused: when the key is not in force
    :raises IndexRefused: when it is no result page of a known engine, or too many come
    """
    actor = sender(key=key)
    engine = engine_at(sent)
    _refuse_flood(actor, now)
    page = read_sent(engine, sent)
    query = page.query or sent.asked
    mine = index_in_scope(viewer=actor, verb=SENDS)
    judged = judged_pages(page=page, query=query, mine=mine, now=now)
    new = _write_down(judged, page, sent, actor, now)
    note_use(key=key, now=now)
    told = tuple(Told(state.url, state.title, one.verdict, index_sentence(one.reason)) for state, one in judged)
    return Received(engine, page.verdict, query, told, new)


def sender(*, key: str) -> Viewer:
    """Who sends with this key.

    :raises KeyRefused: when the key is not in force
    """
    actor = holder_of(key=key)
    if actor is None:
        raise KeyRefused(_("This helper's key is not in force any more. Make a new one in OMOS."))
    return actor


def enter_by_hand(
    *, state_id: int, verdict: str, screenshot_id: int | None, actor: Viewer, now: datetime
) -> IndexState:
    """Write down what a person saw at an engine; a yes or no carries a screenshot.

    :raises IndexRefused: when the page is out of scope, the verdict is none, or the screenshot is missing
    """
    state = index_in_scope(viewer=actor, verb=SENDS).filter(pk=state_id).first()
    if state is None:
        raise IndexRefused(_("This page is not yours to look after."))
    if verdict not in _BY_PERSON:
        raise IndexRefused(_("Say whether the page is indexed."))
    if verdict != Verdict.UNKNOWN and screenshot_id is None:
        raise IndexRefused(_("Add a screenshot of the result page, so that others can see it too."))
    found = Found(verdict, _BY_PERSON[verdict], IndexSource.PERSON, looked_at=now, screenshot_id=screenshot_id)
    record_index_looks(found={state.pk: found}, by_id=actor.staff_id, now=now)
    subject = ("verification.indexstate", state.pk)
    record_action(SENDS, actor=actor, subject=subject, now=now, after={"verdict": verdict})
    state.refresh_from_db()
    return state


def _write_down(
    judged: Sequence[tuple[IndexState, Indexed]], page: ResultPage, sent: Sent, actor: Viewer, now: datetime
) -> int:
    if not judged:
        return 0
    proof = keep_result_page(sent.html, page, now=now)
    looks = {
        state.pk: Found(
            verdict=one.verdict,
            reason=one.reason,
            source=IndexSource.HELPER,
            looked_at=_plausible(sent.at, now),
            query=storable(page.query or sent.asked),
            rank=one.rank,
            proof=proof,
        )
        for state, one in judged
    }
    return record_index_looks(found=looks, by_id=actor.staff_id, now=now)


def _refuse_flood(actor: Viewer, now: datetime) -> None:
    since = now - timedelta(hours=1)
    sent = IndexLook.objects.filter(by_id=actor.staff_id, source=IndexSource.HELPER, recorded_at__gt=since)
    if sent.count() >= MOST_AN_HOUR:
        raise IndexRefused(_("The helper sent very much within an hour. Go on in a while."))


def _plausible(at: datetime, now: datetime) -> datetime:
    """The moment of the look; ours where the browser's clock is far off."""
    return at if now - _OLDEST <= at <= now + _AHEAD else now
