"""Locks a stream with a passphrase and opens it again; not one byte of a changed stream is handed out.

The key comes from the passphrase by scrypt. The stream is cut into pieces, each locked by AES-256-GCM under its own
number, the last one marked: pieces that are changed, exchanged, left out or cut off do not open.
"""

from __future__ import annotations

import io
import os
import struct
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"OMOS-LOCKED-1\n"
SALT, PREFIX, TAG = 16, 7, 16
PIECE = 1 << 18
# 32 MiB and a tenth of a second for every guess.
COST, BLOCK, PARALLEL = 1 << 15, 8, 1
HEAD = len(MAGIC) + SALT + PREFIX


class SealBroken(Exception):
    """The stream was changed or cut off, or another passphrase locked it."""


def is_sealed(start: bytes) -> bool:
    """Whether a stream that starts so is a locked one."""
    return start.startswith(MAGIC)


class _Lock:
    """Key, nonces and order of one stream."""

    def __init__(self, passphrase: str, head: bytes) -> None:
        salt = head[len(MAGIC) : len(MAGIC) + SALT]
        key = Scrypt(salt=salt, length=32, n=COST, r=BLOCK, p=PARALLEL).derive(passphrase.encode())
        self.cipher, self.head, self.count = AESGCM(key), head, 0

    def next_nonce(self, *, is_last: bool) -> bytes:
        nonce = self.head[-PREFIX:] + struct.pack(">IB", self.count, is_last)
        self.count += 1
        return nonce


class SealingWriter(io.RawIOBase):
    """Writes a locked stream into a file; only `close` makes it whole."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        head = MAGIC + os.urandom(SALT + PREFIX)
        self._file, self._lock, self._waiting = file, _Lock(passphrase, head), bytearray()
        file.write(head)

    def writable(self) -> bool:
        return True

    def write(self, content: bytes, /) -> int:  # type: ignore[override]  # bytes are all we are given
        self._waiting += content
        # One byte more than a piece: what is written now can never be the last.
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), is_last=False)
            del self._waiting[:PIECE]
        return len(content)

    def finish(self) -> None:
        """Lock the rest as the last piece; without it nothing opens to its end."""
        self._put(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _put(self, piece: bytes, *, is_last: bool) -> None:
        nonce = self._lock.next_nonce(is_last=is_last)
        self._file.write(self._lock.cipher.encrypt(nonce, piece, self._lock.head))


class OpeningReader(io.RawIOBase):
    """Reads a locked stream.

    :raises SealBroken: at the first piece that does not open
    """

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        head = file.read(HEAD)
        if len(head) < HEAD or not is_sealed(head):
            raise SealBroken("it is cut off")
        self._file, self._lock = file, _Lock(passphrase, head)
        self._ahead, self._open = file.read(PIECE + TAG), b""
        self._is_done = False

    def readable(self) -> bool:
        return True

    def readinto(self, target: bytearray | memoryview, /) -> int:  # type: ignore[override]  # gzip hands over memory
        if not self._open and not self._is_done:
            self._open = self._take()
        given = self._open[: len(target)]
        target[: len(given)] = given
        self._open = self._open[len(given) :]
        return len(given)

    def _take(self) -> bytes:
        locked, self._ahead = self._ahead, self._file.read(PIECE + TAG)
        self._is_done = not self._ahead
        nonce = self._lock.next_nonce(is_last=self._is_done)
        try:
            return self._lock.cipher.decrypt(nonce, locked, self._lock.head)
        except InvalidTag as error:
            raise SealBroken("it was changed, cut off, or locked with another key") from error
