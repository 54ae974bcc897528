"""Which columns an encoder's step takes, where only the rows that it is fitted to can tell: pickers for a
ColumnTransformer."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd


class Filled:
    """Picks the columns with at least one value; of a column that is all empty, nothing can be learned.

    Args:
        columns: sequence of str. The ones to choose among.
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = list(columns)

    def __call__(self, table: pd.DataFrame) -> list[str]:
        return [name for name in self.columns if table[name].notna().any()]


class Levels:
    """Picks the columns that have from `least` to `most` different values; empty cells are none.

    Args:
        columns: sequence of str. The ones to choose among.
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
