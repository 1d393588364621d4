"""Two independent computations agree: the ledger's SQL, and a plain reading of what every source said last."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.ledger.models import DayTotal, Fact
from omos.loop.ledger.queries import breakdown, series_of, totals
from omos.loop.ledger.services import Line, post, rebuild_day_totals
from omos.loop.ledger.tests.factories import POSTED
from omos.people.tests.factories import make_website, system_viewer

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 3), date(2026, 11, 6)
FLOWS, LEVEL = ("visits", "inquiries"), "pages_indexed"
CODES = ("BAIDU_SEARCH", "DIRECT")

said = st.tuples(
    st.sampled_from([*FLOWS, LEVEL]),
    st.integers(1, 7),
    st.sampled_from(CODES),
    st.sampled_from(["tracker", "import"]),
    st.integers(1, 3),
    st.one_of(st.none(), st.integers(-5, 50)),
)
calls = st.lists(st.lists(said, max_size=6, unique_by=lambda one: (one[0], one[3], one[4])), max_size=6)
db_example = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def as_line(one, channels, website) -> Line:
    measure, day, code, source, number, value = one
    place = {"website_id": website, "category": code} if measure == LEVEL else {"channel_id": channels[code]}
    return Line(date(2026, 11, day), measure, value, source, str(number), **place)


def book(history, channels, website) -> tuple[dict, list[tuple[datetime, dict]]]:
    """Post every call; returns what stands at the end and what stood after each call."""
    standing: dict = {}
    states = []
    Fact.objects.all().delete()
    DayTotal.objects.all().delete()
    for minute, call in enumerate(history):
        now = POSTED + timedelta(minutes=minute)
        lines = [as_line(one, channels, website) for one in call]
        post(lines=lines, actor=system_viewer(), now=now)
        standing = {**standing, **{line.key: line for line in lines}}
        states.append((now, standing))
    return standing, states


def plain_flow(standing, measure, channel=None) -> int | None:
    values = [
        line.value
        for line in standing.values()
        if line.measure == measure and line.value is not None and FIRST <= line.day <= LAST
        if channel is None or line.channel_id == channel
    ]
    return sum(values) if values else None


def plain_level(standing) -> int | None:
    by_place: dict = defaultdict(dict)
    for line in standing.values():
        if line.measure == LEVEL and line.value is not None and line.day <= LAST:
            days = by_place[line.category]
            days[line.day] = days.get(line.day, 0) + line.value
    return sum(days[max(days)] for days in by_place.values()) if by_place else None


@db_example
@given(history=calls)
def test_totals_agree_with_a_plain_reading(history):
    channels, website = {code: make_channel(code).pk for code in CODES}, make_website().pk

    standing, _states = book(history, channels, website)

    found = totals(measures=[*FLOWS, LEVEL], first=FIRST, last=LAST)
    assert {code: found[code].value for code in FLOWS} == {code: plain_flow(standing, code) for code in FLOWS}
    assert found[LEVEL].value == plain_level(standing)


@db_example
@given(history=calls)
def test_the_past_can_be_read_again(history):
    channels, website = {code: make_channel(code).pk for code in CODES}, make_website().pk

    _standing, states = book(history, channels, website)

    read = [totals(measures=FLOWS, first=FIRST, last=LAST, as_of=now) for now, _state in states]
    assert [figures["visits"].value for figures in read] == [plain_flow(state, "visits") for _now, state in states]


@db_example
@given(history=calls)
def test_parts_add_up_to_the_whole(history):
    channels, website = {code: make_channel(code).pk for code in CODES}, make_website().pk
    standing, _states = book(history, channels, website)

    by_channel = breakdown(measures=["visits"], first=FIRST, last=LAST, by="channel_id")
    by_day = series_of(measures=["visits"], first=FIRST, last=LAST)["visits"]
    by_keyword = breakdown(measures=["visits"], first=FIRST, last=LAST, by="keyword")

    whole = plain_flow(standing, "visits") or 0
    assert sum(parts["visits"] for parts in by_channel.values()) == whole
    assert sum(by_day.values()) == whole
    assert sum(parts["visits"] for parts in by_keyword.values()) == whole
    assert {key: parts["visits"] for key, parts in by_channel.items()} == {
        pk: plain_flow(standing, "visits", pk)
        for pk in channels.values()
        if plain_flow(standing, "visits", pk) is not None
    }


@db_example
@given(history=calls)
def test_sums_built_anew_are_the_same(history):
    channels, website = {code: make_channel(code).pk for code in CODES}, make_website().pk
    book(history, channels, website)
    kept = set(DayTotal.objects.values_list("measure", "day", "source", "channel_id", "category", "value", "standing"))

    rebuild_day_totals(actor=system_viewer(), now=POSTED)

    built = set(DayTotal.objects.values_list("measure", "day", "source", "channel_id", "category", "value", "standing"))
    assert built == kept


@db_example
@given(history=calls)
def test_saying_everything_again_changes_nothing(history):
    channels, website = {code: make_channel(code).pk for code in CODES}, make_website().pk
    standing, _states = book(history, channels, website)
    before = Fact.objects.count()

    post(lines=standing.values(), actor=system_viewer(), now=POSTED + timedelta(hours=1))

    assert Fact.objects.count() == before
