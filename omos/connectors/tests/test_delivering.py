"""What became of a request: sent, surely not sent, or in doubt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.connectors.outbound import REASONS, Kind, OutboundError
from omos.connectors.outbound.delivering import Result, outcome_of_failure
from omos.connectors.outbound.letters import CUT, Letter, fitted


class TestOutcomeOfFailure:
    @pytest.mark.parametrize("reason", ["the connection was lost", "the answer is not valid HTTP"])
    def test_is_doubtful_when_it_may_have_arrived(self, reason):
        assert outcome_of_failure(OutboundError(reason)).result is Result.DOUBTFUL

    @pytest.mark.parametrize("reason", ["the host refused the connection", "the host name was not found"])
    def test_is_sure_when_nobody_was_reached(self, reason):
        assert outcome_of_failure(OutboundError(reason)).result is Result.UNREACHED

    def test_tells_a_silent_host_from_a_silent_answer(self):
        connecting = outcome_of_failure(OutboundError("the page did not answer in time", "203.0.113.7"))
        answering = outcome_of_failure(OutboundError("the page did not answer in time"))

        assert (connecting.result, answering.result) == (Result.UNREACHED, Result.DOUBTFUL)

    def test_gives_up_what_is_never_opened(self):
        assert outcome_of_failure(OutboundError("the address is not public", "10.0.0.1")).result is Result.REFUSED

    @pytest.mark.parametrize("reason", sorted(REASONS))
    def test_never_takes_a_failure_for_success(self, reason):
        outcome = outcome_of_failure(OutboundError(reason))

        assert outcome.result is not Result.SENT
        assert outcome.code in set(Kind)


class TestFitted:
    def test_leaves_what_fits_alone(self):
        assert fitted(["一", "二"], most_bytes=7) == "一\n二"

    def test_leaves_out_lines_from_the_end_and_says_so(self):
        assert fitted(["一行字", "两行字", "三行字"], most_bytes=20) == "一行字\n…"

    @given(st.lists(st.text(max_size=40), max_size=30), st.integers(min_value=10, max_value=300))
    def test_is_never_longer_than_allowed(self, lines, most):
        assert len(fitted(lines, most_bytes=most).encode()) <= most

    @given(st.lists(st.text(alphabet="字ab", min_size=1, max_size=40), min_size=1, max_size=30))
    def test_begins_as_the_whole_does(self, lines):
        told = fitted(lines, most_bytes=60)

        assert "\n".join(lines).startswith(told.removesuffix(CUT).removesuffix("\n"))


class TestKeyword:
    def test_is_added_only_where_it_is_missing(self):
        assert Letter("k", "网销日报", ("一",), keyword="网销").signed_lines == ("一",)
        assert Letter("k", "日报", ("一",), keyword="网销").signed_lines == ("一", "网销")
