"""Reading once within one view."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from omos.people import clock, memory
from omos.people.memory import for_a_moment, forget_moment, is_reading, is_remembered, of_one_view, once_a_view

asked: list[int] = []


@once_a_view
def twice(number: int) -> int:
    asked.append(number)
    return number * 2


class TestOnceAView:
    def test_asks_once_within_a_reading_view(self):
        asked.clear()

        with of_one_view(is_reading=True):
            answers = [twice(3), twice(3)]

        assert (answers, asked) == ([6, 6], [3])

    def test_keeps_other_arguments_apart(self):
        asked.clear()

        with of_one_view(is_reading=True):
            answers = [twice(3), twice(number=4)]

        assert answers == [6, 8]

    def test_forgets_with_the_end_of_the_view(self):
        asked.clear()

        with of_one_view(is_reading=True):
            twice(3)
        with of_one_view(is_reading=True):
            twice(3)

        assert asked == [3, 3]

    def test_never_remembers_while_something_is_changed(self):
        asked.clear()

        with of_one_view(is_reading=False):
            twice(3)
            twice(3)

        assert asked == [3, 3]

    def test_never_remembers_outside_a_view(self):
        asked.clear()

        twice(3)
        twice(3)

        assert asked == [3, 3]

    def test_says_what_was_asked_already(self):
        with of_one_view(is_reading=True):
            before = is_remembered(twice, 3)
            twice(3)

            assert (before, is_remembered(twice, 3), is_remembered(twice, 4)) == (False, True, False)

    def test_remembers_nothing_outside_a_view(self):
        twice(3)

        assert not is_remembered(twice, 3)


class TestReading:
    def test_is_said_of_views_that_change_nothing(self):
        with of_one_view(is_reading=True):
            assert is_reading()

    def test_is_not_said_of_views_that_change_something_nor_of_jobs(self):
        with of_one_view(is_reading=False):
            within = is_reading()

        assert (within, is_reading()) == (False, False)


@for_a_moment
def thrice(number: int) -> int:
    asked.append(number)
    return number * 3


def in_a_view(number: int = 3, *, is_reading: bool = True) -> int:
    with of_one_view(is_reading=is_reading):
        return thrice(number)


class TestForAMoment:
    @pytest.fixture(autouse=True)
    def nothing_asked(self, monkeypatch):
        began = clock.real_now()
        monkeypatch.setattr(clock, "real_now", lambda: began)
        asked.clear()

    def test_asks_once_for_several_views(self):
        assert [in_a_view(), in_a_view()] == [9, 9]
        assert asked == [3]

    def test_asks_anew_after_something_was_changed(self):
        in_a_view()
        with of_one_view(is_reading=False):
            pass
        in_a_view()

        assert asked == [3, 3]

    def test_never_keeps_what_was_read_while_something_was_changed(self):
        with of_one_view(is_reading=True):
            forget_moment()
            thrice(3)
        forget_moment()
        in_a_view()

        assert asked == [3, 3]

    def test_asks_anew_after_ten_seconds(self, monkeypatch):
        in_a_view()
        later = clock.real_now() + timedelta(seconds=memory.SECONDS_KEPT)
        monkeypatch.setattr(clock, "real_now", lambda: later)
        in_a_view()

        assert asked == [3, 3]

    def test_always_asks_where_something_is_changed(self):
        in_a_view()
        in_a_view(is_reading=False)

        assert asked == [3, 3]

    def test_keeps_languages_apart(self):
        with override("en"):
            in_a_view()
        with override("zh-hans"):
            in_a_view()

        assert asked == [3, 3]

    def test_keeps_arguments_apart(self):
        assert [in_a_view(3), in_a_view(4)] == [9, 12]
