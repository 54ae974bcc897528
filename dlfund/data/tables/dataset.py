"""A user's table as the data set that folds, encoders and contenders know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd
from pandas.api import types

from dlfund.core.counted import counted
from dlfund.data import Column, DataError, Dataset, Schema, check_columns
from dlfund.data.cells import dates, moments, numbers, texts_of
from dlfund.data.tables.columns import FoundColumn
from dlfund.data.tables.missing import Tally, as_argument, cut, named
from dlfund.data.tables.table import Table
from dlfund.data.tables.task_detection import FoundTask


def as_dataset(table: Table, columns: Sequence[FoundColumn], task: FoundTask, *, name: str, title: str = "") -> Dataset:
    """The rows that have a target, their input columns by role, and what marks them.

    Args:
        columns: of `columns_of`. Those that are no inputs are left out, and a note names them.
        name: str. Of the data set, as results tell it.
        title: str. One line for a page's head; empty makes one from the target and the source.

    Raises:
        DataError: an empty group, time or weight, or weights that are negative or all zero.
    """
    rows = table.frame.iloc[task.rows].reset_index(drop=True)
    dated = [column for column in columns if column.role == "date"]
    unreachable = Counter({column.name: _unreachable(rows[column.name], column.date_format) for column in dated})
    inputs = tuple(
        Column(
            column.name,
            column.role,
            missing=bool(rows[column.name].isna().any() or unreachable[column.name]),
            by_value=column.by_value,
            date_format=column.date_format,
            written=column.written,
            unit=column.written.unit if column.written is not None else "",
        )
        for column in columns
        if column.used
    )
    marks = {column.role: column for column in columns if column.role in ("group", "time", "weight")}
    schema = Schema(
        name=name,
        title=title or f"{task.target} from {counted(len(inputs), 'column')}",
        target=task.target,
        columns=inputs,
        classes=task.classes,
        rows=len(rows),
        sha256=table.sha256,
        source=table.source,
        kind=task.kind,
        order=marks["time"].name if "time" in marks else "",
        group=marks["group"].name if "group" in marks else "",
    )
    return Dataset(
        schema,
        check_columns(rows, schema),
        task.y,
        order=_order(rows, marks.get("time")),
        group=_group(rows, marks.get("group")),
        notes=(
            *table.notes,
            *task.notes,
            *Tally(unreachable=unreachable).sentences(),
            *_left_out(columns),
            *_dated(columns),
            *_repeating(columns, len(rows)),
        ),
        weight=_weight(rows, marks.get("weight")),
    )


def _unreachable(cells: pd.Series, date_format: str) -> int:
    """How many dates are outside the years that nanoseconds can tell, such as 9999-12-31."""
    return int((moments(cells, date_format).notna() & dates(cells, date_format).isna()).sum())


def _left_out(columns: Sequence[FoundColumn]) -> tuple[str, ...]:
    """A sentence for each reason for which columns are no inputs."""
    notes = []
    for role, why in (
        ("dropped", "as asked"),
        ("identifier", "it names rows; --categorical or --numeric uses it all the same"),
        ("constant", "one value in every row"),
        ("empty", "every cell is empty"),
    ):
        if names := [column.name for column in columns if column.role == role]:
            notes.append(f"Not used ({role}: {why}): {named(names, all_of_them=True)}.")
    return tuple(notes)


def _dated(columns: Sequence[FoundColumn]) -> tuple[str, ...]:
    """A word on --time where rows have dates and nothing orders them."""
    dates = [column.name for column in columns if column.role == "date"]
    if not dates or any(column.role == "time" for column in columns):
        return ()
    return (f"Dates in {named(dates)}: if the rows to predict are later ones, pass --time {as_argument(dates[0])}.",)


def _repeating(columns: Sequence[FoundColumn], rows: int) -> tuple[str, ...]:
    """A word on --group where an identifier names several rows each, and nothing groups them."""
    names = [column for column in columns if column.role == "identifier" and 2 * column.levels <= rows]
    if not names or any(column.role == "group" for column in columns):
        return ()
    first = names[0]
    return (
        f"{cut(first.name)!r} has {first.levels:,} different values in {counted(rows, 'row')}: if rows of one value "
        f"belong together and the rows to predict have new values, pass --group {as_argument(first.name)}.",
    )


def _filled(rows: pd.DataFrame, mark: FoundColumn) -> pd.Series:
    cells = rows[mark.name]
    if empty := int(cells.isna().sum()):
        raise DataError(
            f"Expected a {mark.role} in every row that has a target. Received: {counted(empty, 'empty cell')} in "
            f"column {cut(mark.name)!r}. Fill or remove these rows."
        )
    return cells


def _order(rows: pd.DataFrame, mark: FoundColumn | None) -> np.ndarray | None:
    if mark is None:
        return None
    cells = _filled(rows, mark)
    return (cells if types.is_numeric_dtype(cells) else dates(cells, mark.date_format)).to_numpy()


def _group(rows: pd.DataFrame, mark: FoundColumn | None) -> np.ndarray | None:
    return None if mark is None else texts_of(_filled(rows, mark)).to_numpy(dtype=object)


def _weight(rows: pd.DataFrame, mark: FoundColumn | None) -> np.ndarray | None:
    if mark is None:
        return None
    weight = numbers(_filled(rows, mark)).to_numpy(dtype=float)
    if not np.isfinite(weight).all() or (weight < 0).any() or not weight.any():
        raise DataError(
            f"Expected weights of 0 or more, not all 0, in column {cut(mark.name)!r}. Received: "
            f"{int((~np.isfinite(weight)).sum()):,} that are no number, {int((weight < 0).sum()):,} below 0."
        )
    return weight
