from __future__ import annotations

import pytest
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from omos.office.sheets import testing
from omos.office.sheets.list_page import Empty, ListPage
from omos.office.sheets.tests import demo as demo_room
from omos.people.models import Action, Staff
from omos.people.tests.factories import make_department, make_staff

ADDRESS = "/demo-staff/"


def names(response) -> list[str]:
    tree = LexborHTMLParser(response.content.decode())
    return [cell.text(strip=True) for cell in tree.css("tbody th a.s-title")]


def consume(answer) -> None:
    b"".join(answer.streaming_content)


def texts(response, selector: str) -> list[str]:
    return [node.text(strip=True) for node in LexborHTMLParser(response.content.decode()).css(selector)]


class TestContract:
    def test_holds_with_many_rows(self, demo, crowd, supervisor, sign_in):
        testing.check_list_contract(client=sign_in(supervisor), page=demo)

    def test_holds_with_one_row(self, demo, editor, sign_in):
        testing.check_list_contract(client=sign_in(editor), page=demo)

    def test_says_which_point_fails(self, demo, crowd, supervisor, sign_in, monkeypatch):
        monkeypatch.setattr(testing, "FIELDS_IN_ROW", 1)

        with pytest.raises(AssertionError, match="filters stand in one row"):
            testing.check_list_contract(client=sign_in(supervisor), page=demo)

    def test_refuses_four_fields_in_the_row(self):
        with pytest.raises(ValueError, match="at most 3"):
            ListPage("x", "x", "x", "x", list, object, Empty("x"), filter_row=("a", "b", "c"), search=("d",))


class TestRows:
    def test_shows_only_what_is_in_scope(self, demo, editor, sign_in):
        make_staff("外人", department=make_department("销售部"))

        answer = sign_in(editor).get(ADDRESS)

        assert names(answer) == ["陈思远"]

    def test_refuses_people_without_the_verb(self, demo, promoter, sign_in):
        assert sign_in(promoter).get(ADDRESS).status_code == 403

    def test_refuses_other_methods(self, demo, supervisor, sign_in):
        assert sign_in(supervisor).put(ADDRESS).status_code == 405

    def test_asks_strangers_to_sign_in(self, demo, client):
        assert client.get(ADDRESS).status_code == 302

    def test_sorts_falling(self, demo, crowd, supervisor, sign_in):
        answer = sign_in(supervisor).get(f"{ADDRESS}?sort=-day_minutes&size=50")

        assert names(answer)[:3] == ["员工39", "员工38", "员工37"]

    def test_pages_never_overlap(self, demo, crowd, supervisor, sign_in):
        client = sign_in(supervisor)

        seen = [name for page in (1, 2, 3) for name in names(client.get(f"{ADDRESS}?sort=position&page={page}"))]

        assert len(seen) == len(set(seen)) == 41

    def test_finds_by_pinyin_initials(self, demo, crowd, supervisor, sign_in):
        assert names(sign_in(supervisor).get(f"{ADDRESS}?q=yg07")) == ["员工07"]

    def test_filters_and_sums_over_the_filter(self, demo, crowd, supervisor, sign_in):
        answer = sign_in(supervisor).get(f"{ADDRESS}?minutes_min=480&minutes_max=490")

        assert names(answer) == ["员工36", "员工37", "员工38"]
        assert "1,455" in texts(answer, "tfoot td")

    def test_keeps_the_input_of_a_senseless_filter(self, demo, crowd, supervisor, sign_in):
        answer = sign_in(supervisor).get(f"{ADDRESS}?minutes_min=many")

        assert answer.status_code == 422
        assert "many" in answer.content.decode()

    def test_shows_the_reason_beside_the_filter_to_htmx(self, demo, crowd, supervisor, sign_in):
        headers = {"HX-Request": "true", "HX-Target": "list-body"}

        answer = sign_in(supervisor).get(f"{ADDRESS}?minutes_min=many", headers=headers)

        assert answer["HX-Retarget"] == "#list"
        assert texts(answer, ".o-filters .o-errors")

    def test_narrows_to_a_tab(self, demo, crowd, supervisor, sign_in):
        answer = sign_in(supervisor).get(f"{ADDRESS}?tab=own")

        assert names(answer) == ["林岚"]
        assert texts(answer, ".o-tab__count") == ["41", "20", "1"]

    def test_names_filters_at_work_and_takes_them_away(self, demo, crowd, supervisor, sign_in):
        answer = sign_in(supervisor).get(f"{ADDRESS}?kind=EMPLOYED&q=yg&sort=name")

        tree = LexborHTMLParser(answer.content.decode())
        links = [link.attributes["href"] for link in tree.css(".o-tag a")]
        assert links == [f"{ADDRESS}?kind=EMPLOYED&sort=name", f"{ADDRESS}?q=yg&sort=name"]

    def test_says_when_nothing_fits(self, demo, crowd, supervisor, sign_in):
        answer = sign_in(supervisor).get(f"{ADDRESS}?q=nobody")

        assert len(texts(answer, ".o-empty__reason")) == 1
        assert names(answer) == []

    def test_shows_two_cells_and_the_title_on_phones(self, demo, crowd, supervisor, sign_in):
        answer = sign_in(supervisor).get(ADDRESS)

        first = LexborHTMLParser(answer.content.decode()).css_first("tbody tr")
        assert len(first.css("td:not(.o-check-cell):not(.o-only-wide)")) == 2

    @pytest.mark.queries
    def test_costs_eight_queries_at_most(self, demo, crowd, supervisor, sign_in):
        client = sign_in(supervisor)
        shell = testing.count_list_queries(client, reverse("sheets:runs"))

        assert testing.count_list_queries(client, ADDRESS) <= shell + testing.OWN_QUERIES

    @pytest.mark.queries
    def test_costs_the_same_for_more_rows(self, demo, crowd, supervisor, sign_in):
        client = sign_in(supervisor)

        few = testing.count_list_queries(client, f"{ADDRESS}?size=15")

        assert testing.count_list_queries(client, f"{ADDRESS}?size=50") == few


