"""Which of our pages a result page speaks of, and what it says of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from omos.connectors.results.indexing import Indexed, index_verdict
from omos.connectors.results.page import ResultPage
from omos.loop.verification.models import IndexState, Verdict
from omos.loop.verification.services.watching import ensure_states, page_at, websites_by_host

_OPERATORS = ("site:", "url:", "info:", "inurl:")
_MOST_TITLES = 20


def judged_pages(
    *, page: ResultPage, query: str, mine: QuerySet[IndexState], now: datetime
) -> list[tuple[IndexState, Indexed]]:
    """What the page says of our pages among `mine`: every answer of those asked for, of others only a yes."""
    at_engine = mine.filter(engine=page.engine)
    asked_id = _asked_by_address(page.engine, query, now)
    asked = {state.pk: state for state in (*at_engine.filter(pk=asked_id or 0), *_asked_by_title(query, at_engine))}
    shown = at_engine.filter(page_key__in=set(_keys(page))).exclude(id__in=asked)
    answers = [(state, _judge(page, state, query)) for state in asked.values()]
    also = [(state, _judge(page, state, query)) for state in shown]
    return answers + [(state, one) for state, one in also if one.verdict == Verdict.YES]


def _judge(page: ResultPage, state: IndexState, query: str) -> Indexed:
    return index_verdict(page, state.url, title=state.title, query=query)


def _asked_by_address(engine: str, query: str, now: datetime) -> int | None:
    """The place of the page whose address was asked for; made where it is a page of our websites."""
    page = page_at(_operand(query), websites_by_host())
    if page is None or _is_whole_website(query):
        return None
    known = IndexState.objects.filter(page_key=page.key, engine=engine).values_list("id", flat=True).first()
    if known is not None or page.website_id is None:
        return known
    return ensure_states(pages=[page], engines=[engine], now=now)[(page.key, engine)]


def _asked_by_title(query: str, states: QuerySet[IndexState]) -> QuerySet[IndexState]:
    title = query.strip("\"“”'「」 ")
    return states.filter(title=title).exclude(title="")[:_MOST_TITLES]


def _is_whole_website(query: str) -> bool:
    """`site:` and the like with a bare host ask for the whole website, not for its front page."""
    operand = _operand(query)
    place = operand.partition("://")[2] or operand
    return query.strip().startswith(_OPERATORS) and "/" not in place.strip("/")


def _operand(query: str) -> str:
    operand = query.strip()
    for operator in _OPERATORS:
        operand = operand.removeprefix(operator)
    return operand.strip()


def _keys(page: ResultPage) -> Iterator[str]:
    """Keys of the pages that may be meant; a visible address that was cut short meets none of ours, or is judged."""
    for result in page.results:
        for address in (result.shown, "" if result.is_redirect else result.url):
            found = page_at(address, {})
            if found is not None:
                yield found.key
