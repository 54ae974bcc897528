"""The numbers among a table's inputs, split into rows that a formula is fitted to and rows that it is tested on.

Cells are bounded: rows = min(5,000, 1,500,000 / columns), so that 1,000,000 rows or 2,000 columns take seconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dlfund.comparison.checks.sample import NUMBERS, Sample

CELLS, MOST_ROWS, LEAST_ROWS = 1_500_000, 5_000, 50
DIGITS = 6  # after the decimal point; a column with more has no rounding
LARGEST = 1e30  # beyond it a number counts as empty: squares of such numbers, and trees of float32, would overflow
FILLED = 0.5  # share of a column's cells that must be filled


@dataclass(frozen=True)
class NumberColumns:
    """Columns of numbers, and the target.

    Args:
        names: tuple of str.
        x: array of float, shape (rows, columns). NaN where empty. Dates are days.
        y: array of float, shape (rows,).
        fitted: array of bool, shape (rows,). The rows that are fitted to; all others test.
    """

    names: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray
    fitted: np.ndarray

    @classmethod
    def of(cls, sample: Sample, without: Iterable[str] = (), *, dates: bool = True) -> NumberColumns | None:
        """The columns of numbers without those named; None where there are too few rows or columns."""
        names = [column.name for column in sample.columns if _is_number(sample, column.name, dates)]
        names = [name for name in names if name not in set(without)]
        if len(names) < 2 or len(sample.rows) < LEAST_ROWS:
            return None
        places = sample.at_most(int(np.clip(CELLS // len(names), 500, MOST_ROWS)))
        x = np.column_stack([sample.numbers(name)[places] for name in names])
        x = np.where(np.abs(x) < LARGEST, x, np.nan)
        telling = np.isfinite(x).mean(axis=0) >= FILLED
        fitted = np.random.default_rng(sample.seed).permutation(len(places)) % 2 == 0
        if telling.sum() < 2 or np.abs(sample.y[places]).max() >= LARGEST:
            return None
        kept = tuple(name for name, kept in zip(names, telling, strict=True) if kept)
        return cls(kept, x[:, telling], sample.y[places].astype(float), fitted)

    @cached_property
    def units(self) -> np.ndarray:
        """What each column is rounded to, shape (columns,); 0 where it isn't."""
        return np.array([unit_of(values) for values in self.x.T])

    def complete(self, chosen: list[int]) -> np.ndarray:
        """Whether a row has a number in each chosen column, shape (rows,)."""
        return np.asarray(np.isfinite(self.x[:, chosen]).all(axis=1))


def _is_number(sample: Sample, name: str, dates: bool) -> bool:
    role = sample.column(name).role
    return role in NUMBERS and (dates or role != "date") and sample.levels(name) > 1


def unit_of(values: np.ndarray) -> float:
    """The power of ten that all values are multiples of, 1e-6 to 1,000; 0 where there is none.

    Example:
        >>> unit_of(np.array([1.25, 3.5])), unit_of(np.array([300.0, 1200.0]))
        (0.01, 100.0)
    """
    filled = values[np.isfinite(values)]
    size = float(np.abs(filled).max(initial=0.0))
    for power in range(3, -DIGITS - 1, -1):
        unit = 10.0**power
        multiples = filled / unit
        if np.abs(multiples - np.round(multiples)).max(initial=0.0) <= 1e-9 * max(1.0, size / unit):
            return unit
    return 0.0