class TestMasks:
    def test_shows_the_phone_masked(self, demo, crowd, supervisor, sign_in):
        page = sign_in(supervisor).get(f"{ADDRESS}?size=50").content.decode()

        assert "13800000000" not in page
        assert "138 **** 0000" in page

    def test_shows_it_whole_to_the_cleared(self, demo, crowd, admin_staff, sign_in):
        assert "13800000000" in sign_in(admin_staff).get(f"{ADDRESS}?size=50").content.decode()

    def test_does_not_filter_by_it(self, demo, crowd, supervisor, sign_in):
        answer = sign_in(supervisor).get(f"{ADDRESS}?phone=1380000000&size=50")

        assert len(names(answer)) == 41

    def test_does_not_search_it(self, demo, crowd, supervisor, sign_in):
        assert names(sign_in(supervisor).get(f"{ADDRESS}?q=13800000007")) == []

    def test_does_not_sort_by_it(self, demo, crowd, supervisor, sign_in):
        client = sign_in(supervisor)

        assert names(client.get(f"{ADDRESS}?sort=-phone")) == names(client.get(ADDRESS))

    def test_does_not_export_it(self, demo, crowd, supervisor, sign_in):
        answer = sign_in(supervisor).post(ADDRESS, {"do": "export", "kind": "csv"})

        content = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert "Phone" not in content
        assert "138 " not in content
        assert "13800" not in content

    def test_lets_the_cleared_search_and_sort(self, demo, crowd, admin_staff, sign_in):
        client = sign_in(admin_staff)

        assert names(client.get(f"{ADDRESS}?q=13800000007")) == ["员工07"]
        assert names(client.get(f"{ADDRESS}?sort=-phone"))[0] == "员工39"


