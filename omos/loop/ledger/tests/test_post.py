"""Posting facts: idempotent by difference, refusing what cannot be true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection

from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.ledger.models import DayTotal, Fact
from omos.loop.ledger.queries import totals
from omos.loop.ledger.services import (
    Line,
    LineRepeated,
    LineWithoutSource,
    Posted,
    SenselessValue,
    SheetRefused,
    UnknownMeasure,
    WrongGrain,
    post,
    posting,
    record_by_hand,
)
from omos.loop.ledger.tests.factories import DAY, line
from omos.people.models import Action
from omos.people.tests.factories import make_staff, system_viewer, viewer_of

pytestmark = pytest.mark.django_db


def book(*lines: Line, now) -> Posted:
    return post(lines=lines, actor=system_viewer(), now=now)


def revisions() -> list[tuple[int, int, int]]:
    return list(Fact.objects.order_by("id").values_list("revision", "value", "standing"))


class TestPost:
    def test_books_a_new_line(self, noon):
        posted = book(line("inquiries", 3), now=noon)

        assert posted == Posted(new=1, changed=0, unchanged=0)
        assert revisions() == [(1, 3, 1)]

    def test_books_nothing_the_second_time(self, noon):
        one = line("inquiries", 3)
        book(one, now=noon)

        posted = book(one, now=noon)

        assert posted == Posted(new=0, changed=0, unchanged=1)
        assert revisions() == [(1, 3, 1)]

    def test_books_the_difference_as_next_revision(self, noon):
        one = line("inquiries", 3)
        book(one, now=noon)

        posted = book(replace(one, value=5), now=noon)

        assert posted == Posted(new=0, changed=1, unchanged=0)
        assert revisions() == [(1, 3, 1), (2, 2, 0)]

    def test_corrects_to_nought_without_withdrawing(self, noon):
        one = line("inquiries", 3)
        book(one, now=noon)

        book(replace(one, value=0), now=noon)

        assert revisions() == [(1, 3, 1), (2, -3, 0)]

    def test_withdraws_a_line(self, noon):
        one = line("inquiries", 3)
        book(one, now=noon)

        posted = book(replace(one, value=None), now=noon)

        assert posted.changed == 1
        assert revisions() == [(1, 3, 1), (2, -3, -1)]

    def test_lets_a_withdrawn_line_stand_again(self, noon):
        one = line("inquiries", 3)
        book(one, now=noon)
        book(replace(one, value=None), now=noon)

        book(one, now=noon)

        assert revisions()[-1] == (3, 3, 1)

    def test_withdraws_nothing_where_nothing_stands(self, noon):
        posted = book(line("inquiries", None), now=noon)

        assert posted == Posted(new=0, changed=0, unchanged=1)
        assert not Fact.objects.exists()

    def test_moves_a_line_to_another_day(self, noon):
        one = line("inquiries", 3)
        book(one, now=noon)

        book(replace(one, day=DAY - timedelta(days=1)), now=noon)

        assert list(Fact.objects.order_by("id").values_list("day", "value")) == [
            (DAY, 3),
            (DAY, -3),
            (DAY - timedelta(days=1), 3),
        ]

    def test_moves_a_line_to_another_channel(self, noon):
        one = line("inquiries", 3)
        other = make_channel("DIRECT", kind="DIRECT")
        book(one, now=noon)

        book(replace(one, channel_id=other.pk), now=noon)

        figures = totals(measures=["inquiries"], first=DAY, last=DAY, channel_ids=[other.pk])
        assert figures["inquiries"].value == 3

    def test_keeps_measures_of_one_source_line_apart(self, noon, editor):
        work = {"source_id": "evidence-1", "staff_id": editor.pk, "category": "ARTICLE"}

        posted = book(line("evidence_verified", 1, **work), line("work_minutes", 90, **work), now=noon)

        assert posted.new == 2

    def test_takes_ten_thousand_lines_in_one_call(self, noon, django_assert_max_num_queries):
        channel = make_channel().pk
        lines = [line("clicks", n, channel_id=channel, keyword=f"word {n}") for n in range(10_000)]

        with django_assert_max_num_queries(220):
            posted = post(lines=lines, actor=system_viewer(), now=noon)

        assert posted.new == 10_000
        assert DayTotal.objects.get().value == sum(range(10_000))

    def test_takes_no_lines_at_all(self, noon):
        assert book(now=noon) == Posted(0, 0, 0)

    def test_names_the_person_who_posts(self, noon, supervisor):
        post(lines=[line("inquiries", 3)], actor=viewer_of(supervisor), now=noon)

        assert Action.objects.get().verb == "ledger.post"


class TestPostRefuses:
    def test_an_unknown_measure(self, noon):
        with pytest.raises(UnknownMeasure):
            book(line("happiness", 3), now=noon)

    def test_a_ratio(self, noon):
        with pytest.raises(UnknownMeasure):
            book(line("ctr", 3), now=noon)

    def test_a_marginal(self, noon):
        with pytest.raises(WrongGrain, match="channel"):
            book(line("spend", 300, channel_id=None), now=noon)

    def test_a_split_the_measure_does_not_have(self, noon):
        with pytest.raises(WrongGrain, match="staff"):
            book(line("spend", 300, staff_id=make_staff().pk, channel_id=make_channel().pk), now=noon)

    def test_the_same_line_twice_in_one_call(self, noon):
        one = line("inquiries", 3)

        with pytest.raises(LineRepeated):
            book(one, one, now=noon)

    def test_a_line_without_source(self, noon):
        with pytest.raises(LineWithoutSource):
            book(line("inquiries", 3, source=""), now=noon)

    @pytest.mark.parametrize("value", [1.5, True, 10**16])
    def test_a_senseless_value(self, noon, value):
        with pytest.raises(SenselessValue):
            book(line("inquiries", value), now=noon)

    def test_the_whole_call_for_one_bad_line(self, noon):
        with pytest.raises(UnknownMeasure):
            book(line("inquiries", 3), line("happiness", 3), now=noon)

        assert not Fact.objects.exists()


class TestPostBesideOthers:
    def test_looks_again_when_somebody_was_first(self, noon, monkeypatch):
        one = line("inquiries", 3)
        book(one, now=noon)
        answers: Iterator[dict] = iter([{}])
        honest = posting._standing
        monkeypatch.setattr(posting, "_standing", lambda keys: next(answers, None) or honest(keys))

        posted = book(replace(one, value=5), now=noon)

        assert posted.changed == 1
        assert revisions() == [(1, 3, 1), (2, 2, 0)]

    def test_gives_up_when_the_database_never_agrees(self, noon, monkeypatch):
        one = line("inquiries", 3)
        book(one, now=noon)
        monkeypatch.setattr(posting, "_standing", lambda keys: {})

        with pytest.raises(IntegrityError):
            book(one, now=noon)

        assert DayTotal.objects.get().value == 3


@pytest.mark.constraint
class TestFactConstraints:
    def test_refuse_the_same_revision_twice(self, noon):
        book(line("inquiries", 3, source_id="1"), now=noon)
        known = Fact.objects.get()
        known.pk = None

        with pytest.raises(IntegrityError):
            known.save()

    def test_refuse_an_entry_that_changes_nothing(self):
        with pytest.raises(IntegrityError):
            Fact.objects.create(
                day=date(2026, 11, 20), measure="visits", value=0, standing=0, source="x", source_id="1",
                posted_at="2026-11-20T12:00:00+08:00",
            )  # fmt: skip


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
class TestPostAtOnce:
    def test_books_one_revision_for_two_posters(self, noon):
        one = line("inquiries", 3)

        posted = at_once(lambda: book(one, now=noon), lambda: book(one, now=noon))

        assert sorted(each.new for each in posted) == [0, 1]
        assert DayTotal.objects.get().value == 3

    def test_adds_up_what_different_posters_bring(self, noon):
        channel = make_channel().pk
        mine = [line("clicks", 1, channel_id=channel, source_id=f"a{n}") for n in range(50)]
        theirs = [line("clicks", 1, channel_id=channel, source_id=f"b{n}") for n in range(50)]

        at_once(lambda: book(*mine, now=noon), lambda: book(*theirs, now=noon))

        assert DayTotal.objects.get().value == 100

    def test_leaves_either_the_hand_or_the_machine_in_a_cell(self, noon, supervisor):
        channel, viewer = make_channel().pk, viewer_of(supervisor)
        machine = line("inquiries", 5, channel_id=channel)
        cells = {(channel, "inquiries"): 7}

        def type_it() -> object:
            with suppress(SheetRefused):
                record_by_hand(day=DAY, cells=cells, actor=viewer, now=noon)
            return None

        at_once(lambda: book(machine, now=noon), type_it)

        assert totals(measures=["inquiries"], first=DAY, last=DAY)["inquiries"].value == 5


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do several deeds at the same moment, each on a connection of its own."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        start.wait(timeout=10)
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))
