"""The table contract as a test: fourteen points that hold for every list page, whatever it shows.

    check_list_contract(client=sign_in(supervisor), page=PAGE)

Asks the page as a signed-in person with the list's verb and the right to export; works with no rows and with many.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from omos.office.sheets.list_page import FIELDS_IN_ROW, SIZES, ListPage

# The list's own queries: views, columns, figures, tabs, rows. Filters with choices from the records come on top, and
# what the shell and the viewer need is counted apart.
OWN_QUERIES = 8
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def check_list_contract(*, client: Client, page: ListPage) -> None:
    """Hold one list page to all fourteen points.

    :raises AssertionError: naming the point that does not hold
    """
    address = reverse(page.route)
    for point in POINTS:
        try:
            point(client, page, address)
        except AssertionError as fault:
            raise AssertionError(f"list {page.code}, {point.__name__.replace('_', ' ').strip()}: {fault}") from fault


def _open(client: Client, address: str, *, status: int = 200) -> LexborHTMLParser:
    response = client.get(address)
    assert response.status_code == status, f"{address} answered {response.status_code}"
    return LexborHTMLParser(response.content.decode())


def _sorts_on_the_server(client: Client, page: ListPage, address: str) -> None:
    tree = _open(client, address)
    for link in tree.css("thead th a"):
        sorted_by = parse_qs(urlsplit(link.attributes["href"] or "").query)["sort"][0]
        again = _open(client, f"{address}?sort={sorted_by}")
        assert again.css_first("thead th[aria-sort]") is not None, f"{sorted_by} leaves no mark in the head"
    _open(client, f"{address}?sort=no_such_column,-password")


def _filters_stand_in_one_row(client: Client, page: ListPage, address: str) -> None:
    tree = _open(client, address)
    fields = tree.css(".o-filters > .o-field")
    assert len(fields) <= FIELDS_IN_ROW, f"{len(fields)} fields in the row"
    for field in fields:
        assert field.css_first("label[for]") is not None, "a filter without label"


def _searches(client: Client, page: ListPage, address: str) -> None:
    tree = _open(client, f"{address}?q=%00%20no-such-row-%E2%82%AC")
    assert not tree.css("[data-row]") or not page.search, "a senseless word still finds rows"
    box = tree.css_first("[data-quick-search]")
    assert (box is not None) == bool(page.search), "the search box"


def _keeps_columns_by_person(client: Client, page: ListPage, address: str) -> None:
    names = list(page.table.base_columns)
    order = [names[0], *reversed(names[1:])]
    chosen = {"do": "columns", "order": order, "shown": order[:2], "density": "tight", f"width-{names[0]}": "222"}
    assert client.post(address, chosen).status_code == 302
    tree = _open(client, address)
    ticked = [box.attributes["value"] for box in tree.css(".s-columns input[name=shown][checked]")]
    assert ticked == order[:2], f"{ticked} instead of {order[:2]}"
    heads = [head.attributes["data-column"] for head in tree.css("thead th[data-column]")]
    widths = len(tree.css('col[width="222"]'))
    assert (heads, widths) in (([], 0), (order[:2], 1)), f"heads {heads}, {widths} of them with the width kept"
    assert client.post(address, {"do": "columns", "reset": "1"}).status_code == 302


def _knows_three_densities(client: Client, page: ListPage, address: str) -> None:
    for density in ("loose", "normal", "tight"):
        tree = _open(client, f"{address}?density={density}")
        now = tree.css_first("input[name=density][checked]")
        assert now is not None, f"no density is ticked for {density}"
        assert now.attributes["value"] == density, density


def _saves_views(client: Client, page: ListPage, address: str) -> None:
    saved = client.post(f"{address}?q=abc&size=30", {"do": "save_view", "name": "contract", "is_team": "1"})
    assert saved.status_code == 302, "a view is not saved"
    view = parse_qs(urlsplit(saved["Location"]).query)["view"][0]
    tree = _open(client, saved["Location"])
    box = tree.css_first("[data-quick-search]")
    assert box is None or box.attributes["value"] == "abc", "the view forgot the search"
    assert client.post(address, {"do": "save_view", "name": " "}).status_code == 422, "a view without name"
    assert client.post(address, {"do": "drop_view", "id": view}).status_code == 302, "a view is not deleted"
    assert client.post(address, {"do": "drop_view", "id": view}).status_code == 422, "a view is deleted twice"


def _refuses_senseless_bulk_actions(client: Client, page: ListPage, address: str) -> None:
    assert client.post(address, {"do": "bulk", "action": "no_such_action"}).status_code == 400
    assert client.post(address, {"do": "no_such_deed"}).status_code == 400
    for action in page.bulk:
        answer = client.post(address, {"do": "bulk", "action": action.code, "ids": ["0", "x", "\x00"]})
        assert answer.status_code in {403, 422}, f"{action.code} with senseless ids answered {answer.status_code}"


def _ticks_over_all_pages(client: Client, page: ListPage, address: str) -> None:
    tree = _open(client, address)
    if not tree.css("[data-row]") or not tree.css("[data-bulk]"):
        return
    assert tree.css_first("input[name=everything]") is not None, "no way to tick all rows"
    assert all(box.attributes["form"] == "list-bulk" for box in tree.css("[data-tick]")), "boxes outside the form"


def _exports_what_it_shows(client: Client, page: ListPage, address: str) -> None:
    answer = client.post(address, {"do": "export", "kind": "csv"})
    assert "attachment" in answer.get("Content-Disposition", ""), "no csv"
    lines = list(csv.reader(io.StringIO(_content(answer).decode("utf-8-sig"))))
    heads = [head.text(strip=True) for head in _open(client, address).css("thead th[data-column]")]
    assert not heads or set(lines[0]) <= set(heads), f"{lines[0]} is not among {heads}"
    figure = _figure(client, address)
    assert len(lines) == figure + 1, f"{len(lines) - 1} rows in the file, {figure} on the page"
    book = client.post(address, {"do": "export", "kind": "xlsx"})
    assert book["Content-Type"] == XLSX, "no xlsx"
    assert _content(book).startswith(b"PK"), "an xlsx that is none"


def _exports_by_post_only(client: Client, page: ListPage, address: str) -> None:
    assert client.get(f"{address}?export=csv")["Content-Type"].startswith("text/html"), "GET may not export"


def _content(answer: Any) -> bytes:
    content: bytes = b"".join(answer.streaming_content)
    return content


def _figure(client: Client, address: str) -> int:
    shown = _open(client, address).css_first(".s-count")
    numbers = re.findall(r"\d[\d,]*", shown.text() if shown else "")
    return int(numbers[0].replace(",", "")) if numbers else 0


def _leads_to_its_importer(client: Client, page: ListPage, address: str) -> None:
    links = [link.attributes["href"] or "" for link in _open(client, address).css(".o-head__actions a")]
    for link in links:
        assert link, "a button that leads nowhere"


def _holds_its_state_in_the_address(client: Client, page: ListPage, address: str) -> None:
    for size in SIZES:
        tree = _open(client, f"{address}?size={size}&page=2&q=a")
        chosen = tree.css_first("select[name=size] option[selected]")
        assert chosen is None or chosen.attributes["value"] == str(size), f"size {size}"
    _open(client, f"{address}?page=999999999999&size=x&view=no&tab=no")


def _answers_the_part_htmx_asks_for(client: Client, page: ListPage, address: str) -> None:
    answer = client.get(address, headers={"HX-Request": "true", "HX-Target": "list-body"})
    assert b"<html" not in answer.content, "the whole page for a part"
    assert b'id="list-body"' in answer.content


def _is_used_by_keys(client: Client, page: ListPage, address: str) -> None:
    tree = _open(client, address)
    rows = tree.css("[data-rows] [data-row]")
    for row in rows:
        assert page.row_url is None or row.css_first("[data-open]") is not None, "o opens nothing"
        assert page.edit_url is None or row.css_first("[data-edit]") is not None, "e edits nothing"


def _sums_over_the_filter_or_invites(client: Client, page: ListPage, address: str) -> None:
    tree = _open(client, address)
    if tree.css("[data-row]"):
        assert bool(tree.css("tfoot")) == bool(page.totals), "the totals row"
        assert all("o-number" in (cell.attributes["class"] or "") for cell in tree.css("tfoot td[data-label]"))
        return
    assert tree.css_first(".o-empty .o-empty__reason") is not None, "nothing says why it is empty"


def count_list_queries(client: Client, address: str) -> int:
    """How many queries one GET costs, all told."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        client.get(address)
    return len(caught)


POINTS: tuple[Callable[[Client, ListPage, str], None], ...] = (
    _sorts_on_the_server,
    _filters_stand_in_one_row,
    _searches,
    _keeps_columns_by_person,
    _knows_three_densities,
    _saves_views,
    _refuses_senseless_bulk_actions,
    _ticks_over_all_pages,
    _exports_what_it_shows,
    _exports_by_post_only,
    _leads_to_its_importer,
    _holds_its_state_in_the_address,
    _answers_the_part_htmx_asks_for,
    _is_used_by_keys,
    _sums_over_the_filter_or_invites,
)
