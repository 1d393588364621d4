"""An engine's own daily counts of whole websites: imported, drawn with source and age, never mixed with verdicts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from omos.loop.ledger.models import Fact
from omos.loop.verification import queries, services
from omos.loop.verification.index_counts import NoIndexTable, read_counts
from omos.loop.verification.models import IndexCount, IndexState
from omos.loop.verification.tests.factories import NOW
from omos.people.models import Action
from omos.people.tests.factories import make_website, viewer_of

TODAY = date(2026, 11, 20)
TABLE = '日期,索引量\n2026-11-17,1200\n2026-11-18,"1,230"\n2026-11-19,1180\n'


def read(text):
    return read_counts([(at, line.split("\t")) for at, line in enumerate(text.split("\n"), 1)], today=TODAY)


class TestReading:
    def test_takes_day_and_count(self):
        found = read("日期\t索引量\n2026-11-18\t1,230\n2026/11/19\t1180")

        assert found.days == {date(2026, 11, 18): 1_230, date(2026, 11, 19): 1_180}

    def test_finds_the_header_below_titles_and_other_columns(self):
        found = read("站点：www.a.cn\n\n序号\t时间\t抓取频次\t索引数量\n1\t11-18\t90\t77")

        assert found.days == {date(2026, 11, 18): 77}

    def test_a_day_without_a_count_is_not_nought(self):
        found = read("日期\t索引量\n2026-11-18\t--\n2026-11-19\t0")

        assert (found.days, found.empty) == ({date(2026, 11, 19): 0}, 1)

    def test_what_cannot_be_read_is_named_by_its_line(self):
        found = read("日期\t索引量\n昨天\t7\n2026-11-18\t很多\n2027-01-01\t7\n2026-11-19\t-3")

        assert [number for number, _text, _reason in found.faults] == [2, 3, 4, 5]

    def test_another_table_is_refused(self):
        with pytest.raises(NoIndexTable):
            read("日期\t点击\n2026-11-18\t7")

    @given(st.lists(st.sampled_from(["2026-11-18\t5", "x\t1", "2026-11-19\t", "\t\t", "2026-11-17\t1,0"])))
    def test_every_line_is_accounted_for(self, lines):
        found = read("\n".join(["日期\t索引量", *lines]))

        again = len([line for line in lines if line.startswith("2026-11-18")]) - (date(2026, 11, 18) in found.days)
        assert found.lines == len(lines) == len(found.days) + again + len(found.faults) + found.empty


@pytest.mark.django_db
class TestImporting:
    @pytest.fixture
    def site(self, company):
        return make_website("www.yunfan.example.cn")

    def take(self, site, text=TABLE, *, actor, now=NOW):
        return services.import_index_counts(
            website_id=site.pk, engine="baidu", content=text.encode("gb18030"), actor=viewer_of(actor), now=now
        )

    def test_keeps_every_day(self, site, promoter):
        taken = self.take(site, actor=promoter)

        assert (taken.new, taken.changed, taken.unchanged) == (3, 0, 0)
        assert list(IndexCount.objects.order_by("day").values_list("count", flat=True)) == [1_200, 1_230, 1_180]

    def test_the_same_file_again_changes_nothing(self, site, promoter):
        self.take(site, actor=promoter)

        again = self.take(site, actor=promoter, now=NOW + timedelta(hours=1))

        assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
        assert set(IndexCount.objects.values_list("imported_at", flat=True)) == {NOW}

    def test_a_corrected_day_is_taken_over(self, site, promoter):
        self.take(site, actor=promoter)

        taken = self.take(site, TABLE.replace("1180", "1185"), actor=promoter)

        assert (taken.new, taken.changed, taken.unchanged) == (0, 1, 2)

    def test_says_nothing_of_single_pages_and_nothing_to_the_ledger(self, site, promoter):
        self.take(site, actor=promoter)

        assert not IndexState.objects.exists()
        assert not Fact.objects.exists()

    def test_leaves_a_trail(self, site, promoter):
        self.take(site, actor=promoter)

        assert Action.objects.get(verb="verification.import_index").after["new"] == 3

    @pytest.mark.parametrize("text", ["日期,点击\n2026-11-18,7\n", "日期,索引量\n昨天,7\n"])
    def test_a_table_without_counts_is_refused(self, site, promoter, text):
        with pytest.raises(services.CountsRefused):
            self.take(site, text, actor=promoter)

    def test_the_trend_tells_source_age_and_change(self, site, promoter):
        rows = "日期,索引量\n" + "".join(f"2026-11-{day:02d},{day * 10}\n" for day in range(10, 20))
        self.take(site, rows, actor=promoter)

        trend = queries.count_trends(viewer=viewer_of(promoter))[0]

        assert (trend.last_day, trend.last, trend.change) == (date(2026, 11, 19), 190, 70)
        assert (trend.imported_at, trend.imported_by) == (NOW, promoter.name)

    def test_days_the_engine_did_not_count_stay_open(self, site, promoter):
        self.take(site, "日期,索引量\n2026-11-17,5\n2026-11-19,7\n", actor=promoter)

        trend = queries.count_trends(viewer=viewer_of(promoter))[0]

        assert [count for _day, count in trend.days] == [5, None, 7]


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def inside(self, company, clock_at, noon, sign_in, promoter):
        clock_at(noon)
        self.site = make_website("www.yunfan.example.cn")
        return sign_in(promoter)

    def send(self, client, text=TABLE, **more):
        content = text.encode()
        data = {"website": self.site.pk, "table": SimpleUploadedFile("索引量.csv", content)} | more
        return client.post(reverse("verification:index_counts"), data, follow=True)

    def test_takes_the_file_and_draws_the_trend(self, inside):
        text = self.send(inside).content.decode()

        assert "已导入 3 天" in text
        assert "1,180" in text

    def test_names_lines_it_could_not_read(self, inside):
        answer = self.send(inside, TABLE + "昨天,7\n")

        assert "行号：5" in answer.content.decode()

    def test_says_what_is_missing(self, inside):
        answer = self.send(inside, "a,b\n1,2\n")

        assert answer.status_code == 422
        assert "索引量" in answer.content.decode()

    def test_wants_a_website_and_a_file(self, inside):
        assert inside.post(reverse("verification:index_counts"), {}).status_code == 422

    def test_the_trend_stands_above_the_pages(self, inside):
        self.send(inside)

        text = inside.get(reverse("verification:index")).content.decode()

        assert "搜索资源平台（百度）" in text
        assert reverse("verification:index_counts") in text

    def test_the_fragment_of_the_list_draws_no_trend(self, inside):
        self.send(inside)

        text = inside.get(reverse("verification:index"), headers={"HX-Request": "true", "HX-Target": "list"})

        assert "搜索资源平台（百度）" not in text.content.decode()

    def test_is_not_for_editors(self, sign_in, editor):
        assert sign_in(editor).get(reverse("verification:index_counts")).status_code == 403
