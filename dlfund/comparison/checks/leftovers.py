"""Sums and differences of columns that leave only a few values of the target over.

tip = total − fare − tolls − surcharge, where the surcharge is one of a few amounts and no column: what is left when the
columns are added and subtracted has far fewer bits than the target.

H = −Σ p log₂ p     bits of the different values
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlfund.comparison.checks.formulas import weights_of
from dlfund.comparison.checks.linear_search import candidates
from dlfund.comparison.checks.number_columns import NumberColumns

MANY_BITS = 4.0  # of a target: 16 equally frequent values
SHARE_OF_BITS = 0.6
FEW, MOST_ROWS = 10, 0.9  # so many values cover this share of the rows
NEEDED = 0.2  # bits that each column takes away


@dataclass(frozen=True)
class Leftover:
    """Columns and their signs, and what they leave of the target.

    Args:
        columns: tuple of str.
        text: str. The sum, with the columns' names in quotation marks.
        share: float. Of the rows: those with one of the ten most frequent differences from the target.
        bits, bits_of_target: float.
    """

    columns: tuple[str, ...]
    text: str
    share: float
    bits: float
    bits_of_target: float


def leftover_of(numbers: NumberColumns) -> Leftover | None:
    """The sum with the fewest bits left over, where they are few; None where there is none."""
    target = bits_of(numbers.y)
    if target < MANY_BITS:
        return None
    tried = [
        _signed(numbers, sorted(chosen)) for chosen in candidates(numbers.x[numbers.fitted], numbers.y[numbers.fitted])
    ]
    kept = [part for part in tried if part is not None and part.bits <= SHARE_OF_BITS * target]
    return min(kept, key=lambda part: (part.bits, len(part.columns))) if kept else None


def bits_of(values: np.ndarray) -> float:
    """Entropy of the different values, in bits; numbers that rounding alone tells apart are the same.

    Example:
        >>> bits_of(np.array([1.0, 2.0, 0.1 + 0.2, 0.3]))
        1.5
    """
    shares = _shares(values)
    return float(-(shares * np.log2(shares)).sum())


def _shares(values: np.ndarray) -> np.ndarray:
    size = float(np.abs(values).max(initial=0.0)) or 1.0
    rows = np.unique(np.round(values / size, 9), return_counts=True)[1]
    return np.asarray(np.sort(rows)[::-1] / len(values))


def _signed(numbers: NumberColumns, chosen: list[int]) -> Leftover | None:
    rows = numbers.complete(chosen)
    if len(chosen) < 2 or rows.sum() < 2 * FEW:
        return None
    x, y = numbers.x[rows][:, chosen], numbers.y[rows]
    signs = np.sign(weights_of(x, y)[0])  # far from ±1 where what is left over depends on the columns
    rest = y - x @ signs
    bits, shares = bits_of(rest), _shares(rest)
    without = [bits_of(rest + x[:, place] * signs[place]) for place in range(len(chosen))]
    if shares[:FEW].sum() < MOST_ROWS or min(without) < bits + NEEDED:
        return None
    single = [bits_of(y - x[:, place] * signs[place]) for place in range(len(chosen))]
    if min(single) <= SHARE_OF_BITS * bits_of(y):
        return None  # the others add little: L02 is about a single column
    names = tuple(numbers.names[column] for column in chosen)
    return Leftover(names, _text(names, signs), float(shares[:FEW].sum()), bits, bits_of(y))


def _text(names: tuple[str, ...], signs: np.ndarray) -> str:
    ordered = sorted(zip(signs.tolist(), names, strict=True), key=lambda part: -part[0])
    text = " ".join(f"{'-' if sign < 0 else '+'} {name!r}" for sign, name in ordered)
    return text.removeprefix("+ ")
