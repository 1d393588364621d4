"""How many questions each page asks the database, kept in a file: if a number moves, the change says why.

`WRITE_QUERY_COUNTS=1 pytest tests/contract/test_query_counts.py` writes the file anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from omos.loop.goals.tests.factories import make_goal
from omos.loop.keywords.tests.factories import make_keyword, plan_keyword
from omos.loop.work.tests.factories import make_assignment, make_category, make_evidence
from omos.people import clock
from omos.people.tests.factories import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.queries]
FILE = Path(__file__).with_name("query_counts.json")
# Sign-in and machine addresses are no pages of the shell.
LEFT_OUT = {"people:sign_in", "people:sign_in_code", "jobs:healthz", "jobs:readyz", "jobs:metrics"}
ROLES = ("BOSS", "SUPERVISOR", "EDITOR")


def page_routes() -> Iterator[str]:
    """Names of all routes without arguments."""
    for resolver in get_resolver().url_patterns:
        assert isinstance(resolver, URLResolver)
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern) and "<" not in str(pattern.pattern):
                yield f"{resolver.app_name}:{pattern.name}"


PAGES = sorted(set(page_routes()) - LEFT_OUT)


@pytest.fixture
def busy_company(company, supervisor, clock_at, noon, monkeypatch):
    """A day with people, work, words and goals, three of each, so that a query per row would show."""
    clock_at(noon)
    # A session notes once a minute that it was seen: on a slow machine that would count as a question of some page.
    began = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: began)
    make_goal("revenue", 80_000_000)
    category = make_category()
    for number in range(3):
        editor = make_staff(f"编辑{number}", role="EDITOR")
        word = make_keyword(f"除尘器{number}", owner=editor)
        plan_keyword(word, date(2026, 11, 20), staff=editor)
        make_evidence(make_assignment(editor, category=category, words=(word,)))
    return company


def counted(client, route: str) -> int | None:
    """Questions asked for the page; None where the role may not open it or the address takes no GET."""
    with CaptureQueriesContext(
        connection,
    ) as context:
        answer = client.get(reverse(route))
    return len(context.captured_queries) if answer.status_code == 200 else None


@pytest.mark.parametrize("role", ROLES)
def test_pages_ask_as_often_as_is_written_down(role, client, busy_company):
    client.force_login(make_staff("谁", role=role).user)
    # What a process reads once, its first pages read.
    client.get("/help/")
    counted(client, PAGES[0])

    counts = {route: count for route in PAGES if (count := counted(client, route)) is not None}

    written = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    if os.environ.get("WRITE_QUERY_COUNTS"):
        FILE.write_text(json.dumps(written | {role: counts}, indent=1, sort_keys=True) + "\n", "utf-8")
        written[role] = counts
    assert counts == written.get(role)