class TestBulk:
    def test_changes_the_ticked_rows(self, demo, crowd, supervisor, sign_in):
        ids = [crowd[0].pk, crowd[1].pk]

        answer = sign_in(supervisor).post(
            f"{ADDRESS}?sort=name", {"do": "bulk", "action": "shorten", "ids": ids, "shorten-minutes": "60"}
        )

        assert answer["Location"] == f"{ADDRESS}?sort=name"
        assert Staff.objects.filter(day_minutes=60).count() == 2

    def test_changes_all_rows_of_the_filter(self, demo, crowd, supervisor, sign_in):
        sign_in(supervisor).post(f"{ADDRESS}?q=yg1", {"do": "bulk", "action": "rename", "everything": "1"})

        assert Staff.objects.filter(initials="renamed").count() == 10

    def test_leaves_rows_out_of_scope_alone(self, demo, crowd, supervisor, sign_in):
        stranger = make_staff("外人", department=make_department("销售部"))

        answer = sign_in(supervisor).post(ADDRESS, {"do": "bulk", "action": "rename", "ids": [stranger.pk]})

        assert answer.status_code == 422
        stranger.refresh_from_db()
        assert stranger.initials == ""

    def test_refuses_the_wrong_person(self, demo, editor, sign_in):
        answer = sign_in(editor).post(ADDRESS, {"do": "bulk", "action": "rename", "ids": [editor.pk]})

        assert answer.status_code == 403

    def test_says_why_the_room_refuses(self, demo, crowd, supervisor, sign_in):
        sent = {"do": "bulk", "action": "shorten", "ids": [crowd[0].pk], "shorten-minutes": "13"}

        answer = sign_in(supervisor).post(ADDRESS, sent)

        assert answer.status_code == 422
        assert "Thirteen brings bad luck." in answer.content.decode()

    def test_says_what_is_wrong_with_its_form(self, demo, crowd, supervisor, sign_in):
        sent = {"do": "bulk", "action": "shorten", "ids": [crowd[0].pk], "shorten-minutes": "9999"}

        answer = sign_in(supervisor).post(ADDRESS, sent)

        assert answer.status_code == 422
        assert "600" in "".join(texts(answer, ".s-fault"))

    def test_changes_nothing_by_a_senseless_filter(self, demo, crowd, supervisor, sign_in):
        answer = sign_in(supervisor).post(
            f"{ADDRESS}?minutes_min=many", {"do": "bulk", "action": "rename", "everything": "1"}
        )

        assert answer.status_code == 422
        assert not Staff.objects.filter(initials="renamed").exists()


class TestViews:
    def test_are_private_at_first(self, demo, crowd, supervisor, editor, sign_in):
        sign_in(editor).post(f"{ADDRESS}?q=abc", {"do": "save_view", "name": "我的"})

        assert "我的" not in texts(sign_in(supervisor).get(ADDRESS), ".o-tab")

    def test_are_shared_with_the_team(self, demo, crowd, supervisor, editor, sign_in):
        sign_in(editor).post(f"{ADDRESS}?q=abc", {"do": "save_view", "name": "周会看的", "is_team": "1"})

        assert "周会看的" in texts(sign_in(supervisor).get(ADDRESS), ".o-tab")

    def test_bring_back_filters_order_and_columns(self, demo, crowd, supervisor, sign_in):
        client = sign_in(supervisor)
        saved = client.post(
            f"{ADDRESS}?q=yg1&sort=-name&columns=name,kind&density=tight", {"do": "save_view", "name": "十几"}
        )

        answer = client.get(saved["Location"])

        assert names(answer)[0] == "员工19"
        assert texts(answer, "thead th[data-column]") == ["Name", "Kind"]

    def test_can_be_narrowed_further(self, demo, crowd, supervisor, sign_in):
        client = sign_in(supervisor)
        saved = client.post(f"{ADDRESS}?q=yg1", {"do": "save_view", "name": "十几"})

        answer = client.get(saved["Location"] + "&q=yg12")

        assert names(answer) == ["员工12"]

    def test_of_the_same_name_replace_one_another(self, demo, crowd, supervisor, sign_in):
        client = sign_in(supervisor)
        first = client.post(f"{ADDRESS}?q=yg1", {"do": "save_view", "name": "十几"})
        second = client.post(f"{ADDRESS}?q=yg2", {"do": "save_view", "name": "十几"})

        assert first["Location"] == second["Location"]

    def test_of_others_cannot_be_deleted(self, demo, crowd, supervisor, editor, sign_in):
        saved = sign_in(editor).post(ADDRESS, {"do": "save_view", "name": "周会看的", "is_team": "1"})
        view = saved["Location"].rpartition("=")[2]

        assert sign_in(supervisor).post(ADDRESS, {"do": "drop_view", "id": view}).status_code == 422


