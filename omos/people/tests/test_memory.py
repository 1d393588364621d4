"""Reading once within one view."""

from __future__ import annotations

from omos.people.memory import is_reading, is_remembered, of_one_view, once_a_view

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
