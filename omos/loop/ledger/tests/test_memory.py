"""Answers are kept between views until something further is posted, and never beyond it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.ledger import memory
from omos.loop.ledger.queries import breakdown, channel_cells, data_fresh_at, day_cells, series, totals
from omos.loop.ledger.tests.factories import make_fact
from omos.people.memory import of_one_view
from omos.people.tests.factories import make_staff, make_website

pytestmark = pytest.mark.django_db
QUARTER: dict[str, Any] = {"first": date(2026, 9, 1), "last": date(2026, 11, 30)}
DAY = date(2026, 11, 20)


def visits() -> object:
    """What a page is told, and by how many questions."""
    with of_one_view(is_reading=True), CaptureQueriesContext(connection) as asked:
        figure = totals(measures=["visits"], **QUARTER)["visits"]
    return figure.value, len(asked)


class TestAnswers:
    def test_are_read_once_for_several_views(self):
        make_fact("visits", 10, day=DAY, source_id="a")

        # How far the ledger has come is asked by every view.
        assert (visits(), visits()) == ((10, 2), (10, 1))

    def test_are_read_anew_once_something_is_posted(self):
        make_fact("visits", 10, day=DAY, source_id="a")
        visits()

        make_fact("visits", 5, day=DAY, source_id="b")

        assert visits() == (15, 2)

    def test_are_read_anew_after_a_minute(self, monkeypatch):
        make_fact("visits", 10, day=DAY, source_id="a")
        visits()

        later = memory.clock.real_now() + timedelta(seconds=memory.SECONDS_KEPT)
        monkeypatch.setattr(memory.clock, "real_now", lambda: later)

        assert visits() == (10, 2)

    def test_of_an_empty_ledger_are_unknown_and_not_nought(self):
        assert visits() == (None, 2)

    def test_are_kept_apart_by_period(self):
        make_fact("visits", 10, day=DAY, source_id="a")
        visits()

        with of_one_view(is_reading=True):
            assert totals(measures=["visits"], first=DAY, last=DAY + timedelta(days=40))["visits"].value == 10
            assert totals(measures=["visits"], first=date(2026, 9, 1), last=date(2026, 10, 31))["visits"].value is None

    def test_are_kept_apart_by_person(self):
        one, other = make_staff("陈思远"), make_staff("苏晴")
        make_fact("won_deals", 2, day=DAY, source_id="a", staff_id=one.pk)

        with of_one_view(is_reading=True):
            his = totals(measures=["won_deals"], staff_ids=[one.pk], **QUARTER)["won_deals"]
            hers = totals(measures=["won_deals"], staff_ids=[other.pk], **QUARTER)["won_deals"]

        assert (his.value, hers.value) == (2, None)

    def test_are_never_taken_where_something_is_changed(self):
        make_fact("visits", 10, day=DAY, source_id="a")
        visits()

        with of_one_view(is_reading=False), CaptureQueriesContext(connection) as asked:
            totals(measures=["visits"], **QUARTER)

        assert len(asked) == 1

    def test_of_what_was_rolled_back_are_never_kept(self):
        make_fact("visits", 10, day=DAY, source_id="a")
        with transaction.atomic():
            make_fact("visits", 90, day=DAY, source_id="gone")
            assert totals(measures=["visits"], **QUARTER)["visits"].value == 100
            transaction.set_rollback(True)

        assert visits() == (10, 2)

    def test_forgotten_are_asked_again(self):
        make_fact("visits", 10, day=DAY, source_id="a")
        visits()

        memory.forget()

        assert visits() == (10, 2)


class TestEveryDoor:
    """Each reading that is kept says the same kept as read anew."""

    @pytest.fixture(autouse=True)
    def facts_there(self):
        channel = make_channel()
        make_fact("visits", 10, day=DAY, source_id="a", channel_id=channel.pk)
        make_fact("keywords_top10", 7, day=DAY, source_id="b", website_id=make_website().pk)
        make_fact("evidence_verified", 3, day=DAY, source_id="c", category="article", staff_id=make_staff().pk)

    @pytest.mark.parametrize(
        "ask",
        [
            lambda: totals(measures=["visits", "keywords_top10"], **QUARTER),
            lambda: series(measure="keywords_top10", **QUARTER),
            lambda: series(measure="visits", **QUARTER),
            lambda: breakdown(measures=["visits", "keywords_top10"], by="channel_id", **QUARTER),
            lambda: channel_cells(measures=["visits"], **QUARTER),
            lambda: day_cells(measures=["evidence_verified"], **QUARTER),
        ],
    )
    def test_says_the_same_twice(self, ask):
        bare = ask()
        with of_one_view(is_reading=True):
            first = ask()
        with of_one_view(is_reading=True), CaptureQueriesContext(connection) as asked:
            second = ask()

        assert bare
        assert first == second == bare
        assert len(asked) == 1


class TestState:
    def test_is_nothing_while_the_ledger_is_empty(self):
        assert memory.state() == memory.State(0, None)

    def test_says_when_the_ledger_last_heard_anything_though_an_older_figure_came_later(self):
        late = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
        make_fact("visits", 10, day=DAY, source_id="a", now=late)
        make_fact("visits", 5, day=DAY, source_id="b", now=late - timedelta(hours=3))

        assert data_fresh_at() == late
