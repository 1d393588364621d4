"""Pages from the dropped file to the booked figures and the table of costs."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from omos.centres.promotion.models import AdLine, Rebate, Upload
from omos.centres.promotion.tests.factories import (
    CHAT_HEAD,
    CUSTOMER_HEAD,
    HEAD,
    TENCENT_HEAD,
    book,
    chat_row,
    customer_row,
    keyword_row,
    table,
    upload,
)
from omos.loop.catalogue.tests.factories import make_channel

pytestmark = pytest.mark.django_db
REPORT = table(HEAD, [keyword_row(), keyword_row("布袋除尘器", spend="50.00"), keyword_row("坏", clicks="x")])


@pytest.fixture(autouse=True)
def _known(company, clock_at, noon):
    clock_at(noon)
    make_channel("BAIDU_SEARCH", name="百度搜索")


@pytest.fixture
def inside(sign_in, promoter):
    return sign_in(promoter)


def drop(client, *files, **data):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("promotion:ads"), {"reports": sent} | data)


def page(one, name="upload"):
    return reverse(f"promotion:{name}", args=[one.pk])


class TestDropping:
    def test_one_file_leads_to_its_page(self, inside):
        answer = drop(inside, ("关键词.csv", REPORT))

        one = Upload.objects.get()
        assert answer.url == page(one)
        assert (one.platform, one.is_sure, one.state) == ("baidu_search", True, "OPEN")

    def test_several_files_stay_listed(self, inside):
        answer = drop(inside, ("关键词.csv", REPORT), ("对话.csv", table(CHAT_HEAD, [chat_row("1")])))

        assert answer.url == reverse("promotion:ads")
        assert set(Upload.objects.values_list("platform", flat=True)) == {"baidu_search", "swt"}

    def test_pasted_cells_do_as_well(self, inside):
        pasted = "\n".join("\t".join(line) for line in (HEAD, keyword_row()))

        inside.post(reverse("promotion:ads"), {"pasted": pasted})

        assert Upload.objects.get().platform == "baidu_search"

    def test_nothing_is_told(self, inside):
        assert inside.post(reverse("promotion:ads"), {}).status_code == 422

    def test_what_is_no_table_is_told_with_its_name(self, inside):
        answer = drop(inside, ("图.xlsx", b"PK\x03\x04nonsense"))

        assert answer.status_code == 422
        assert "图.xlsx" in answer.content.decode()
        assert Upload.objects.count() == 0

    def test_one_bad_file_stops_no_other(self, inside):
        answer = drop(inside, ("好.csv", REPORT), ("空.csv", b" \n"))

        assert answer.status_code == 422
        assert Upload.objects.count() == 1

    def test_is_not_for_editors(self, sign_in, editor):
        client = sign_in(editor)

        assert client.get(reverse("promotion:ads")).status_code == 403
        assert drop(client, ("a.csv", REPORT)).status_code == 403

    def test_lists_earlier_files(self, inside):
        book(REPORT, name="昨天.csv")

        assert "昨天.csv" in inside.get(reverse("promotion:ads")).content.decode()


class TestLooking:
    def test_says_what_booking_would_do(self, inside):
        text = inside.get(page(upload(REPORT))).content.decode()

        assert "150.00" in text
        assert "入账 2 行" in text
        assert "这不是数字" in text

    def test_asks_for_a_missing_day(self, inside):
        one = upload(table(TENCENT_HEAD, [["A", "5", "投放", "9", "1", "2%", "3.00", "3"]]))

        text = inside.get(page(one)).content.decode()

        assert "表里没有日期" in text
        assert 'name="typed_day"' in text
        assert 'id="book"' not in text

    def test_a_typed_day_and_a_channel_make_it_bookable(self, inside):
        one = upload(table(TENCENT_HEAD, [["A", "5", "投放", "9", "1", "2%", "3.00", "3"]]))

        inside.post(page(one), {"platform": "tencent", "typed_day": "2026-11-18"})
        inside.post(page(one, "book"))

        assert AdLine.objects.get().channel.code == "TENCENT_ADS"

    def test_columns_are_changed_here(self, inside):
        one = upload(REPORT)

        inside.post(page(one), {"platform": "baidu_search", "f-day": "0", "f-spend": "5", "f-clicks": "6"})

        assert Upload.objects.get().mapping == {"day": 0, "spend": 5, "clicks": 6}

    def test_senseless_choices_are_refused_with_the_page(self, inside):
        one = upload(REPORT)

        answer = inside.post(page(one), {"platform": "baidu_search", "f-spend": "5", "f-clicks": "5"})

        assert answer.status_code == 422
        assert "同一列不能对应两项" in answer.content.decode()

    def test_a_form_that_is_none_is_refused(self, inside):
        assert inside.post(page(upload(REPORT)), {"platform": "myspace"}).status_code == 422

    def test_warns_of_lines_that_would_be_withdrawn(self, inside):
        book(REPORT)

        text = inside.get(page(upload(table(HEAD, [keyword_row()])))).content.decode()

        assert "会被撤销" in text

    def test_shows_the_difference_to_the_files_own_sum(self, inside):
        rows = [keyword_row(), ["总计", "", "", "", "", "1000", "20", "", "100.01"]]

        text = inside.get(page(upload(table(HEAD, rows)))).content.decode()

        assert "-¥0.01" in text or "−¥0.01" in text

    def test_nothing_is_found_under_a_strange_number(self, inside):
        assert inside.get(reverse("promotion:upload", args=[99_999])).status_code == 404

    def test_an_old_file_says_that_it_is_gone(self, inside):
        one = book(REPORT)
        Upload.objects.update(content=b"")

        assert "已过保留期" in inside.get(page(one)).content.decode()


class TestBooking:
    def test_books_and_shows_the_equation(self, inside):
        one = upload(REPORT)

        answer = inside.post(page(one, "book"), follow=True)

        assert "3 行 = 新增 2 + 更新 0 + 无变化 0 + 跳过 0 + 有误 1" in answer.content.decode()
        assert AdLine.objects.count() == 2

    def test_a_second_press_changes_nothing(self, inside):
        one = upload(REPORT)
        inside.post(page(one, "book"))

        answer = inside.post(page(one, "book"))

        assert answer.status_code == 302
        assert AdLine.objects.count() == 2

    def test_what_is_missing_is_told_on_the_page(self, inside):
        one = upload(table(TENCENT_HEAD, [["A", "5", "投放", "9", "1", "2%", "3.00", "3"]]))

        assert inside.post(page(one, "book")).status_code == 422

    @pytest.mark.parametrize("name", ["book", "take_back", "drop"])
    def test_takes_no_get(self, inside, name):
        assert inside.get(page(upload(REPORT), name)).status_code == 405

    def test_can_be_taken_back_once(self, inside):
        one = book(REPORT)

        inside.post(page(one, "take_back"))
        inside.post(page(one, "take_back"))

        assert Upload.objects.get(pk=one.pk).state == "TAKEN_BACK"
        assert AdLine.objects.count() == 0

    def test_can_be_given_up_before(self, inside):
        one = upload(REPORT)

        assert inside.post(page(one, "drop")).url == reverse("promotion:ads")
        assert Upload.objects.count() == 0

    def test_cannot_be_given_up_after(self, inside):
        one = book(REPORT)

        inside.post(page(one, "drop"))

        assert Upload.objects.count() == 1

    def test_the_result_sheet_tells_of_every_line(self, inside):
        answer = inside.get(page(book(REPORT), "outcome"))

        book_read = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
        lines = book_read.get_sheet_by_index(0).to_python()
        assert [line[-3:-1] for line in lines[1:]] == [[2, "新增"], [3, "新增"], [4, "有误"]]


class TestCosts:
    @pytest.fixture
    def _reported(self):
        book(REPORT)
        chats = [chat_row("1", term="布袋除尘器价格", phone="13800138000"), chat_row("2", term="怎么走")]
        book(table(CHAT_HEAD, chats), name="对话.csv")
        book(table(CUSTOMER_HEAD, [customer_row("13800138000", valid="有效", money="9000")]), name="客户.csv")

    @pytest.mark.usefixtures("_reported")
    def test_one_valid_inquiry_has_its_price(self, inside):
        context = inside.get(reverse("promotion:costs")).context

        by_name = {row.name: row for row in context["rows"]}
        assert by_name["布袋除尘器"].per_valid == "¥50.00"
        assert by_name["除尘器"].per_valid == "—"
        assert by_name["未归"].row.conversations == 1
        assert context["total"].per_valid == "¥150.00"

    @pytest.mark.usefixtures("_reported")
    @pytest.mark.parametrize("split", ["KEYWORD", "CAMPAIGN", "CHANNEL"])
    def test_rows_add_up(self, inside, split):
        address = f"{reverse('promotion:costs')}?first=2026-11-01&last=2026-11-20&split={split}"

        context = inside.get(address).context

        rows = [one.row for one in context["rows"]]
        assert sum(row.spend for row in rows) == context["total"].row.spend == 15_000
        assert sum(row.conversations for row in rows) == context["total"].row.conversations == 2

    @pytest.mark.usefixtures("_reported")
    def test_figures_open_their_rows(self, inside):
        row = next(one for one in inside.get(reverse("promotion:costs")).context["rows"] if one.name == "布袋除尘器")

        text = inside.get(row.ads_url).content.decode()

        assert "50.00" in text
        assert "100.00" not in text
        assert inside.get(row.talks_url).status_code == 200

    @pytest.mark.usefixtures("_reported")
    def test_the_export_holds_the_table_and_its_sum(self, inside):
        answer = inside.get(f"{reverse('promotion:export_costs')}?first=2026-11-01&last=2026-11-20")

        lines = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
        last = lines.to_python()[-1]
        assert (last[0], last[4], last[8]) == ("合计", 150, 1)

    def test_knows_nothing_without_a_file(self, inside):
        kpis = inside.get(reverse("promotion:costs")).context["kpis"]

        assert [one.figure for one in kpis] == ["—"] * 6

    def test_knows_of_nobody_who_asked_by_the_ad_report_alone(self, inside):
        book(REPORT)

        kpis = inside.get(reverse("promotion:costs")).context["kpis"]

        assert [one.figure for one in kpis] == ["¥150.00", "40", "—", "—", "—", "—"]

    def test_nothing_yet_leads_to_the_files(self, inside):
        assert reverse("promotion:ads") in inside.get(reverse("promotion:costs")).content.decode()

    @pytest.mark.parametrize("first", ["2026-11-09", "abc", "2020-01-01"])
    def test_a_senseless_period_is_told(self, inside, first):
        assert inside.get(reverse("promotion:costs"), {"first": first, "last": "2026-11-01"}).status_code == 422

    def test_the_boss_looks_without_uploading(self, sign_in, boss):
        client = sign_in(boss)

        answer = client.get(reverse("promotion:costs"))

        assert answer.status_code == 200
        assert not answer.context["may_upload"]

    def test_is_not_for_editors(self, sign_in, editor):
        client = sign_in(editor)

        assert client.get(reverse("promotion:costs")).status_code == 403


class TestRebates:
    DATA = {"rate": "25", "first_day": "2026-11-01", "last_day": "2026-11-30"}

    @pytest.fixture
    def chief(self, sign_in, supervisor):
        return sign_in(supervisor)

    def save(self, client, **changes):
        channel = make_channel("BAIDU_SEARCH")
        return client.post(reverse("promotion:rebates"), self.DATA | {"channel": channel.pk} | changes)

    def test_lower_the_cash_spend(self, chief):
        book(REPORT)
        self.save(chief)

        total = chief.get(reverse("promotion:costs")).context["total"].row

        assert (total.spend, total.cash) == (15_000, 12_000)

    def test_count_only_in_their_period(self, chief):
        book(REPORT)
        self.save(chief, first_day="2026-11-19")

        assert chief.get(reverse("promotion:costs")).context["total"].row.cash == 15_000

    def test_fall_back_to_the_channels_own(self, chief):
        channel = make_channel("BAIDU_SEARCH")
        type(channel).objects.filter(pk=channel.pk).update(rebate_basis_points=5_000)
        book(REPORT)

        assert chief.get(reverse("promotion:costs")).context["total"].row.cash == 10_000

    @pytest.mark.parametrize("wrong", [{"rate": "101"}, {"last_day": "2026-10-01"}, {"channel": "x"}])
    def test_senseless_ones_are_refused(self, chief, wrong):
        assert self.save(chief, **wrong).status_code == 422
        assert Rebate.objects.count() == 0

    def test_must_not_meet(self, chief):
        self.save(chief)

        assert self.save(chief, first_day="2026-11-15", last_day="").status_code == 422
        assert self.save(chief, first_day="2026-12-01", last_day="").status_code == 302

    def test_can_be_taken_out(self, chief):
        self.save(chief)
        address = reverse("promotion:drop_rebate", args=[Rebate.objects.get().pk])

        chief.post(address)
        chief.post(address)

        assert Rebate.objects.count() == 0

    def test_are_not_for_promoters(self, inside):
        assert self.save(inside).status_code == 403
