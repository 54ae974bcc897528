"""Names become row numbers: what the fitting rows called their users and items, and −1 for whoever is new."""

from __future__ import annotations

import numpy as np


def levels_of(table, columns):
    """The sorted names that occur in each column."""
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise ValueError(f"Expected the columns {list(columns)}. Missing: {missing}.")
    return [np.unique(table[name].to_numpy(dtype=str)) for name in columns]


def codes_of(table, columns, levels):
    """Each row's place among the names, column by column; −1 where it is not among them."""
    codes = []
    for name, known in zip(columns, levels, strict=True):
        values = table[name].to_numpy(dtype=str)
        places = np.searchsorted(known, values).clip(0, len(known) - 1)
        codes.append(np.where(known[places] == values, places, -1))
    return codes
