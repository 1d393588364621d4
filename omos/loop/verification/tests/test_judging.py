"""Machine and person taken together; unknown never counts against anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.loop.verification.checks import CODES, Finding
from omos.loop.verification.models import Verdict
from omos.loop.verification.services.judging import Case, Decided, Demands, is_picked, judge
from omos.loop.verification.tests.factories import NOW

ARTICLE = Demands(is_own_website=True, needs_keyword=True, min_characters=800)
POST = Demands(is_own_website=False, needs_keyword=True, min_characters=0)
EARLIER, LATER = NOW - timedelta(hours=1), NOW + timedelta(hours=1)


def found(**verdicts: str) -> dict[str, Finding]:
    """All yes but those named."""
    return {code: Finding(Verdict(verdicts.get(code, "yes")), "not_read") for code in CODES}


def case(demands: Demands = ARTICLE, *, is_spot: bool = False, **verdicts: str) -> Case:
    return Case(found(**verdicts), demands, NOW, is_spot)


def decided(answer: str, *, at=LATER, reasons=(), overruled=()) -> Decided:
    return Decided(answer, at, frozenset(reasons), frozenset(overruled))


class TestTheMachine:
    def test_passes_what_is_right(self):
        assert judge(case()).outcome == "PASSED"

    @pytest.mark.parametrize(
        "code", ["reachable", "host", "keyword_title", "keyword_text", "indexable", "length", "original"]
    )
    def test_fails_an_article_by_a_decisive_no(self, code):
        judged = judge(case(**{code: "no"}))

        assert (judged.outcome, judged.why) == ("FAILED", "FAILED")

    @pytest.mark.parametrize("code", ["keyword_heading", "canonical", "published"])
    def test_takes_the_others_as_advice(self, code):
        assert judge(case(**{code: "no"})).outcome == "PASSED"

    @pytest.mark.parametrize("code", ["keyword_title", "indexable", "keyword_heading", "canonical"])
    def test_asks_less_of_a_post_outside(self, code):
        assert judge(case(POST, **{code: "no"})).outcome == "PASSED"

    def test_passes_the_unknown_for_now(self):
        judged = judge(case(original="unknown"))

        assert (judged.outcome, judged.why) == ("PROVISIONAL", "")

    def test_has_the_picked_unknown_looked_at(self):
        assert judge(case(is_spot=True, original="unknown")).why == "SPOT"

    def test_does_not_have_the_picked_pass_looked_at(self):
        assert judge(case(is_spot=True)).why == ""

    def test_takes_no_notice_of_questions_nobody_asked(self):
        findings = found() | {"original": Finding(Verdict.UNKNOWN, "no_text_asked")}

        assert judge(Case(findings, POST, NOW, True)).outcome == "PASSED"

    def test_cannot_read_a_note(self):
        assert judge(Case(None, POST, None, False)).outcome == "PROVISIONAL"

    @given(st.dictionaries(st.sampled_from(CODES), st.sampled_from(["yes", "unknown"])), st.booleans())
    def test_never_fails_anybody_for_an_unknown(self, verdicts, is_spot):
        assert judge(case(is_spot=is_spot, **verdicts)).outcome in {"PASSED", "PROVISIONAL"}


class TestThePerson:
    def test_passes_what_the_machine_refused(self):
        judged = judge(replace(case(original="no"), decided=decided("PASS", overruled=["original"])))

        assert (judged.outcome, judged.why, judged.is_by_person) == ("PASSED", "", True)

    def test_is_asked_again_when_something_else_is_wrong_later(self):
        judged = judge(replace(case(reachable="no"), decided=decided("PASS", at=EARLIER, overruled=["original"])))

        assert (judged.outcome, judged.why) == ("FAILED", "FAILED")

    def test_returns(self):
        assert judge(replace(case(), decided=decided("RETURN", reasons=["quality"]))).outcome == "RETURNED"

    def test_puts_off(self):
        assert judge(replace(case(original="no"), decided=decided("DOUBT"))).outcome == "PROVISIONAL"

    def test_is_asked_again_when_the_doubt_stays(self):
        judged = judge(replace(case(original="no"), decided=decided("DOUBT", at=EARLIER)))

        assert (judged.outcome, judged.why) == ("FAILED", "FAILED")


class TestAfterAReturn:
    def test_a_page_that_is_still_wrong_stays_returned(self):
        again = decided("RETURN", at=EARLIER, reasons=["original"], overruled=["original"])

        assert judge(replace(case(original="no"), decided=again)).outcome == "RETURNED"

    def test_what_the_machine_found_the_machine_can_find_mended(self):
        again = decided("RETURN", at=EARLIER, reasons=["original"], overruled=["original"])

        assert judge(replace(case(), decided=again)).outcome == "PASSED"

    def test_what_a_person_missed_a_person_looks_at(self):
        again = decided("RETURN", at=EARLIER, reasons=["quality"])
        judged = judge(replace(case(), decided=again, mended_at=EARLIER + timedelta(minutes=5)))

        assert (judged.outcome, judged.why) == ("PROVISIONAL", "MENDED")

    def test_a_planned_look_mends_nothing(self):
        again = decided("RETURN", at=EARLIER, reasons=["quality"])

        assert judge(replace(case(), decided=again)).outcome == "RETURNED"


class TestAsking:
    def test_brings_a_piece_before_eyes(self):
        assert judge(replace(case(), asked_at=NOW)).why == "ASKED"

    def test_is_answered_by_a_decision(self):
        assert judge(replace(case(), asked_at=NOW, decided=decided("PASS"))).why == ""

    def test_may_be_done_again_after_one(self):
        judged = judge(replace(case(), asked_at=LATER, decided=decided("RETURN", at=NOW)))

        assert (judged.outcome, judged.why) == ("RETURNED", "ASKED")


def test_a_tenth_is_picked_and_always_the_same():
    picked = [number for number in range(10_000) if is_picked(number)]

    assert 900 < len(picked) < 1_100
    assert picked == [number for number in range(10_000) if is_picked(number)]
