from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.limits import FormulaError
from omos.formulas.similarity import (
    SIGNATURE_BYTES,
    Comparison,
    Passage,
    band_keys,
    closest,
    compare,
    likeness,
    signature,
    signatures,
)

EARLIER = "工业除尘器的滤筒应当每半年更换一次，否则阻力上升，风量下降，电费也会跟着增加。"
TEXT = "很多客户问：工业除尘器的滤筒应当每半年更换一次吗？我们认为要看工况。"
# Signatures are stored: should this ever change, all of them must be made anew.
GOLDEN = "07a1f224dda8c82c"
HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 2500)]
TEXTS = st.text(st.sampled_from("除尘器滤筒风量ab，。 "), max_size=60)


def article(seed: int, length: int = 600) -> str:
    return "".join(random.Random(seed).choices(HAN, k=length))


def edited(text: str, seed: int, share: float = 0.05) -> str:
    """Change, drop or add a character at every so many places."""
    draw = random.Random(seed)
    return "".join(
        draw.choice([draw.choice(HAN), "", character + draw.choice(HAN)]) if draw.random() < share else character
        for character in text
    )


class TestCompare:
    def test_worked_example(self) -> None:
        comparison = compare(TEXT, EARLIER)

        (passage,) = comparison.passages
        assert TEXT[passage.start : passage.end] == "工业除尘器的滤筒应当每半年更换一次"
        assert (round(comparison.shared_share, 3), round(comparison.jaccard, 3)) == (0.481, 0.289)

    def test_space_punctuation_case_and_width_do_not_count(self) -> None:
        assert compare("ＯＭＯＳ 除尘器，滤筒 更换", "omos除尘器滤筒。更换").shared_share == 1.0

    def test_other_words_share_nothing(self) -> None:
        assert compare(article(1), article(2)) == Comparison(0.0, 0.0, ())

    def test_a_quotation_is_found_in_a_long_text(self) -> None:
        quotation = article(3, 40)
        text = f"{article(4, 200)}。{quotation}！{article(5, 200)}"

        assert compare(text, f"{article(6)}{quotation}{article(7)}").passages == (Passage(201, 241),)

    def test_short_runs_are_the_language_itself(self) -> None:
        assert compare("前文" + article(8, 12) + "后文", article(8, 12)).passages == ()

    @pytest.mark.parametrize(
        ("text", "earlier", "share"), [("", "除尘器", 0.0), ("，。", "", 0.0), ("除尘", "除尘", 1.0)]
    )
    def test_very_short_texts(self, text: str, earlier: str, share: float) -> None:
        assert compare(text, earlier).shared_share == share

    def test_rare_characters_count_and_emoji_do_not(self) -> None:
        assert compare("𠮷野家除尘😀器", "𠮷野家除尘器").shared_share == 1.0

    def test_copes_with_half_a_character(self) -> None:
        assert compare("\ud800除尘器滤筒", "除尘器滤筒").jaccard == 1.0

    @given(TEXTS, TEXTS)
    def test_likeness_is_symmetric_and_between_nought_and_one(self, one: str, other: str) -> None:
        there, back = compare(one, other), compare(other, one)

        assert there.jaccard == back.jaccard
        assert 0 <= there.jaccard <= min(there.shared_share, back.shared_share) <= 1

    @given(TEXTS, TEXTS)
    def test_adding_to_the_earlier_text_never_lowers_the_share(self, text: str, earlier: str) -> None:
        whole = "除尘器滤筒" + text

        assert compare(whole, earlier + "。" + text).shared_share >= compare(whole, earlier).shared_share

    @given(TEXTS, TEXTS)
    def test_passages_are_in_order_and_long_enough(self, text: str, earlier: str) -> None:
        places = [place for passage in compare(text, earlier).passages for place in (passage.start, passage.end)]

        assert places == sorted(set(places))
        assert all(0 <= place <= len(text) for place in places)


class TestSignature:
    def test_is_small_and_the_same_every_time(self) -> None:
        signed = signature(EARLIER)

        assert len(signed) == SIGNATURE_BYTES
        assert signed == signature(EARLIER.replace("，", " , "))
        assert signed[:8].hex() == GOLDEN

    def test_a_text_without_letters_has_none(self) -> None:
        assert (signature("，。！"), band_keys(b"")) == (b"", ())

    def test_many_at_once_are_the_same_as_one_by_one(self) -> None:
        texts = [article(1), "", "除尘", "，", EARLIER, article(2)] * 20

        assert list(signatures(texts)) == [signature(text) for text in texts]

    @pytest.mark.parametrize("seed", range(5))
    def test_estimates_the_likeness(self, seed: int) -> None:
        one, other = article(seed), edited(article(seed), seed + 100)

        estimate = likeness(signature(one), signature(other))

        assert abs(estimate - compare(one, other).jaccard) < 0.15

    def test_refuses_foreign_bytes(self) -> None:
        with pytest.raises(FormulaError, match="signature: wrong_length"):
            band_keys(b"abc")

    @given(TEXTS)
    def test_is_itself(self, text: str) -> None:
        signed = signature(text)

        assert likeness(signed, signed) == float(bool(signed))


class TestCandidates:
    def test_an_edited_copy_shares_a_band(self) -> None:
        missed = [
            seed
            for seed in range(200)
            if not set(band_keys(signature(article(seed))))
            & set(band_keys(signature(edited(article(seed), seed + 1000))))
        ]

        assert missed == []

    def test_half_a_copy_nearly_always_shares_a_band(self) -> None:
        missed = [
            seed
            for seed in range(200)
            if not set(band_keys(signature(article(seed))))
            & set(band_keys(signature(article(seed)[:300] + article(seed + 500, 300))))
        ]

        assert len(missed) <= 12

    def test_strangers_hardly_ever_meet(self) -> None:
        keys = [key for seed in range(300) for key in band_keys(signature(article(seed)))]

        assert len(set(keys)) >= len(keys) - 3

    def test_keys_fit_a_database_column(self) -> None:
        assert all(0 <= key < 2**37 for key in band_keys(signature(EARLIER)))

    def test_closest_finds_the_copy_among_strangers(self) -> None:
        stored = list(signatures([article(seed) for seed in range(50)]))

        ((place, alike),) = closest(signature(edited(article(17), 1)), stored)

        assert place == 17
        assert alike > 0.4

    def test_closest_of_nothing_is_nothing(self) -> None:
        assert (closest(b"", [signature(EARLIER)]), closest(signature(EARLIER), [])) == ([], [])

    def test_closest_refuses_an_empty_one_among_the_stored(self) -> None:
        with pytest.raises(FormulaError, match="signature: wrong_length"):
            closest(signature(EARLIER), [b"", signature(EARLIER)])
