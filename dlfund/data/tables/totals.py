"""A last row that sums up the rows above it, and is no row."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from pandas.api import types

from dlfund.data.tables.disguised_numbers import Numbers, numbers_in
from dlfund.data.tables.missing import cut
from dlfund.data.tables.reading_options import ReadingOptions

LABEL = re.compile(
    r"(grand |sub)?totals?|sums?|summe|gesamt(summe)?|insgesamt|total général|totale|suma|somme|soma|"
    r"итого|всего|合計|总计|合计|"
    r"totaal|totalt|razem|celkem|averages?|means?|mittelwert|durchschnitt|moyenne|media|média|promedio",
    re.IGNORECASE,
)
LEAST_ROWS = 3  # above it
OF_SUMS, OF_MEANS, EXACT = 1e-2, 1e-3, 1e-6  # relative differences; a sum may be of numbers that are rounded
LEAST_SUMS = 2  # columns whose last cell is their sum, where no label says so


def totals_in(frame: pd.DataFrame, options: ReadingOptions) -> tuple[bool, tuple[str, ...]]:
    """Whether the last row holds sums or means, with a sentence; a label alone is only told.

    Args:
        frame: DataFrame. Numbers, and text where a cell is none.
        options: ReadingOptions. How numbers in disguise are written.
    """
    if len(frame) <= LEAST_ROWS:
        return False, ()
    last = frame.iloc[-1]
    label = next(
        (str(cell).strip() for cell in last if isinstance(cell, str) and LABEL.fullmatch(cell.strip(" :*"))), ""
    )
    if not label:
        return (True, (_note(""),)) if _are_sums(frame, last) else (False, ())
    if any((cells.astype(str).str.strip() == label).sum() > 1 for _, cells in frame.items()):
        return False, ()  # a value like any other
    columns = (_numbers(frame[name], options) for name in frame)
    if any(column is not None and (_is_sum(column, OF_SUMS) or _is_mean(column)) for column in columns):
        return True, (_note(f" ({cut(label)!r})"),)
    return False, (
        f"The last row holds {cut(label)!r}, but no sum or mean of the rows above it; it is read as a row. Remove it "
        "from the file if it is none.",
    )


def _are_sums(frame: pd.DataFrame, last: pd.Series) -> bool:
    """Whether the last row holds exact sums and is empty elsewhere."""
    names = last.index[last.notna()]
    if len(names) == len(last) or len(names) < LEAST_SUMS:
        return False
    columns = [frame[name] for name in names]
    if not all(types.is_numeric_dtype(column) and not types.is_bool_dtype(column) for column in columns):
        return False
    return all(_is_sum(column.to_numpy(dtype=float, na_value=np.nan), EXACT) for column in columns)


def _note(shown: str) -> str:
    return f"The last row{shown} sums up the rows above it and was left out. --all-lines keeps every line."


def _numbers(cells: pd.Series, options: ReadingOptions) -> np.ndarray | None:
    """A column's numbers; None where it is no column of numbers."""
    if types.is_bool_dtype(cells):
        return None
    if types.is_numeric_dtype(cells):
        return cells.to_numpy(dtype=float, na_value=np.nan)
    codes, different = pd.factorize(cells.astype(object))
    texts = np.array([str(text) for text in different], dtype=object)
    if not len(texts):
        return None
    result = numbers_in(texts, np.bincount(codes[codes >= 0], minlength=len(texts)), options)
    if not isinstance(result, Numbers):
        return None
    return np.array([*result.values, np.nan])[codes]


def _above(column: np.ndarray) -> np.ndarray:
    return column[:-1][~np.isnan(column[:-1])]


def _is_sum(column: np.ndarray, tolerance: float) -> bool:
    """Whether the last number is the sum of the others, which are not all 0."""
    above = _above(column)
    return len(above) >= LEAST_ROWS and bool(
        above.any() and np.isclose(column[-1], above.sum(), rtol=tolerance, atol=0)
    )


def _is_mean(column: np.ndarray) -> bool:
    """Whether the last number is the mean of the others, which are not all alike."""
    above = _above(column)
    return len(above) >= LEAST_ROWS and bool(
        np.ptp(above) and np.isclose(column[-1], above.mean(), rtol=OF_MEANS, atol=0)
    )
