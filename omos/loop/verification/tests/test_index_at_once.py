"""Looks at the engines hold when several people send at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from omos.loop.verification import services
from omos.loop.verification.models import IndexLook, IndexState
from omos.loop.verification.services.index_looks import record_index_looks
from omos.loop.verification.services.watching import ensure_states, page_at
from omos.loop.verification.tests.factories import NOW, found, make_index_state, make_piece, make_standing
from omos.loop.verification.tests.test_queue import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def test_of_four_who_send_the_same_look_one_adds_it(company):
    state = make_index_state()

    new = together(4, lambda _n: record_index_looks(found={state.pk: found()}, by_id=None, now=NOW))

    assert (sum(new), IndexLook.objects.count()) == (1, 1)


def test_four_who_send_different_looks_lose_none(company):
    state = make_index_state()

    def send(number):
        look = found("yes" if number % 2 else "no", at=NOW + timedelta(minutes=number))
        return record_index_looks(found={state.pk: look}, by_id=None, now=NOW)

    assert sum(together(4, send)) == 4
    state.refresh_from_db()
    assert (state.verdict, state.tried_at) == ("yes", NOW + timedelta(minutes=3))


def test_four_who_meet_the_same_page_make_its_places_once(company):
    page = page_at("https://www.yunfan.example.cn/a", {})

    together(4, lambda _n: ensure_states(pages=[page], engines=["baidu", "bing"], now=NOW))

    assert IndexState.objects.count() == 2


def test_two_workers_ask_after_a_piece_once(editor):
    make_standing(make_piece(editor))

    together(2, lambda _n: services.watch_passed_pages(now=NOW))

    assert IndexState.objects.count() == 6


def test_what_fails_half_way_leaves_nothing(company, monkeypatch):
    state = make_index_state()
    monkeypatch.setattr(IndexState.objects, "bulk_create", None)

    with pytest.raises(TypeError), transaction.atomic():
        record_index_looks(found={state.pk: found()}, by_id=None, now=NOW)

    assert not IndexLook.objects.exists()
