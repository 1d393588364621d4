"""目标分解: a goal down the tree from company to department to person, with sums that are exact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from omos.formulas.limits import ONE, FormulaError
from omos.formulas.rounding import allot


@dataclass(frozen=True)
class Branch:
    """A company, department or person with its weight among its siblings, or an amount already fixed."""

    key: str
    weight: Decimal | int = ONE
    children: tuple[Branch, ...] = ()
    fixed: int | None = None


@dataclass(frozen=True)
class Portion:
    """What one branch has to reach, in the measure's smallest unit."""

    key: str
    parent_key: str | None
    amount: int


@dataclass(frozen=True)
class SumGap:
    """A parent whose children do not add up to it; ``difference`` is theirs less its own."""

    key: str
    amount: int
    children_sum: int

    @property
    def difference(self) -> int:
        """Positive where the children promise more than the parent asks."""
        return self.children_sum - self.amount


def cascade(total: int, root: Branch) -> tuple[Portion, ...]:
    """Split a total down the tree, parents before children; every level adds up to the one above it.

    Fixed branches keep their amount and the rest is shared among the others by weight.

    :raises FormulaError: naming the branch whose fixed children pass it, fall short of it, or repeat a key
    """
    portions = [Portion(root.key, None, total)]
    waiting = [(root, total)]
    while waiting:
        branch, amount = waiting.pop(0)
        shares = _shares(branch, amount)
        portions += [Portion(child.key, branch.key, share) for child, share in shares]
        waiting += shares
    if len({portion.key for portion in portions}) < len(portions):
        raise FormulaError("key", "not_unique")
    return tuple(portions)


def sum_gaps(portions: Sequence[Portion]) -> tuple[SumGap, ...]:
    """Return every parent whose children's goals do not add up to its own, in the order given."""
    children: dict[str, list[int]] = defaultdict(list)
    for portion in portions:
        if portion.parent_key is not None:
            children[portion.parent_key].append(portion.amount)
    gaps = (SumGap(one.key, one.amount, sum(children[one.key])) for one in portions if one.key in children)
    return tuple(gap for gap in gaps if gap.difference != 0)


def _shares(branch: Branch, amount: int) -> list[tuple[Branch, int]]:
    if not branch.children:
        return []
    parts = iter(_free_parts(branch, amount))
    return [(child, next(parts) if child.fixed is None else child.fixed) for child in branch.children]


def _free_parts(branch: Branch, amount: int) -> Sequence[int]:
    """What is left for the children without a fixed amount, in their order."""
    weights = [child.weight for child in branch.children if child.fixed is None]
    rest = amount - sum(child.fixed or 0 for child in branch.children)
    if rest < 0 <= amount:
        raise FormulaError(branch.key, "fixed_above_total")
    if rest and not weights:
        raise FormulaError(branch.key, "fixed_differs_from_total")
    return allot(rest, weights) if weights else ()
