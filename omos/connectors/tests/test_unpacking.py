"""Bodies as they come, piece by piece: unpacked, bounded, and never trusted."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omos.connectors.outbound import Kind, OutboundError
from omos.connectors.outbound.unpacking import Intake

LIMIT = 100_000
PACKERS = {
    "": lambda data: data,
    "identity": lambda data: data,
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "x-gzip": lambda data: gzip.compress(data, mtime=0),
    "deflate": zlib.compress,
    "br": brotli.compress,
}
BODY = st.binary(max_size=3000)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def taken(encoding: str, *pieces: bytes, limit: int = LIMIT) -> Intake:
    intake = Intake(encoding, limit)
    for piece in pieces:
        intake.take(piece)
    return intake


@pytest.mark.parametrize("encoding", list(PACKERS))
@settings(max_examples=25)
@given(body=BODY, cut=st.integers(0, 3000))
def test_a_body_comes_back_however_it_is_cut(encoding: str, body: bytes, cut: int) -> None:
    packed = PACKERS[encoding](body)

    intake = taken(encoding, packed[:cut], packed[cut:])

    assert (intake.body, intake.is_cut) == (body, False)


@given(BODY)
def test_deflate_without_its_wrapper_is_read_as_browsers_do(body: bytes) -> None:
    assert taken("deflate", raw_deflate(body)).body == body


def test_several_members_in_a_row_are_one_body() -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two")

    assert taken("gzip", packed).body == b"one two"


def test_padding_behind_the_end_is_left_out() -> None:
    assert taken("gzip", gzip.compress(b"text") + b"\x00" * 50).body == b"text"


@pytest.mark.parametrize("encoding", list(PACKERS))
def test_a_body_over_the_limit_is_cut_there(encoding: str) -> None:
    body = bytes(range(256)) * 10

    intake = taken(encoding, PACKERS[encoding](body), limit=1000)

    assert (intake.body, intake.is_cut) == (body[:1000], True)


@pytest.mark.parametrize("encoding", list(PACKERS))
def test_a_body_of_just_the_limit_is_whole(encoding: str) -> None:
    body = bytes(range(200)) * 5

    intake = taken(encoding, PACKERS[encoding](body), limit=1000)

    assert intake.body == body


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_bomb_is_refused_before_it_fills_the_memory(encoding: str) -> None:
    with pytest.raises(OutboundError) as caught:
        taken(encoding, PACKERS[encoding](b"\x00" * 4_000_000), limit=5_000_000)

    assert caught.value.kind is Kind.TOO_LARGE


@pytest.mark.parametrize(
    ("encoding", "damage"), [("gzip", b"\x1f\x8bnot gzip"), ("br", b"\xff" * 40), ("deflate", b"\xff" * 9)]
)
def test_damage_is_named(encoding: str, damage: bytes) -> None:
    with pytest.raises(OutboundError) as caught:
        taken(encoding, damage)

    assert caught.value.reason == "the answer's packing is damaged"


@pytest.mark.parametrize("encoding", ["zstd", "compress", "gzip, gzip", "x" * 500])
def test_an_unknown_packing_is_refused_at_once(encoding: str) -> None:
    with pytest.raises(OutboundError) as caught:
        Intake(encoding, LIMIT)

    assert caught.value.reason == "the answer is packed in an unknown way"
    assert len(caught.value.detail) <= 40


def length_of(encoding: str, data: bytes) -> int:
    """How much came out; 0 where the data was refused."""
    try:
        return len(taken(encoding, data).body)
    except OutboundError:
        return 0


@given(st.binary(max_size=400), st.sampled_from(list(PACKERS)))
def test_any_bytes_give_a_bounded_body_or_a_refusal(data: bytes, encoding: str) -> None:
    assert length_of(encoding, data) <= LIMIT
