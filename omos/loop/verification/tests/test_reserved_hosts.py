"""Names kept for examples lead nowhere: looks at them end at once, unknown, and cost nobody anything."""

from __future__ import annotations

import socket
from datetime import timedelta

import pytest

from omos.connectors.outbound import OutboundRules, is_reserved
from omos.loop.verification import services
from omos.loop.verification.looks import look_at
from omos.loop.verification.models import Check, HostPace, Standing
from omos.loop.verification.services.enqueueing import plan_later_looks
from omos.loop.verification.services.pacing import GAP
from omos.loop.verification.tests.factories import NOW, a_runner, make_piece, make_standing

REASON = "the host name is reserved and leads nowhere"
LEADS_NOWHERE = "https://www.zhihu.example/question/1"


def no_lookups(host: str, port: int, patience: float) -> tuple[str, ...]:
    raise AssertionError(f"{host} was asked for")


RULES = OutboundRules(resolve=no_lookups)


@pytest.mark.parametrize("host", ["a.test", "A.EXAMPLE", "b.example.", "localhost", "x.y.invalid", "example"])
def test_a_name_kept_for_examples_is_known(host):
    assert is_reserved(host)


@pytest.mark.parametrize("host", ["example.com", "example.cn", "test.cn", "127.0.0.1", "::1", "", "testexample"])
def test_other_names_are_not_mistaken_for_one(host):
    assert not is_reserved(host)


@pytest.mark.parametrize("url", [LEADS_NOWHERE, "http://localhost/", "http://shop.test:8080/", "http://a.invalid./"])
def test_is_not_even_asked_for(url):
    look = look_at(url, rules=RULES)

    assert (look.page, look.trouble) == (None, REASON)
    assert (look.is_refused, look.may_change_soon) == (True, False)


def test_is_not_asked_for_behind_a_proxy_either():
    look = look_at(LEADS_NOWHERE, rules=OutboundRules(proxy="http://proxy.cn:3128", resolve=no_lookups))

    assert look.trouble == REASON


def test_an_exempted_name_is_asked_for():
    asked = []

    def resolve(host, port, patience):
        asked.append(host)
        return ()

    look = look_at("http://wiki.test/", rules=OutboundRules(allow=frozenset({"wiki.test:80"}), resolve=resolve))

    assert asked == ["wiki.test"]
    assert look.trouble == "the host name was not found"


@pytest.mark.django_db
class TestLooks:
    @pytest.fixture
    def piece(self, editor, monkeypatch):
        monkeypatch.setattr(socket, "getaddrinfo", no_lookups)
        return make_piece(editor, url=LEADS_NOWHERE, kind="OUTSIDE_URL")

    def test_the_first_is_unknown_with_its_own_reason_and_no_other_follows(self, piece):
        services.enqueue_checks(now=NOW)

        assert services.run_due(now=NOW, runner=a_runner()) == 1

        check = Check.objects.get(evidence=piece)
        assert (check.state, check.attempts, check.outcome) == ("DONE", 1, "PROVISIONAL")
        assert check.verdicts["reachable"] == {"verdict": "unknown", "reason": "trouble", "data": {"detail": REASON}}

    def test_later_ones_are_not_planned(self, piece):
        plan_later_looks(evidence_id=piece.pk, url=LEADS_NOWHERE, now=NOW)

        assert not Check.objects.exists()

    def test_later_ones_planned_before_leave_the_standing_as_it_is(self, piece):
        standing = make_standing(piece)
        for day in (1, 7, 30):
            Check.objects.create(evidence=piece, age_days=day, host="www.zhihu.example", due_at=NOW)

        assert services.run_due(now=NOW, runner=a_runner(), is_later=True) == 3

        after = Standing.objects.get(pk=standing.pk)
        assert (after.outcome, after.why, after.version, after.check_row_id) == ("PASSED", "", 0, standing.check_row_id)
        assert set(Check.objects.filter(age_days__gt=0).values_list("state", "outcome")) == {("DONE", "PROVISIONAL")}

    def test_many_due_at_once_wait_for_nobody(self, editor, piece):
        for number in range(20):
            other = make_piece(editor, url=f"{LEADS_NOWHERE}{number}", kind="OUTSIDE_URL")
            Check.objects.create(evidence=other, age_days=7, host="www.zhihu.example", due_at=NOW - timedelta(days=1))
        waits = []

        done = services.run_due(now=NOW, runner=a_runner(gap=GAP, sleep=waits.append), is_later=True)

        assert (done, waits) == (20, [])
        assert not HostPace.objects.exists()
