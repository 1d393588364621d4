from __future__ import annotations

import io
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omos.cli import sealing
from omos.cli.sealing import HEAD, PIECE, TAG, OpeningReader, SealBroken, SealingWriter, is_sealed

KEY = "five words nobody would guess"


@pytest.fixture(autouse=True)
def cheap_key(monkeypatch):
    """The dear derivation is what protects people; tests do not need it."""
    monkeypatch.setattr(sealing, "COST", 2)


def lock(content: bytes, key: str = KEY) -> bytes:
    file = io.BytesIO()
    writer = SealingWriter(file, key)
    writer.write(content)
    writer.finish()
    return file.getvalue()


def opened(locked: bytes, key: str = KEY) -> bytes:
    return io.BufferedReader(OpeningReader(io.BytesIO(locked), key)).read()


SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7]


class TestLocking:
    @pytest.mark.parametrize("size", SIZES)
    def test_gives_back_every_byte(self, size):
        content = os.urandom(size)

        assert opened(lock(content)) == content

    @settings(deadline=None, max_examples=30)
    @given(parts=st.lists(st.binary(max_size=2000), max_size=20))
    def test_does_not_mind_how_the_bytes_come(self, parts):
        file = io.BytesIO()
        writer = SealingWriter(file, KEY)
        [writer.write(part) for part in parts]
        writer.finish()

        assert opened(file.getvalue()) == b"".join(parts)

    def test_hides_what_it_locks(self):
        assert b"customer" not in lock(b"customer" * 100)

    def test_never_locks_the_same_twice_alike(self):
        assert lock(b"same")[HEAD:] != lock(b"same")[HEAD:]

    def test_is_known_by_its_start(self):
        assert is_sealed(lock(b"x"))
        assert not is_sealed(b"\x1f\x8b")


class TestOpening:
    def test_refuses_another_key(self):
        with pytest.raises(SealBroken):
            opened(lock(b"x"), "another key altogether")

    @pytest.mark.parametrize("place", [0, 14, HEAD - 1, HEAD, HEAD + 9, HEAD + PIECE + TAG, -1])
    def test_notices_a_flipped_bit(self, place):
        locked = bytearray(lock(os.urandom(2 * PIECE)))
        locked[place] ^= 1

        with pytest.raises(SealBroken):
            opened(bytes(locked))

    @pytest.mark.parametrize("left", [0, 5, HEAD - 1, HEAD, HEAD + TAG, HEAD + PIECE + TAG, HEAD + 2 * (PIECE + TAG)])
    def test_notices_that_the_end_is_missing(self, left):
        with pytest.raises(SealBroken):
            opened(lock(os.urandom(2 * PIECE + 100))[:left])

    def test_notices_exchanged_pieces(self):
        locked = lock(os.urandom(3 * PIECE))
        first, second = HEAD, HEAD + PIECE + TAG
        exchanged = locked[:first] + locked[second : second + PIECE + TAG] + locked[first:second]

        with pytest.raises(SealBroken):
            opened(exchanged + locked[second + PIECE + TAG :])

    def test_notices_a_piece_of_another_backup(self):
        here, there = lock(os.urandom(2 * PIECE)), lock(os.urandom(2 * PIECE))

        with pytest.raises(SealBroken):
            opened(here[: HEAD + PIECE + TAG] + there[HEAD + PIECE + TAG :])

    def test_notices_what_was_appended(self):
        with pytest.raises(SealBroken):
            opened(lock(os.urandom(100)) + b"more")
