"""The small pure parts: turns of a queue, marked texts, hosts, reasons; held by properties."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from omos.connectors.outbound import REASONS
from omos.connectors.pages.walls import GONE_REASONS, WALL_REASONS
from omos.loop.verification.checks import CODES, belongs, host_of, restored, spans_of, unknown, yes
from omos.loop.verification.models import unpacked
from omos.loop.verification.queries.snapshot import marked
from omos.loop.verification.reasons import DETAILS, NOT_ASKED, RETURN_REASONS, SENTENCES, sentence
from omos.loop.verification.services.enqueueing import host_with_port
from omos.loop.verification.services.judging import Case, Demands, is_picked, judge
from omos.loop.verification.services.proofs import LARGEST_SNAPSHOT, snapshot_of, storable
from omos.loop.verification.views.desk_page import Turn, turn_of

IDS = st.lists(st.integers(1, 99), unique=True, max_size=8)
SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: tuple(sorted(pair))), max_size=5)
FINDINGS = st.dictionaries(st.sampled_from(CODES), st.sampled_from(["yes", "no", "unknown"]), max_size=10)
DEMANDS = st.builds(Demands, st.booleans(), st.booleans(), st.sampled_from([0, 800]))


def findings(told: dict[str, str]):
    return restored({code: {"verdict": verdict, "reason": "open"} for code, verdict in told.items()})


def case(told: dict[str, str], demands: Demands, *, is_picked: bool = False) -> Case:
    return Case(findings=findings(told), demands=demands, checked_at=None, is_picked=is_picked)


class TestTurn:
    def test_of_nothing_is_none(self):
        assert turn_of([], 1) == turn_of([1, 2], None) == turn_of([1, 2], 3) == Turn()

    def test_of_a_lone_piece_has_no_neighbours(self):
        assert turn_of([7], 7) == Turn(1, None, None)

    @given(IDS.filter(bool))
    def test_walking_on_meets_every_piece_once(self, ids):
        met, at = [], ids[0]
        while at is not None and len(met) <= len(ids):
            met.append(at)
            at = turn_of(ids, at).following_id

        assert met == ids

    @given(IDS.filter(lambda ids: len(ids) > 1))
    def test_what_follows_is_preceded(self, ids):
        assert turn_of(ids, ids[1]).previous_id == ids[0]
        assert turn_of(ids, ids[0]).following_id == ids[1]


class TestMarkedText:
    @given(st.text(min_size=1, max_size=30), SPANS, SPANS)
    def test_loses_no_letter(self, text, hits, copied):
        inside = [(min(a, len(text)), min(b, len(text))) for a, b in hits]
        also = [(min(a, len(text)), min(b, len(text))) for a, b in copied]

        assert "".join(part.text for part in marked(text, inside, also)) == text

    @given(st.text(alphabet="软件包 abc", min_size=1, max_size=40))
    def test_every_hit_is_marked(self, text):
        hits = spans_of(text, "软件包")

        assert sum(part.mark == "hit" for part in marked(text, hits)) == len(hits)

    def test_hits_inside_copied_passages_are_both(self):
        parts = list(marked("甲软件包乙", [(1, 4)], [(0, 5)]))

        assert [(part.text, part.mark) for part in parts] == [("甲", "copied"), ("软件包", "both"), ("乙", "copied")]


class TestHosts:
    @pytest.mark.parametrize(
        ("url", "host"),
        [
            ("https://WWW.A.CN:8443/x", "www.a.cn"),
            ("a.cn/x", "a.cn"),
            ("http://user:pw@a.cn./", "a.cn"),
            ("http://[::1]:80/", "::1"),
            ("http://[", ""),
            ("", ""),
        ],
    )
    def test_are_read_from_any_spelling(self, url, host):
        assert host_of(url) == host

    @pytest.mark.parametrize(
        ("host", "domain", "is_own"),
        [
            ("a.cn", "www.a.cn", True),
            ("m.a.cn", "a.cn", True),
            ("a.cn", "A.CN", True),
            ("ba.cn", "a.cn", False),
            ("a.cn.evil.com", "a.cn", False),
            ("", "a.cn", False),
            ("a.cn", "", False),
        ],
    )
    def test_belong_to_their_domain_only(self, host, domain, is_own):
        assert belongs(host, domain) is is_own

    @pytest.mark.parametrize(
        ("url", "place"),
        [
            ("https://A.cn:8443/x?y#z", "a.cn:8443"),
            ("http://u:p@a.cn/x", "a.cn"),
            ("a.cn?x", "a.cn"),
            ("http://[", ""),
            ("http://" + "a" * 300 + ".cn/", ("a" * 300)[:255]),
        ],
    )
    def test_are_paced_by_place(self, url, place):
        assert host_with_port(url) == place

    @given(st.text(max_size=80))
    def test_of_any_text_are_plain(self, text):
        assert host_of(text) == host_of(text).lower()
        assert len(host_with_port(text)) <= 255


class TestReasons:
    @pytest.mark.parametrize("reason", [*REASONS, *WALL_REASONS, *GONE_REASONS])
    def test_every_sentence_of_the_doors_is_translated(self, reason):
        with translation.override("zh-hans"):
            assert str(DETAILS[reason]) != reason

    @pytest.mark.parametrize("reason", sorted(SENTENCES))
    def test_a_reason_without_its_figures_speaks_for_itself(self, reason):
        assert sentence(reason, {})

    @given(st.text(max_size=20), st.dictionaries(st.text(max_size=8), st.none() | st.integers() | st.text(max_size=9)))
    def test_any_reason_gives_a_sentence(self, reason, data):
        assert isinstance(sentence(reason, data), str)

    def test_questions_nobody_asked_are_no_open_questions(self):
        assert set(SENTENCES) >= NOT_ASKED
        assert not unknown("no_keyword").is_asked
        assert unknown("not_read").is_asked
        assert yes("open").is_asked

    def test_why_a_piece_goes_back_names_checks_or_a_persons_view(self):
        assert set(RETURN_REASONS) - set(CODES) == {"quality", "other"}


class TestJudging:
    @given(FINDINGS, DEMANDS)
    def test_unknown_never_fails_a_piece(self, told, demands):
        softened = {code: "unknown" if verdict == "no" else verdict for code, verdict in told.items()}

        assert judge(case(softened, demands)).outcome in {"PASSED", "PROVISIONAL"}

    @given(FINDINGS, DEMANDS)
    def test_a_piece_fails_exactly_by_a_decisive_no(self, told, demands):
        has_no = any(told.get(code) == "no" for code in demands.decisive)

        assert (judge(case(told, demands)).outcome == "FAILED") is has_no

    @given(FINDINGS, DEMANDS)
    def test_advice_changes_nothing(self, told, demands):
        decisive = {code: verdict for code, verdict in told.items() if code in demands.decisive}

        assert judge(case(told, demands)).outcome == judge(case(decisive, demands)).outcome

    @given(FINDINGS, DEMANDS)
    def test_only_what_passed_for_now_is_spot_checked(self, told, demands):
        judged = judge(case(told, demands, is_picked=True))

        assert (judged.why == "SPOT") is (judged.outcome == "PROVISIONAL")

    def test_a_tenth_is_picked_and_always_the_same(self):
        picked = [number for number in range(5000) if is_picked(number)]

        assert 400 < len(picked) < 600
        assert picked == [number for number in range(5000) if is_picked(number)]


class TestProofs:
    @given(st.binary(max_size=500))
    def test_a_small_page_is_kept_whole(self, body):
        import gzip

        assert gzip.decompress(snapshot_of(body, "")) == body

    def test_a_page_that_cannot_be_packed_small_keeps_its_text(self):
        import os

        packed = snapshot_of(os.urandom(LARGEST_SNAPSHOT * 2), "正文 " * 100)

        assert len(packed) <= LARGEST_SNAPSHOT

    @given(st.text(max_size=50))
    def test_what_is_kept_has_no_zero(self, text):
        assert "\x00" not in storable(text)

    def test_no_text_kept_is_no_text(self):
        assert unpacked(None) == unpacked(b"") == ""
