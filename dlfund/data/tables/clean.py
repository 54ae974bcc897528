"""One column as it came becomes one of five kinds: numbers, truth values, moments, text, or nothing at all."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

from dlfund.core.counted import counted
from dlfund.data import DataError
from dlfund.data.cells import dates, number_text, texts_of
from dlfund.data.tables.exact_numbers import text_where_merged
from dlfund.data.tables.missing import Tally, cut
from dlfund.data.tables.reading_options import ReadingOptions
from dlfund.data.tables.text_columns import ReadColumn, read_texts, without_markers

SENTINELS = tuple(-(10**digits - 1) for digits in range(2, 7))  # −99, −999, … often stand for a missing number


def tidy(
    cells: pd.Series, tally: Tally, options: ReadingOptions, *, written: bool = False, keep: tuple[str, ...] = ()
) -> ReadColumn:
    """The column in a plain type, its missing markers and infinities made empty and counted.

    Args:
        cells: Series of any type that pandas has.
        tally: Tally. Counts what becomes empty, and is told what a reader should know.
        written: bool. Whether the cells were read from text, so that text that is a number is one. The type of a
            column in a data frame is somebody's choice instead.
        keep: tuple of str. Markers that are values in this column.
    """
    plain = _plain(cells, tally)
    if types.is_object_dtype(plain) or isinstance(plain.dtype, pd.StringDtype):
        column = read_texts(plain, tally, options, written=written, keep=keep)
        plain = column.cells
    else:
        column = ReadColumn(plain)
    if types.is_numeric_dtype(plain) and not types.is_bool_dtype(plain):
        column = replace(column, cells=without_markers(plain, tally, options))
        _ask_for_sentinel(column.cells, tally)
    tally.remarks[:] = dict.fromkeys(tally.remarks)  # numbers that became text are looked at as text again
    return column


def _ask_for_sentinel(values: pd.Series, tally: Tally) -> None:
    """Tell of a number such as −999 where nothing else is negative."""
    if not len(values) or (lowest := values.min()) not in SENTINELS:
        return
    number = int((values == lowest).sum())
    if number == int((values < 0).sum()):
        tally.remarks.append(
            f"Column {cut(str(values.name))!r}: {int(lowest)} stands in {counted(number, 'cell')}, and no other number "
            f"is negative. If it means missing, pass --missing {int(lowest)}."
        )


def _plain(cells: pd.Series, tally: Tally) -> pd.Series:
    """Whatever pandas has as numbers, truth values, moments or text."""
    if isinstance(cells.dtype, pd.CategoricalDtype):
        cells = _categories(cells)
    if isinstance(cells.dtype, pd.SparseDtype):
        cells = cells.sparse.to_dense()
    if isinstance(cells.dtype, pd.ArrowDtype) and cells.dtype.kind not in "iufb":
        cells = cells.astype(object)  # what Arrow calls a date can't be compared with a moment
    if types.is_object_dtype(cells):
        cells = _objects(cells, tally)
    if types.is_bool_dtype(cells):
        return _truth(cells, tally)
    if types.is_complex_dtype(cells):
        raise DataError(f"Expected numbers on one axis. Received: complex numbers in column {cut(str(cells.name))!r}.")
    if types.is_numeric_dtype(cells):
        cells = text_where_merged(cells, tally) if types.is_integer_dtype(cells) else cells
        return _numbers(cells, tally) if types.is_numeric_dtype(cells) else cells
    if types.is_timedelta64_dtype(cells):
        tally.remarks.append(f"Column {cut(str(cells.name))!r} holds spans of time; they are counted in seconds.")
        return _numbers(cells.dt.total_seconds(), tally)
    if isinstance(cells.dtype, pd.PeriodDtype):
        cells = cells.dt.to_timestamp()
    if types.is_datetime64_any_dtype(cells):
        return _moments(cells, tally)
    return cells


def _categories(cells: pd.Series) -> pd.Series:
    """What the categories are called; numbers become text, as somebody chose to take them for names."""
    kind = cells.cat.categories.dtype if len(cells.cat.categories) else np.dtype(object)
    plain = cells.astype(object) if types.is_integer_dtype(kind) else cells.astype(kind)
    is_number = types.is_numeric_dtype(kind) and not types.is_bool_dtype(kind)
    return texts_of(plain) if is_number else plain


def _objects(cells: pd.Series, tally: Tally) -> pd.Series:
    """Python objects in the type that all of them have; a mixture is text, and said."""
    kind = types.infer_dtype(cells, skipna=True)
    if kind not in ("boolean", "empty") and cells.dropna().map(_is_number).all():
        if isinstance((exact := text_where_merged(cells, tally)).dtype, pd.StringDtype):
            return exact
        values = [np.nan if empty else float(cell) for cell, empty in zip(cells, cells.isna(), strict=True)]
        return pd.Series(values, index=cells.index, name=cells.name)
    match kind:
        case "string" | "empty":
            return cells
        case "boolean":
            return cells.astype("boolean")
        case "datetime" | "datetime64" | "date":
            if cells.dropna().map(lambda cell: getattr(cell, "tzinfo", None) is not None).any():
                _tell_zone(cells, tally)
            return pd.to_datetime(cells, errors="coerce", utc=True)
        case "timedelta" | "timedelta64":
            return pd.to_timedelta(cells)
        case _:
            tally.remarks.append(f"Column {cut(str(cells.name))!r} holds {kind} cells; they are read as text.")
            return cells.map(_plain_text, na_action="ignore").astype("str")


def _is_number(cell: Any) -> bool:
    return isinstance(cell, (Real, Decimal)) and not isinstance(cell, (bool, np.bool_))


def _plain_text(cell: Any) -> str:
    return number_text(cell) if isinstance(cell, float) else str(cell)


def _truth(cells: pd.Series, tally: Tally) -> pd.Series:
    tally.markers[""] += int(cells.isna().sum())
    return cells.astype("boolean" if cells.isna().any() else bool)


def _numbers(cells: pd.Series, tally: Tally) -> pd.Series:
    empty = cells.isna()
    tally.markers[""] += int(empty.sum())
    if types.is_integer_dtype(cells) and not empty.any():
        return cells.astype("uint64" if cells.dtype == "uint64" else "int64")
    values = pd.Series(cells.to_numpy(dtype=float, na_value=np.nan), index=cells.index, name=cells.name)
    if (infinite := np.isinf(values)).any():
        tally.infinite[str(cells.name)] += int(infinite.sum())
        values = values.mask(infinite)
    return values


def _moments(cells: pd.Series, tally: Tally) -> pd.Series:
    if getattr(cells.dtype, "tz", None) is not None and str(cells.dt.tz) != "UTC":
        _tell_zone(cells, tally)
    timestamps = dates(cells)
    tally.markers[""] += int(cells.isna().sum())
    if lost := int((timestamps.isna() & cells.notna()).sum()):
        tally.unreachable[str(cells.name)] += lost
    return timestamps


def _tell_zone(cells: pd.Series, tally: Tally) -> None:
    tally.remarks.append(f"Column {cut(str(cells.name))!r} has a time zone; its moments are in universal time.")
