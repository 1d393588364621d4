"""Proof is kept once per content, never larger than 200 KB, and forgotten after its time."""

from __future__ import annotations

import gzip
import os
from datetime import timedelta

import pytest

from omos.loop.verification.models import Check, Proof
from omos.loop.verification.services.proofs import LARGEST_SNAPSHOT, drop_old_proofs, keep_proof, snapshot_of
from omos.loop.verification.tests.factories import NOW, a_look, a_page, make_decision, make_piece, make_standing

LONG_AFTER = NOW + timedelta(days=401)


def test_a_snapshot_is_the_page_packed():
    assert gzip.decompress(snapshot_of(b"<p>a</p>", "a")) == b"<p>a</p>"


def test_a_huge_page_is_kept_as_its_text():
    packed = snapshot_of(os.urandom(900_000), "字" * 100_000)

    assert len(packed) <= LARGEST_SNAPSHOT
    assert gzip.decompress(packed).decode() == "字" * 100_000


def test_a_huge_text_is_cut():
    text = os.urandom(400_000).hex()

    assert len(snapshot_of(b"", text)) <= LARGEST_SNAPSHOT
    assert text.startswith(gzip.decompress(snapshot_of(os.urandom(900_000), text)).decode()[:1000])


@pytest.mark.django_db
class TestKeeping:
    def test_seen_again_it_only_lives_longer(self):
        keep_proof(look=a_look(), now=NOW)
        keep_proof(look=a_look(), now=NOW + timedelta(days=30))

        kept = Proof.objects.get()
        assert kept.first_kept_at == NOW
        assert kept.keep_until == (NOW + timedelta(days=430)).date()

    def test_a_page_without_text_is_not_kept(self):
        assert keep_proof(look=a_look(a_page(text="")), now=NOW) is None

    def test_a_character_no_database_keeps_is_dropped(self):
        kept = keep_proof(look=a_look(a_page(text="a\x00b")), now=NOW)

        assert kept.text == "ab"


@pytest.mark.django_db
class TestForgetting:
    @pytest.fixture
    def standing(self, editor):
        standing = make_standing(make_piece(editor))
        Check.objects.update(proof=keep_proof(look=a_look(), now=NOW))
        return standing

    def test_waits_for_its_time(self, standing):
        assert drop_old_proofs(now=NOW + timedelta(days=399)) == 0

    def test_leaves_the_verdicts(self, standing):
        assert drop_old_proofs(now=LONG_AFTER) == 1
        assert Check.objects.get().proof is None
        assert Check.objects.get().verdicts

    @pytest.mark.parametrize("outcome", ["FAILED", "RETURNED"])
    def test_spares_what_was_not_passed(self, standing, outcome):
        standing.outcome = outcome
        standing.save()

        assert drop_old_proofs(now=LONG_AFTER) == 0

    def test_spares_what_was_ever_returned(self, standing, supervisor):
        make_decision(standing.evidence, supervisor, is_current=False)

        assert drop_old_proofs(now=LONG_AFTER) == 0