class TestColumns:
    def test_move_by_buttons_without_scripts(self, demo, crowd, supervisor, sign_in):
        client = sign_in(supervisor)
        shown = ["name", "position", "kind"]

        client.post(ADDRESS, {"do": "columns", "order": shown, "shown": shown, "move": "kind:up"})

        assert texts(client.get(ADDRESS), "thead th[data-column]")[:3] == ["Name", "Kind", "Position"]

    def test_keep_the_first_one_first(self, demo, crowd, supervisor, sign_in):
        client = sign_in(supervisor)
        shown = ["name", "position"]

        client.post(ADDRESS, {"do": "columns", "order": shown, "shown": [], "move": "position:up"})

        assert texts(client.get(ADDRESS), "thead th[data-column]")[0] == "Name"

    def test_widths_are_kept_quietly_and_within_bounds(self, demo, crowd, supervisor, sign_in):
        client = sign_in(supervisor)

        answer = client.post(ADDRESS, {"do": "columns", "quiet": "1", "width-name": "99999", "width-no": "5"})

        assert answer.status_code == 204
        assert 'width="900"' in client.get(ADDRESS).content.decode()

    def test_belong_to_one_person(self, demo, crowd, supervisor, admin_staff, sign_in):
        sign_in(supervisor).post(ADDRESS, {"do": "columns", "order": ["name", "kind"], "shown": ["name"]})

        assert len(texts(sign_in(admin_staff).get(ADDRESS), "thead th[data-column]")) == 8


class TestExport:
    def test_writes_the_trail(self, demo, crowd, supervisor, sign_in):
        answer = sign_in(supervisor).post(f"{ADDRESS}?q=yg1", {"do": "export", "kind": "xlsx"})
        consume(answer)

        action = Action.objects.get(verb="sheets.export")
        assert action.after == {"rows": 10, "kind": "xlsx", "filter": "q=yg1"}

    def test_names_the_file_after_page_and_day(self, demo, crowd, supervisor, sign_in, clock_at, noon):
        clock_at(noon)

        answer = sign_in(supervisor).post(ADDRESS, {"do": "export", "kind": "csv"})
        consume(answer)

        assert "Demo staff_2026-11-20.csv" in answer["Content-Disposition"]

    def test_refuses_an_unknown_kind(self, demo, crowd, supervisor, sign_in):
        assert sign_in(supervisor).post(ADDRESS, {"do": "export", "kind": "exe"}).status_code == 400

    def test_refuses_by_a_senseless_filter(self, demo, crowd, supervisor, sign_in):
        answer = sign_in(supervisor).post(f"{ADDRESS}?minutes_min=many", {"do": "export", "kind": "csv"})

        assert answer.status_code == 422

    @pytest.mark.queries
    def test_reads_all_rows_by_one_query(self, demo, crowd, supervisor, sign_in, django_assert_max_num_queries):
        client = sign_in(supervisor)
        client.get(ADDRESS)

        with django_assert_max_num_queries(14):
            consume(client.post(ADDRESS, {"do": "export", "kind": "csv"}))


def test_demo_is_not_registered():
    from omos import registry

    assert demo_room.PAGE not in registry.declared("LISTS")
