"""The daily data sheet: a company types its figures, machines take cells over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.ledger.models import Fact
from omos.loop.ledger.queries import coverage, sheet, totals
from omos.loop.ledger.services import SheetRefused, record_by_hand
from omos.loop.ledger.tests.factories import DAY, make_fact
from omos.people.models import Action
from omos.people.tests.factories import viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel():
    return make_channel().pk


@pytest.fixture
def record(supervisor, noon):
    def record_cells(cells, *, day=DAY, seen=None):
        return record_by_hand(day=day, cells=cells, actor=viewer_of(supervisor), now=noon, seen=seen)

    return record_cells


def inquiries() -> object:
    return totals(measures=["inquiries"], first=DAY, last=DAY)["inquiries"].value


class TestRecordByHand:
    def test_books_the_cells(self, record, channel):
        posted = record({(channel, "inquiries"): 7, (channel, "spend"): 120_050})

        assert posted.new == 2
        assert inquiries() == 7

    def test_says_who_did_what(self, record, channel):
        record({(channel, "inquiries"): 7})
        record({(channel, "inquiries"): 9})

        last = Action.objects.order_by("id").last()
        assert last.verb == "ledger.record_by_hand"
        assert (last.before, last.after) == ({f"{channel}/inquiries": 7}, {f"{channel}/inquiries": 9})

    def test_changes_nothing_the_second_time(self, record, channel):
        record({(channel, "inquiries"): 7})

        posted = record({(channel, "inquiries"): 7})

        assert (posted.new, posted.changed) == (0, 0)
        assert Action.objects.count() == 1

    def test_books_a_typed_nought(self, record, channel):
        record({(channel, "inquiries"): 0})

        assert inquiries() == 0

    def test_makes_an_emptied_cell_unknown_again(self, record, channel):
        record({(channel, "inquiries"): 7})

        record({(channel, "inquiries"): None})

        assert inquiries() is None

    def test_leaves_cells_alone_that_were_not_touched(self, record, channel):
        record({(channel, "inquiries"): 7})

        record({(channel, "inquiries"): 3, (channel, "visits"): 50}, seen={(channel, "inquiries"): 3})

        assert inquiries() == 7

    def test_gives_the_cell_to_the_machine(self, record, channel):
        record({(channel, "inquiries"): 7})

        make_fact("inquiries", 5, channel_id=channel)

        assert inquiries() == 5
        assert list(Fact.objects.order_by("id").values_list("source", "value")) == [
            ("hand", 7),
            ("test.machine", 5),
            ("hand", -7),
        ]

    def test_keeps_the_other_cells_of_the_day(self, record, channel):
        record({(channel, "inquiries"): 7, (channel, "visits"): 90})

        make_fact("inquiries", 5, channel_id=channel)

        assert totals(measures=["visits"], first=DAY, last=DAY)["visits"].value == 90

    def test_takes_the_cell_back_when_the_machine_withdraws(self, record, channel):
        make_fact("inquiries", 5, channel_id=channel, source_id="1")
        make_fact("inquiries", None, channel_id=channel, source_id="1")

        record({(channel, "inquiries"): 7})

        assert inquiries() == 7


class TestRecordByHandRefuses:
    def test_a_day_to_come(self, record, channel):
        with pytest.raises(SheetRefused):
            record({(channel, "inquiries"): 7}, day=DAY + timedelta(days=1))

    def test_a_cell_of_a_machine(self, record, channel):
        make_fact("inquiries", 5, channel_id=channel)

        with pytest.raises(SheetRefused) as refusal:
            record({(channel, "inquiries"): 7})

        assert "test.machine" in refusal.value.faults[channel, "inquiries"]

    def test_a_channel_that_does_not_exist(self, record):
        with pytest.raises(SheetRefused):
            record({(999, "inquiries"): 7})

    def test_a_measure_that_is_not_on_the_sheet(self, record, channel):
        with pytest.raises(SheetRefused):
            record({(channel, "work_minutes"): 7})

    def test_a_figure_below_nought(self, record, channel):
        with pytest.raises(SheetRefused):
            record({(channel, "inquiries"): -1})

    def test_a_cell_somebody_changed_meanwhile(self, record, channel):
        record({(channel, "inquiries"): 7})

        with pytest.raises(SheetRefused) as refusal:
            record({(channel, "inquiries"): 9}, seen={(channel, "inquiries"): 5})

        assert (channel, "inquiries") in refusal.value.faults
        assert inquiries() == 7

    def test_everything_for_one_bad_cell(self, record, channel):
        with pytest.raises(SheetRefused):
            record({(channel, "inquiries"): 7, (channel, "visits"): -1})

        assert inquiries() is None


class TestSheet:
    def test_shows_where_a_figure_comes_from(self, record, channel):
        record({(channel, "inquiries"): 7})
        make_fact("visits", 90, channel_id=channel)

        (row,) = sheet(DAY).rows
        cells = {cell.measure: cell for cell in row.cells}

        assert (cells["inquiries"].value, cells["inquiries"].is_by_hand) == (7, True)
        assert (cells["visits"].value, cells["visits"].is_machine) == (90, True)
        assert (cells["clicks"].value, cells["clicks"].source) == (None, "")

    def test_adds_up_what_is_known(self, record, channel):
        direct = make_channel("DIRECT", kind="DIRECT").pk
        record({(channel, "inquiries"): 7, (direct, "inquiries"): 3})

        assert sheet(DAY).totals["inquiries"] == 10
        assert sheet(DAY).totals["visits"] is None

    def test_prices_bought_inquiries_only(self, record, channel):
        direct = make_channel("DIRECT", kind="DIRECT").pk
        record({(channel, "spend"): 10_000, (channel, "inquiries"): 4, (direct, "inquiries"): 100})

        assert sheet(DAY).rates["cost_per_inquiry"] == 2500

    def test_keeps_a_closed_channel_with_figures(self, record, channel):
        record({(channel, "inquiries"): 7})
        make_channel("OLD", is_active=False)
        make_fact("visits", 3, channel_id=make_channel("CLOSED", is_active=False).pk)

        assert [row.code for row in sheet(DAY).rows] == ["BAIDU_SEARCH", "CLOSED"]

    def test_needs_two_queries(self, record, channel, django_assert_num_queries):
        record({(channel, "inquiries"): 7})

        with django_assert_num_queries(2):
            sheet(DAY)


class TestCoverage:
    def test_counts_cells_by_hand_and_by_machine(self, record, channel):
        record({(channel, "inquiries"): 7, (channel, "spend"): 100})
        make_fact("visits", 90, channel_id=channel)

        (marks,) = coverage(DAY, DAY).values()

        assert (marks.by_hand, marks.by_machine) == (2, 1)

    def test_leaves_out_empty_days(self, record, channel):
        record({(channel, "inquiries"): 7})
        record({(channel, "inquiries"): None})

        assert coverage(DAY, DAY) == {}
