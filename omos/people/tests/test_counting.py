from __future__ import annotations

import pytest

from omos.people.counting import counts
from omos.people.models import Department, Staff
from omos.people.tests.factories import make_staff


@pytest.fixture
def three(company):
    return [make_staff(name) for name in ("甲", "乙", "丙")]


class TestCounts:
    def test_counts_each_in_its_place(self, three):
        assert counts([Staff.objects.all(), Department.objects.filter(name="没有")]) == (3, 0)

    def test_agrees_with_the_count_of_each(self, three):
        some = Staff.objects.filter(name__in=("甲", "丙")).order_by("name")

        assert counts([some]) == (some.count(),)

    def test_asks_once_for_all(self, three, django_assert_num_queries):
        with django_assert_num_queries(1):
            counts([Staff.objects.all(), Department.objects.all(), Staff.objects.filter(name="甲")])

    def test_asks_nothing_where_nothing_can_be_found(self, db, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert counts([Staff.objects.none(), Staff.objects.filter(pk__in=[])]) == (0, 0)

    def test_counts_the_others_beside_one_that_finds_nothing(self, three):
        assert counts([Staff.objects.none(), Staff.objects.all()]) == (0, 3)

    def test_asks_nothing_of_nobody(self, db, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert counts([]) == ()

    def test_takes_a_text_for_a_text(self, three):
        assert counts([Staff.objects.filter(name="') OR 1=1 --"), Staff.objects.filter(name="%s")]) == (0, 0)

    def test_counts_a_row_once_however_it_is_sorted(self, three):
        assert counts([Staff.objects.order_by("department__name", "position__name")]) == (3,)
