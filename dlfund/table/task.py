"""What is predicted: classes or a number, found from the target's cells or given."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from pandas.api import types

from dlfund.data import DataError
from dlfund.data.cells import numbers, texts_of
from dlfund.table.missing import counted, cut
from dlfund.table.names import check_names
from dlfund.table.roles import PAIRS
from dlfund.table.table import Table

KINDS = ("binary", "multiclass", "regression")
FEW_CLASSES = 10  # so many different whole numbers may be classes
ROWS_A_CLASS = 5  # if each has so many rows on average
MOST_CLASSES = 1_000


@dataclass(frozen=True)
class FoundTask:
    """What is predicted from which rows.

    Args:
        target: str. The column.
        kind: str. `"binary"`, `"multiclass"` or `"regression"`.
        reason: str. A sentence.
        y: array. Of the rows that have a target: class numbers in the order of `classes`, or numbers.
        rows: array of int. The places of these rows in the table.
        classes: tuple of str. Of two, the second is the positive one. Empty for regression.
        counts: dict. Rows of each class.
        notes: tuple of str. About rows that were left out and classes that were merged.
    """

    target: str
    kind: str
    reason: str
    y: np.ndarray
    rows: np.ndarray
    classes: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def task_of(table: Table, target: str, *, kind: str | None = None) -> FoundTask:
    """What predicting this column means. A kind that is given wins if the cells allow it.

    Raises:
        DataError: no such column, no or one value, dates, too many classes, or a kind that can't be.
    """
    check_names([target], [str(name) for name in table.frame], "--target")
    if kind is not None and kind not in KINDS:
        raise DataError(f"Expected --task to be one of {', '.join(KINDS)}. Received: {cut(str(kind))!r}.")
    column = table.frame[target]
    cells = column.dropna()
    if not len(cells):
        raise DataError(
            f"Expected values in the target column {cut(target)!r}. Received: {counted(len(column), 'empty cell')}."
        )
    if types.is_datetime64_any_dtype(cells):
        raise DataError(
            f"Expected classes or numbers in the target column {cut(target)!r}. Received: dates. Make them a number "
            "first, such as days until then."
        )
    levels = int(cells.nunique())
    if levels == 1:
        raise DataError(
            f"Expected different values in the target column {cut(target)!r}. Received: "
            f"{cut(str(cells.iloc[0]))!r} in {counted(len(cells), 'row')}: nothing is left to predict."
        )
    found, reason = _kind(cells, levels)
    if kind is not None and kind != found:
        reason = f"{kind}, as asked ({reason})"
        found = kind
    rows = np.flatnonzero(column.notna())
    notes: tuple[str, ...] = ()
    if lost := len(column) - len(rows):
        notes = (f"{counted(lost, 'row')} without a target {'was' if lost == 1 else 'were'} left out.",)
    if found == "regression":
        return FoundTask(target, found, _sentence(target, reason), _as_numbers(cells), rows, notes=notes)
    return _classes(cells, found, _sentence(target, reason), rows, notes)


def _sentence(target: str, reason: str) -> str:
    return f"Predict {cut(target)!r}: {reason}."


def _kind(cells: pd.Series, levels: int) -> tuple[str, str]:
    classes = ("binary" if levels == 2 else "multiclass") if levels > 1 else "binary"
    if types.is_bool_dtype(cells):
        return classes, "two classes, as it is true or false"
    if not types.is_numeric_dtype(cells):
        return classes, f"{levels:,} classes, as it is text"
    values = cells.to_numpy()
    if not (values == np.floor(values)).all():
        return "regression", "a number, as it has fractions"
    if levels == 2:
        return classes, "two classes, as it is one of two whole numbers"
    if levels <= FEW_CLASSES and len(cells) >= ROWS_A_CLASS * levels:
        return (
            classes,
            f"{levels} classes, as it is one of {levels} whole numbers (--task regression takes it as a number)",
        )
    return "regression", f"a number, as it is one of {levels:,} whole numbers (--task multiclass takes them as classes)"


def _as_numbers(cells: pd.Series) -> np.ndarray:
    found = numbers(cells)
    if found.isna().any():
        wrong = cells[found.isna()]
        raise DataError(
            f"Expected numbers in the target column {cut(str(cells.name))!r}, as it is a regression. Received: "
            f"{cut(str(wrong.iloc[0]))!r} in row {int(wrong.index[0]) + 1:,} ({len(wrong):,} such cells)."
        )
    return found.to_numpy(dtype=float)


def _classes(cells: pd.Series, kind: str, reason: str, rows: np.ndarray, notes: tuple[str, ...]) -> FoundTask:
    target = str(cells.name)
    texts = texts_of(cells)
    classes = _in_order(cells, texts)
    if kind == "binary" and len(classes) != 2:
        raise DataError(
            f"Expected two classes in {cut(target)!r} for a binary task. Received: {len(classes):,}. "
            "Pass --task multiclass."
        )
    if kind == "multiclass" and len(classes) == 2:
        raise DataError(
            f"Expected three or more classes in {cut(target)!r} for a multiclass task. Received: two. "
            "Pass --task binary."
        )
    if len(classes) > MOST_CLASSES or len(classes) > len(cells) / 2:
        advice = "Pass --task regression." if types.is_numeric_dtype(cells) else "Name another column, or join classes."
        raise DataError(
            f"Expected at most {MOST_CLASSES:,} classes in {cut(target)!r}, and two rows of each on average. Received: "
            f"{len(classes):,} different values in {counted(len(cells), 'row')}. {advice}"
        )
    y = pd.Index(classes).get_indexer(texts).astype(np.int64)
    counts = dict(zip(classes, np.bincount(y, minlength=len(classes)).tolist(), strict=True))
    if len(classes) == 2:
        reason = f"{reason[:-1]}; {cut(classes[1])!r} is the positive class."
    return FoundTask(target, kind, reason, y, rows, classes, counts, notes)


def _in_order(cells: pd.Series, texts: pd.Series) -> tuple[str, ...]:
    """Numbers by size, the usual pairs with the positive one second, other text by the alphabet."""
    if types.is_numeric_dtype(cells):
        values = np.sort(cells.unique().astype(float))
        return tuple(texts_of(pd.Series(values)) if not types.is_bool_dtype(cells) else ("False", "True"))
    different = list(texts.unique())
    for pair in PAIRS:
        if sorted(text.casefold() for text in different) == sorted(pair):
            return tuple(sorted(different, key=lambda text: pair.index(text.casefold())))
    return tuple(sorted(different, key=lambda text: (text.casefold(), text)))
