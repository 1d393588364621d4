"""A person says how a table is to be read, and the next one with these columns asks nothing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from omos.centres.promotion import queries, services
from omos.centres.promotion.models import Upload
from omos.centres.promotion.tests.factories import HEAD, NOON, TENCENT_HEAD, book, keyword_row, promoter, table, upload
from omos.loop.catalogue.tests.factories import make_channel
from omos.people.viewer import Viewer

pytestmark = pytest.mark.django_db
ODD = ["哪天", "花掉", "看见"]
TODAY = date(2026, 11, 20)


def choose(one, **given):
    choices = {"platform": one.platform, "mapping": one.mapping, "head": one.head} | given
    services.choose_reading(upload=one, choices=services.Choices(**choices), actor=promoter(), now=NOON)
    return Upload.objects.get(pk=one.pk)


class TestAnUnknownTable:
    def test_is_read_by_chosen_columns(self):
        one = upload(table(ODD, [["2026-11-18", "3.50", "7"], ["2026-11-19", "1.50", "3"]]))
        channel = make_channel("OTHER_ADS", name="别家")

        one = choose(one, platform="other", head=1, channel_id=channel.pk)
        one = choose(one, mapping={"day": 0, "spend": 1, "impressions": 2}, channel_id=channel.pk)

        reading = queries.reading_of(one, today=TODAY)
        assert reading.totals.spend == 5
        assert queries.missing_of(one, reading) == ()

    def test_is_remembered(self):
        one = upload(table(ODD, [["2026-11-18", "3.50", "7"]]))
        channel = make_channel("OTHER_ADS", name="别家")
        one = choose(one, head=1, channel_id=channel.pk)
        one = choose(one, mapping={"day": 0, "spend": 1}, channel_id=channel.pk, account="甲")
        services.book_upload(upload=one, actor=promoter(), now=NOON)

        again = upload(table(HEAD, [keyword_row()]))
        twin = upload(table(ODD, [["2026-11-19", "9.00", "7"]]))

        assert again.platform == "baidu_search"
        assert (twin.platform, twin.channel_id, twin.account) == ("other", channel.pk, "甲")


class TestChoosing:
    def test_takes_another_platform(self):
        one = choose(upload(table(HEAD, [keyword_row()])), platform="shenma")

        assert one.platform == "shenma"
        assert queries.reading_of(one, today=TODAY).totals.clicks == 20

    def test_takes_another_kind_of_table_with_its_columns(self):
        one = choose(upload(table(HEAD, [keyword_row()])), platform="talk")

        assert one.mapping["day"] == 0
        assert "spend" not in one.mapping

    def test_takes_a_day_an_account_and_a_rate(self):
        one = choose(
            upload(table(HEAD, [keyword_row()])),
            day=TODAY,
            account=" 二厂 ",
            exchange_rate=Decimal("7.1"),
            is_part=True,
        )

        assert (one.typed_day, one.account, one.exchange_rate, one.is_part) == (TODAY, "二厂", Decimal("7.1"), True)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"platform": "myspace"},
            {"sheet": 3},
            {"head": 99},
            {"day": TODAY + timedelta(days=9)},
            {"exchange_rate": Decimal(0)},
            {"mapping": {"spend": 1, "clicks": 1}},
        ],
    )
    def test_refuses_what_makes_no_sense(self, wrong):
        one = upload(table(HEAD, [keyword_row()]))

        with pytest.raises(services.UploadStopped):
            choose(one, **wrong)

    def test_is_refused_after_booking(self):
        one = book(table(HEAD, [keyword_row()]))

        with pytest.raises(services.UploadStopped):
            choose(one, platform="shenma")


class TestUploading:
    def test_belongs_to_somebody(self):
        with pytest.raises(services.UploadStopped):
            services.start_upload(
                file_name="a.csv", content=table(HEAD, [keyword_row()]), actor=Viewer.system("x"), now=NOON
            )

    def test_takes_the_day_from_the_file_name(self):
        one = upload(table(TENCENT_HEAD, [["A", "5", "投放", "9", "1", "2%", "3", "3"]]), name="广点通_2026-11-18.csv")

        assert one.typed_day == date(2026, 11, 18)

    def test_can_be_given_up(self):
        one = upload(table(HEAD, [keyword_row()]))

        services.drop_upload(upload=one, actor=promoter(), now=NOON)

        assert not Upload.objects.filter(pk=one.pk).exists()

    def test_cannot_be_given_up_once_booked(self):
        one = book(table(HEAD, [keyword_row()]))

        with pytest.raises(services.UploadStopped):
            services.drop_upload(upload=one, actor=promoter(), now=NOON)


class TestForgetting:
    def test_drops_what_nobody_booked(self):
        upload(table(HEAD, [keyword_row()]))

        assert services.forget_files(now=NOON + timedelta(days=8)) == 1
        assert Upload.objects.count() == 0

    def test_empties_old_files_and_keeps_their_figures(self):
        one = book(table(HEAD, [keyword_row()]))

        services.forget_files(now=NOON + timedelta(days=31))

        with pytest.raises(queries.FileGone):
            queries.reading_of(Upload.objects.get(pk=one.pk), today=TODAY)
