"""Week generation for 50 people: our plan against the limit of 100 ms, and against a plain copy of its own cells."""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from omos.formulas.weekplan import Carried, Category, KeywordItem, Person, WeekPlan, plan_week

LIMIT_MS = 100.0
ROUNDS = 15
PEOPLE = 50
WEEK = tuple(date(2026, 11, 23) + timedelta(days=i) for i in range(6))
POSITIONS = ("EDITOR", "PROMOTER", "SERVICE", "SALES")


def generate() -> WeekPlan:
    """Plan one week for 50 people, 16 categories, 100 leftovers and 400 keyword lines."""
    draw = random.Random(7)
    people = [
        Person(i, frozenset({POSITIONS[i % 4]}), {day: draw.randint(240, 420) for day in WEEK}) for i in range(PEOPLE)
    ]
    categories = [Category(i, draw.randint(10, 90), POSITIONS[i % 4], draw.randint(50, 900)) for i in range(16)]
    carried = [Carried(i % PEOPLE, i % 16, draw.randint(1, 4), i) for i in range(100)]
    items = [KeywordItem(i, i % 16, None, WEEK[i % 6]) for i in range(400)]
    return plan_week(
        people=people, categories=categories, days=WEEK, workdays_left=12, carried=carried, keyword_items=items
    )


def median_ms(work: Callable[[], object]) -> tuple[float, float]:
    """Return the median and the spread of some rounds in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), max(times) - min(times)


def main() -> None:
    """Print ours, the limits and the ratios of one run."""
    plan = generate()
    ours, spread = median_ms(generate)
    copy, _ = median_ms(lambda: [replace(cell) for cell in plan.cells])
    units = sum(cell.quantity for cell in plan.cells)
    print(f"week plan, {PEOPLE} people x {len(WEEK)} days: {len(plan.cells)} cells, {units} units")
    print(f"ours      {ours:8.2f} ms (spread {spread:.2f})")
    print(f"limit     {LIMIT_MS:8.2f} ms   ours / limit {ours / LIMIT_MS:.3f}")
    print(f"bare copy {copy:8.2f} ms   ours / copying the cells {ours / copy:.1f}")


if __name__ == "__main__":
    main()
