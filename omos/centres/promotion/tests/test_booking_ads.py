"""A report's figures stand in the ledger once, whatever is uploaded again."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from omos.centres.promotion import queries, services
from omos.centres.promotion.models import AdLine, Upload
from omos.centres.promotion.tests.factories import (
    DAY,
    HEAD,
    NOON,
    PLAN_HEAD,
    TENCENT_HEAD,
    book,
    keyword_row,
    plan_row,
    promoter,
    table,
    upload,
)
from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.ledger import queries as ledger
from omos.loop.ledger import services as ledger_services
from omos.loop.ledger.models import Fact
from omos.people.models import Action

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def figures(*measures, first=DAY, last=DAY):
    found = ledger.totals(measures=measures or ("spend", "clicks", "impressions"), first=first, last=last)
    return tuple(found[code].value for code in found)


class TestBooking:
    def test_puts_the_figures_into_the_ledger(self):
        book(table(HEAD, [keyword_row(), keyword_row("布袋", spend="50.50", clicks="10", shown="500")]))

        assert figures() == (15_050, 30, 1_500)

    def test_keeps_channel_and_keyword(self):
        book(table(HEAD, [keyword_row(), keyword_row("布袋", spend="50.50")]))

        split = ledger.breakdown(measures=("spend",), first=DAY, last=DAY, by="keyword")

        assert {word: one["spend"] for word, one in split.items()} == {"除尘器": 10_000, "布袋": 5_050}

    def test_keeps_the_line_as_reported(self):
        book(table(HEAD, [keyword_row()]))

        line = AdLine.objects.get()

        assert (line.platform, line.level, line.account, line.campaign) == ("baidu_search", "KEYWORD", "bd1", "产品词")
        assert (line.number, line.spend, line.clicks) == (2, 10_000, 20)

    def test_the_same_file_again_changes_nothing(self):
        book(table(HEAD, [keyword_row(), keyword_row("布袋")]))
        entries = Fact.objects.count()

        again = book(table(HEAD, [keyword_row(), keyword_row("布袋")]), now=LATER)

        assert Fact.objects.count() == entries
        assert again.outcome["counts"]["unchanged"] == 2
        assert again.outcome["counts"]["added"] == 0

    def test_a_corrected_file_books_the_difference(self):
        book(table(HEAD, [keyword_row(), keyword_row("布袋")]))

        again = book(table(HEAD, [keyword_row(spend="99.00"), keyword_row("布袋")]), now=LATER)

        assert figures("spend") == (19_900,)
        assert again.outcome["counts"]["updated"] == 1
        assert Fact.objects.filter(measure="spend", keyword="除尘器", value=-100).exists()

    def test_a_row_gone_from_the_file_is_withdrawn(self):
        book(table(HEAD, [keyword_row(), keyword_row("布袋")]))

        book(table(HEAD, [keyword_row()]), now=LATER)

        assert figures("spend") == (10_000,)
        assert AdLine.objects.count() == 1

    def test_a_part_of_a_day_leaves_the_rest(self):
        book(table(HEAD, [keyword_row(), keyword_row("布袋")]))

        book(table(HEAD, [keyword_row(spend="1.00")]), now=LATER, is_part=True)

        assert figures("spend") == (10_100,)

    def test_another_account_stands_beside_it(self):
        book(table(HEAD, [keyword_row()]))

        book(table(HEAD, [keyword_row(account="bd2")]), now=LATER)

        assert figures("spend") == (20_000,)

    def test_other_days_stay(self):
        book(table(HEAD, [keyword_row(), keyword_row(day="2026-11-17")]))

        book(table(HEAD, [keyword_row(spend="1.00")]), now=LATER)

        assert figures("spend", first=date(2026, 11, 17)) == (10_100,)

    def test_rows_of_one_name_go_together(self):
        one = book(table(HEAD, [keyword_row(), keyword_row(spend="0.05")]))

        assert figures("spend", "clicks") == (10_005, 40)
        assert one.outcome["counts"]["added"] == 2

    def test_platforms_conversions_stand_apart(self):
        book(table(PLAN_HEAD, [plan_row(), plan_row("品牌词")]))

        assert figures("ad_conversions", "inquiries") == (2, None)

    def test_what_a_platform_does_not_say_stays_unknown(self):
        book(table(HEAD, [keyword_row(shown="--")]))

        assert figures("impressions", "clicks") == (None, 20)

    def test_counts_every_line(self):
        rows = [keyword_row(), keyword_row("坏", clicks="x"), ["合计", "", "", "", "", "1000", "20", "", "100.00"]]

        counts = book(table(HEAD, rows)).outcome["counts"]

        assert counts == {"lines": 3, "added": 1, "updated": 0, "unchanged": 0, "skipped": 1, "errors": 1}

    def test_leaves_a_trail(self):
        one = book(table(HEAD, [keyword_row()]))

        assert Action.objects.filter(verb="promotion.upload", subject_id=str(one.pk), after__has_key="booked").exists()

    def test_is_refused_a_second_time(self):
        one = book(table(HEAD, [keyword_row()]))

        with pytest.raises(services.UploadStopped):
            services.book_upload(upload=one, actor=promoter(), now=LATER)

    def test_cents_below_the_cent_keep_their_sum(self):
        rows = [keyword_row(f"词{place}", spend="0.333333") for place in range(3)]

        book(table(HEAD, rows))

        assert figures("spend") == (100,)
        assert sorted(AdLine.objects.values_list("spend", flat=True)) == [33, 33, 34]


class TestFineness:
    def test_a_finer_report_takes_the_place_of_a_coarser_one(self):
        book(table(PLAN_HEAD, [plan_row(spend="150.00")]))

        book(table(HEAD, [keyword_row(), keyword_row("布袋", spend="50.00")]), now=LATER)

        assert figures("spend") == (15_000,)
        assert set(AdLine.objects.values_list("level", flat=True)) == {"KEYWORD"}

    def test_a_coarser_report_does_not_count_twice(self):
        book(table(HEAD, [keyword_row()]))

        one = book(table(PLAN_HEAD, [plan_row(spend="150.00")]), now=LATER)

        assert figures("spend") == (10_000,)
        assert one.outcome["counts"]["skipped"] == 1

    def test_a_coarser_report_wins_where_somebody_says_so(self):
        book(table(HEAD, [keyword_row()]))

        book(table(PLAN_HEAD, [plan_row(spend="150.00")]), now=LATER, replaces_finer=True)

        assert figures("spend") == (15_000,)

    def test_the_plan_says_how_far_they_are_apart(self):
        book(table(HEAD, [keyword_row()]))
        one = upload(table(PLAN_HEAD, [plan_row(spend="150.00")]))

        plan = queries.plan_of(one, queries.reading_of(one, today=date(2026, 11, 20)))

        assert plan.days[DAY].is_kept
        assert plan.days[DAY].change == 5_000


class TestTypedFigures:
    @pytest.fixture
    def typed(self):
        channel = make_channel("BAIDU_SEARCH", name="百度搜索")
        cells = {(channel.pk, "spend"): 9_000, (channel.pk, "clicks"): 19, (channel.pk, "visits"): 15}
        ledger_services.record_by_hand(day=DAY, cells=cells, actor=promoter(), now=NOON)
        return channel

    def test_give_way_to_the_report(self, typed):
        book(table(HEAD, [keyword_row()]))

        assert figures("spend", "clicks", "visits") == (10_000, 20, 15)

    def test_show_where_the_figure_comes_from_now(self, typed):
        book(table(HEAD, [keyword_row()]))

        row = next(one for one in ledger.sheet(DAY).rows if one.channel_id == typed.pk)
        cells = {cell.measure: cell for cell in row.cells}

        assert cells["spend"].is_machine
        assert cells["spend"].source_label
        assert cells["visits"].is_by_hand

    def test_are_compared_before_booking(self, typed):
        one = upload(table(HEAD, [keyword_row()]))

        plan = queries.plan_of(one, queries.reading_of(one, today=date(2026, 11, 20)))

        assert plan.days[DAY].typed_spend == 9_000
        assert plan.days[DAY].typed_difference == 1_000

    def test_of_another_machine_are_warned_of(self, typed):
        line = ledger_services.Line(DAY, "spend", 4_000, "other.machine", "1", channel_id=typed.pk)
        ledger_services.post(lines=[line], actor=promoter(), now=NOON)
        one = upload(table(HEAD, [keyword_row()]))

        plan = queries.plan_of(one, queries.reading_of(one, today=date(2026, 11, 20)))

        assert plan.days[DAY].other_spend == 4_000

    def test_come_back_when_the_report_is_taken_back(self, typed):
        one = book(table(HEAD, [keyword_row()]))

        services.take_back(upload=one, actor=promoter(), now=LATER)

        assert figures("spend", "clicks", "visits") == (9_000, 19, 15)


class TestTakingBack:
    def test_leaves_nothing(self):
        one = book(table(HEAD, [keyword_row(), keyword_row("布袋")]))

        assert services.take_back(upload=one, actor=promoter(), now=LATER) == 2

        assert figures("spend") == (None,)
        assert AdLine.objects.count() == 0

    def test_is_refused_a_second_time(self):
        one = book(table(HEAD, [keyword_row()]))
        services.take_back(upload=one, actor=promoter(), now=LATER)

        with pytest.raises(services.UploadStopped):
            services.take_back(upload=one, actor=promoter(), now=LATER)

    def test_leaves_what_a_later_file_wrote(self):
        first = book(table(HEAD, [keyword_row(), keyword_row(day="2026-11-17")]))
        book(table(HEAD, [keyword_row(spend="7.00")]), now=LATER)

        services.take_back(upload=first, actor=promoter(), now=LATER)

        assert figures("spend", first=date(2026, 11, 17)) == (700,)


class TestWhatIsMissing:
    def test_a_day_is_asked_for(self):
        one = upload(table(TENCENT_HEAD, [["A", "5", "投放", "9", "1", "2%", "3", "3"]]))

        with pytest.raises(services.UploadStopped):
            services.book_upload(upload=one, actor=promoter(), now=NOON)

    def test_a_rate_is_asked_for_other_money(self):
        head = ["Day", "Campaign", "Impr.", "Clicks", "Cost (USD)"]
        one = upload(table(head, [["2026-11-18", "Brand", "10", "1", "$10.00"]]))

        with pytest.raises(services.UploadStopped, match="USD"):
            services.book_upload(upload=one, actor=promoter(), now=NOON)

    def test_a_rate_turns_other_money_into_yuan(self):
        head = ["Day", "Campaign", "Impr.", "Clicks", "Cost (USD)"]

        book(table(head, [["2026-11-18", "Brand", "10", "1", "$10.00"]]), exchange_rate=Decimal("7.1"))

        assert figures("spend") == (7_100,)

    def test_a_platform_new_to_the_company_gets_its_channel(self):
        head = ["Campaign name", "Ad set name", "Day", "Results", "Reach", "Impressions", "Amount spent (CNY)"]

        one = book(table(head, [["Lead", "CN", "2026-11-18", "1", "5", "10", "3.00"]]))

        assert one.channel.code == "FACEBOOK_ADS"
        assert one.channel.is_paid

    def test_no_channel_is_guessed_for_an_unknown_platform(self):
        one = upload(table(["日期", "花费", "曝光数"], [["2026-11-18", "3.50", "7"]]))

        with pytest.raises(services.UploadStopped):
            services.book_upload(upload=one, actor=promoter(), now=NOON)

    def test_a_file_without_rows_is_refused(self):
        one = upload(table(HEAD, [keyword_row(clicks="x")]))

        with pytest.raises(services.UploadStopped):
            services.book_upload(upload=one, actor=promoter(), now=NOON)
        assert Upload.objects.get(pk=one.pk).state == "OPEN"
