"""Which columns an encoder's step takes, where only the rows that it is fitted to can tell: pickers for a
ColumnTransformer."""

from __future__ import annotations

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


class FewLevels:
    """Picks the columns with at most `count` different values.

    Args:
        columns: sequence of str. The ones to choose among.
        count: int. So many levels are still few; empty cells are no level.
        least: int. With fewer levels a column is not picked.

    Example:
        >>> table = pd.DataFrame({"sex": ["f", "m", "m"], "town": ["Ulm", "Rom", "Oslo"]})
        >>> FewLevels(["sex", "town"], count=2)(table), ManyLevels(["sex", "town"], count=2)(table)
        (['sex'], ['town'])
    """

    def __init__(self, columns: Sequence[str], count: int, least: int = 0) -> None:
        self.columns, self.count, self.least = list(columns), count, least

    def __call__(self, table: pd.DataFrame) -> list[str]:
        return [name for name in self.columns if self.least <= table[name].nunique() <= self.count]


class ManyLevels:
    """Picks the columns with more than `count` different values."""

    def __init__(self, columns: Sequence[str], count: int) -> None:
        self.columns, self.count = list(columns), count

    def __call__(self, table: pd.DataFrame) -> list[str]:
        return [name for name in self.columns if table[name].nunique() > self.count]
