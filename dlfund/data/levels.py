"""Selectors for a ColumnTransformer: which columns a step encodes is decided by the rows that it is fitted to."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd


class Filled:
    """Selects the columns with at least one value; nothing can be learned from an entirely empty column.

    Args:
        columns: sequence of str. The columns to select from.
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = list(columns)

    def __call__(self, table: pd.DataFrame) -> list[str]:
        return [name for name in self.columns if table[name].notna().any()]


class Levels:
    """Selects the columns with `least` to `most` different values; empty cells don't count.

    Args:
        columns: sequence of str. The columns to select from.
        least, most: int, or infinity.

    Example:
        >>> table = pd.DataFrame({"sex": ["f", "m", "m"], "town": ["Ulm", "Rom", "Oslo"]})
        >>> Levels(["sex", "town"], 0, 2)(table), Levels(["sex", "town"], 3)(table)
        (['sex'], ['town'])
    """

    def __init__(self, columns: Sequence[str], least: float, most: float = math.inf) -> None:
        self.columns, self.least, self.most = list(columns), least, most

    def __call__(self, table: pd.DataFrame) -> list[str]:
        return [name for name in self.columns if self.least <= table[name].nunique() <= self.most]
