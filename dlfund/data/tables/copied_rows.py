"""Rows that occur more than once: left out, or kept together on one side of every fold.

A copy on both sides of a fold can be memorised instead of predicted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from dlfund.core.counted import counted
from dlfund.data import DataError, Dataset
from dlfund.data.tables.columns import FoundColumn
from dlfund.data.tables.table import Table
from dlfund.data.tables.task_detection import FoundTask

DROP, GROUP = "drop", "group"
WAYS = (DROP, GROUP)


def check_dedupe(way: str) -> None:
    """Refuse a way to treat copies that there is not, with a DataError."""
    if way and way not in WAYS:
        raise DataError(f"Expected --dedupe to be {' or '.join(WAYS)}. Received: {way!r}.")


def without_copies(table: Table, columns: Sequence[FoundColumn], task: FoundTask) -> FoundTask:
    """The task without the rows that equal an earlier one in every input and in the target; a note counts them.

    Rows with the same inputs and different targets are no copies: they show how far the target can be predicted.
    """
    rows = _inputs(table, columns).iloc[task.rows].reset_index(drop=True)
    copied = rows.assign(**{_unused(rows): task.y}).duplicated().to_numpy()
    if not copied.any():
        return replace(task, notes=(*task.notes, "No row is a copy of an earlier one."))
    kept = ~copied
    numbers = np.bincount(task.y[kept], minlength=len(task.classes)).tolist() if task.classes else []
    counts = dict(zip(task.classes, numbers, strict=True))
    note = f"{counted(int(copied.sum()), 'row')} that equal an earlier one left out, as asked (--dedupe drop)."
    return replace(task, y=task.y[kept], rows=task.rows[kept], counts=counts, notes=(*task.notes, note))


def grouped_copies(dataset: Dataset) -> Dataset:
    """The data set with a group per different row, so that rows with the same inputs stay on one side of a fold."""
    codes = dataset.x.groupby(list(dataset.x.columns), dropna=False, sort=False).ngroup().to_numpy()
    note = f"{int(codes.max()) + 1:,} different rows of inputs: equal ones stay on one side of a fold (--dedupe group)."
    return replace(dataset, group=codes.astype(str).astype(object), notes=(*dataset.notes, note))


def _inputs(table: Table, columns: Sequence[FoundColumn]) -> pd.DataFrame:
    return table.frame[[column.name for column in columns if column.used]]


def _unused(rows: pd.DataFrame) -> str:
    """A name for the target that no input has."""
    name = "target"
    while name in rows:
        name += "_"
    return name
