"""Near-duplicates among 100,000 Chinese texts: indexing, one new text against all, recall at 5 % edits, precision."""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from omos.formulas.similarity import band_keys, closest, compare, signature, signatures

TEXTS = int(os.environ.get("BENCH_TEXTS", "100000"))
PROBES = 200
ROUNDS = 3
INDEX_GOAL_S = 5.0 * TEXTS / 100_000
LOOKUP_GOAL_MS = 20.0
SHARED = 0.5
PEER_TEXTS = 300
HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]

Keys = npt.NDArray[np.int64]


def make_texts(count: int) -> list[str]:
    """Return texts of about 550 characters from one vocabulary, with sentences that many of them share."""
    draw = random.Random(20261120)
    words = ["".join(draw.choices(HAN, k=draw.choice((1, 2, 2, 2, 3, 4)))) for _ in range(20_000)]
    slogans = ["".join(draw.choices(words, k=12)) for _ in range(50)]
    return [
        "，".join(["".join(draw.choices(words, k=20)) for _ in range(11)] + draw.sample(slogans, 1))
        for _ in range(count)
    ]


def edited(text: str, draw: random.Random) -> str:
    """Change, drop or add a character at one place in twenty."""
    return "".join(
        draw.choice([draw.choice(HAN), "", character + draw.choice(HAN)]) if draw.random() < 0.05 else character
        for character in text
    )


@dataclass(frozen=True)
class Index:
    """Signatures, and sorted band keys with the text each belongs to, as a database would hold them."""

    signed: list[bytes]
    keys: Keys
    owners: Keys


def build(texts: list[str]) -> Index:
    """Sign all texts and sort their band keys."""
    signed = list(signatures(texts))
    keys = np.array([band_keys(one) for one in signed], dtype=np.int64).ravel()
    order = np.argsort(keys, kind="stable")
    return Index(signed, keys[order], order // 32)


def look_up(text: str, texts: list[str], index: Index) -> list[int]:
    """Return the texts at least half of which the new one repeats: by band, then by estimate, decided exactly."""
    signed = signature(text)
    wanted = np.array(band_keys(signed), dtype=np.int64)
    starts, ends = np.searchsorted(index.keys, wanted), np.searchsorted(index.keys, wanted, side="right")
    found = {int(owner) for start, end in zip(starts, ends, strict=True) for owner in index.owners[start:end]}
    candidates = sorted(found)
    alike = closest(signed, [index.signed[owner] for owner in candidates])
    owners = [candidates[place] for place, _ in alike]
    return [owner for owner in owners if compare(text, texts[owner]).shared_share >= SHARED]


def peer_per_second(texts: list[str]) -> float:
    """Return texts a CPU-second of MinHash as libraries do it: a digest per shingle, 128 permutations of each."""
    prime, draw = np.uint64((1 << 61) - 1), np.random.default_rng(1)
    a, b = draw.integers(1, 1 << 30, (128, 1), dtype=np.uint64), draw.integers(0, 1 << 30, (128, 1), dtype=np.uint64)
    start = time.process_time()
    for text in texts:
        digests = [sha1(text[place : place + 5].encode()).digest()[:4] for place in range(len(text) - 4)]
        hashes = np.frombuffer(b"".join(digests), dtype="<u4").astype(np.uint64)
        (((hashes * a + b) % prime) & np.uint64(0xFFFFFFFF)).min(axis=1)
    return len(texts) / (time.process_time() - start)


def probe(texts: list[str], index: Index) -> tuple[list[float], int, int, int]:
    """Look up edited copies and strangers: times in ms, copies found, other texts named, strangers wrongly named."""
    draw = random.Random(5)
    times, hits, wrong, false_alarms = [], 0, 0, 0
    strangers = make_texts(TEXTS + PROBES)[TEXTS:]
    for number, stranger in enumerate(strangers):
        place = number * (TEXTS // PROBES)
        copy = edited(texts[place], draw)
        start = time.perf_counter()
        found = look_up(copy, texts, index)
        times.append((time.perf_counter() - start) * 1000)
        hits += place in found
        wrong += len(set(found) - {place})
        false_alarms += bool(look_up(stranger, texts, index))
    return times, hits, wrong, false_alarms


def show_index(texts: list[str]) -> Index:
    """Print the time of indexing beside the goal and the peer's way, run alternately."""
    seconds, ours, peers = [], [], []
    for _ in range(ROUNDS):
        start, cpu = time.perf_counter(), time.process_time()
        index = build(texts)
        seconds.append(time.perf_counter() - start)
        ours.append(TEXTS / (time.process_time() - cpu))
        peers.append(peer_per_second(texts[:PEER_TEXTS]))
    took, rate, peer = statistics.median(seconds), statistics.median(ours), statistics.median(peers)
    print(f"index     {took:8.2f} s   spread {max(seconds) - min(seconds):.2f}   goal {INDEX_GOAL_S:.2f}", end="   ")
    print(f"ours / goal {took / INDEX_GOAL_S:.2f}")
    print(f"          {rate:8.0f} texts/CPU-s   128 permutations {peer:.0f}   ratio {rate / peer:.1f}")
    return index


def main() -> None:
    """Print ours, the goals, the peer's way and the ratios of one run."""
    texts = make_texts(TEXTS)
    signature("预热")
    print(f"{TEXTS} texts, mean {statistics.mean(map(len, texts)):.0f} characters; load {os.getloadavg()[0]:.2f}")
    index = show_index(texts)
    times, hits, wrong, false_alarms = probe(texts, index)
    lookup, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"new text  {lookup:8.2f} ms  p95 {slow:.2f}   goal {LOOKUP_GOAL_MS:.2f}", end="   ")
    print(f"ours / goal {lookup / LOOKUP_GOAL_MS:.3f}")
    start = time.perf_counter()
    closest(index.signed[0], index.signed)
    print(f"all, one by one {(time.perf_counter() - start) * 1000:.2f} ms")
    precision = hits / max(hits + wrong, 1)
    print(f"recall at 5 % edits {hits / PROBES:.3f} (goal .98)   precision {precision:.3f} (goal .98)")
    print(f"strangers named {false_alarms} of {PROBES}")


if __name__ == "__main__":
    main()
