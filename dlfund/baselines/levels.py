"""Users and items as numbers: the position of each name among the training rows' names, or −1 for a new one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd


def levels_of(table: pd.DataFrame, columns: Sequence[str]) -> list[np.ndarray]:
    """The sorted names that occur in each column."""
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise ValueError(f"Expected the columns {list(columns)}. Missing: {missing}.")
    return [np.unique(table[name].to_numpy(dtype=str)) for name in columns]


def codes_of(table: pd.DataFrame, columns: Sequence[str], levels: list[np.ndarray]) -> list[np.ndarray]:
    """Each row's position among the names, column by column; −1 if its name is not among them."""
    codes = []
    for name, known in zip(columns, levels, strict=True):
        values = table[name].to_numpy(dtype=str)
        places = np.searchsorted(known, values).clip(0, len(known) - 1)
        codes.append(np.where(known[places] == values, places, -1))
    return codes
