"""Cash spend stands in the ledger by the rebate of each day, whoever told the spend."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache

from omos.centres.promotion import jobs, services
from omos.centres.promotion.models import Rebate
from omos.centres.promotion.tests.factories import DAY, HEAD, NOON, book, keyword_row, promoter, table
from omos.loop.budget import queries as budget
from omos.loop.catalogue.models import Channel
from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.ledger import queries as ledger
from omos.loop.ledger import services as ledger_services
from omos.loop.ledger.models import Fact

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=2)
BEFORE = DAY - timedelta(days=1)


@pytest.fixture
def channel():
    one = make_channel("BAIDU_SEARCH", name="百度搜索")
    Channel.objects.filter(pk=one.pk).update(rebate_basis_points=2_000)
    return one


def type_in(channel, cents, day=DAY):
    ledger_services.record_by_hand(day=day, cells={(channel.pk, "spend"): cents}, actor=promoter(), now=NOON)


def cash(first=DAY, last=DAY):
    return ledger.totals(measures=("cash_spend",), first=first, last=last)["cash_spend"].value


class TestPosting:
    def test_divides_by_the_channels_own_rebate(self, channel):
        type_in(channel, 12_000)

        assert jobs.post_cash(now=LATER) == 1

        assert cash() == 10_000

    def test_takes_the_rebate_of_the_day(self, channel):
        Rebate.objects.create(channel=channel, first_day=DAY, basis_points=5_000)
        type_in(channel, 12_000)
        type_in(channel, 12_000, BEFORE)

        jobs.post_cash(now=LATER)

        assert (cash(BEFORE, BEFORE), cash()) == (10_000, 8_000)

    def test_takes_what_reports_say_as_well(self, channel):
        book(table(HEAD, [keyword_row(spend="100.00"), keyword_row("布袋", spend="20.00")]))

        jobs.post_cash(now=LATER)

        assert cash() == 10_000

    def test_has_nothing_to_do_a_second_time(self, channel):
        type_in(channel, 12_000)
        jobs.post_cash(now=LATER)
        entries = Fact.objects.count()

        assert jobs.post_cash(now=LATER) == 0

        assert Fact.objects.count() == entries

    def test_follows_a_rebate_told_later(self, channel):
        type_in(channel, 12_000)
        jobs.post_cash(now=LATER)
        services.save_rebate(
            channel_id=channel.pk, first_day=DAY, last_day=None, basis_points=0, actor=promoter(), now=LATER
        )

        jobs.post_cash(now=LATER)

        assert cash() == 12_000

    def test_goes_with_the_spend(self, channel):
        one = book(table(HEAD, [keyword_row()]))
        jobs.post_cash(now=LATER)
        services.take_back(upload=one, actor=promoter(), now=LATER)

        jobs.post_cash(now=LATER)

        assert cash() is None

    def test_leaves_closed_years_alone(self, channel):
        type_in(channel, 12_000, date(2025, 1, 2))

        assert jobs.post_cash(now=LATER) == 0

    def test_can_be_below_nought_where_money_came_back(self, channel):
        book(table(HEAD, [keyword_row(spend="-1.20")]))

        jobs.post_cash(now=LATER)

        assert cash() == -100


def test_the_budget_learns_its_rebate_from_it(channel):
    Rebate.objects.create(channel=channel, first_day=DAY - timedelta(days=60), basis_points=1_000)
    type_in(channel, 11_000)
    jobs.post_cash(now=LATER)

    cache.clear()

    assert budget.learnt(today=DAY + timedelta(days=2)).rebate_rate == Decimal("0.1")
