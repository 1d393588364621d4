from __future__ import annotations

import zlib
from typing import Protocol

import brotli

from omos.connectors.outbound.errors import OutboundError

ACCEPTED = "gzip, deflate, br"
# An answer is a bomb when it has unpacked to more than a megabyte and to over a hundred times its weight.
_HARMLESS = 1_000_000
_RATIO = 100
_STEP = 262_144
_SLICE = 8_192


class _Unpacker(Protocol):
    def unpack(self, data: bytes, room: int) -> bytes: ...


class Intake:
    """Collects an answer's body, unpacking as it comes and never holding more than the limit."""

    def __init__(self, encoding: str, limit: int) -> None:
        self._unpacker = _unpacker_for(encoding)
        self._limit = limit
        self._weight = 0
        self._body = bytearray()
        self.is_cut = False

    @property
    def body(self) -> bytes:
        return bytes(self._body)

    def take(self, data: bytes) -> bool:
        """Add a piece as received; False when the limit is reached and reading should stop.

        :raises OutboundError: if the piece is damaged or unpacks without measure
        """
        # In small slices, so that what is weighed is what was unpacked: a whole bomb fits in one piece.
        for start in range(0, len(data), _SLICE):
            self._take_slice(data[start : start + _SLICE])
            if self.is_cut:
                return False
        return True

    def _take_slice(self, data: bytes) -> None:
        self._weight += len(data)
        room = self._limit - len(self._body)
        # One byte more than there is room for tells a full answer from a cut one.
        plain = self._unpacker.unpack(data, room + 1)
        self._body += plain[:room]
        self._refuse_bomb()
        self.is_cut = len(plain) > room or self._weight > self._limit

    def _refuse_bomb(self) -> None:
        if len(self._body) > _HARMLESS and len(self._body) > _RATIO * self._weight:
            raise OutboundError("the answer unpacks to far more than it weighs")


def _unpacker_for(encoding: str) -> _Unpacker:
    match encoding.strip().lower():
        case "" | "identity" | "none" | "utf-8":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Inflater(zlib.MAX_WBITS | 16)
        case "deflate":
            return _Inflater(zlib.MAX_WBITS)
        case "br":
            return _Brotli()
    raise OutboundError("the answer is packed in an unknown way", encoding[:40])


class _Plain:
    def unpack(self, data: bytes, room: int) -> bytes:
        return data[:room]


class _Inflater:
    def __init__(self, window: int) -> None:
        self._window = window
        self._engine = zlib.decompressobj(window)
        self._is_fresh = True

    def unpack(self, data: bytes, room: int) -> bytes:
        plain = bytearray()
        while data and len(plain) < room:
            plain += self._step(data, min(room - len(plain), _STEP))
            data = self._rest()
        return bytes(plain)

    def _step(self, data: bytes, room: int) -> bytes:
        try:
            plain = self._engine.decompress(data, room)
        except zlib.error:
            if not self._is_fresh or self._window != zlib.MAX_WBITS:
                raise OutboundError("the answer's packing is damaged") from None
            # Many servers send "deflate" without its zlib wrapper, and browsers read it.
            self._window = -zlib.MAX_WBITS
            self._engine = zlib.decompressobj(self._window)
            return self._step(data, room)
        self._is_fresh = False
        return plain

    def _rest(self) -> bytes:
        if not self._engine.eof:
            return self._engine.unconsumed_tail
        rest = self._engine.unused_data
        # gzip may be several members in a row; whatever else follows the end is padding.
        if self._window < 16 or rest[:2] != b"\x1f\x8b":
            return b""
        self._engine = zlib.decompressobj(self._window)
        return rest


class _Brotli:
    def __init__(self) -> None:
        self._engine = brotli.Decompressor()

    def unpack(self, data: bytes, room: int) -> bytes:
        plain = bytearray()
        try:
            while len(plain) < room and not self._engine.is_finished():
                piece = self._engine.process(data, output_buffer_limit=min(room - len(plain), _STEP))
                data = b""
                plain += piece
                if not piece and self._engine.can_accept_more_data():
                    break
        except brotli.error:
            raise OutboundError("the answer's packing is damaged") from None
        return bytes(plain)
