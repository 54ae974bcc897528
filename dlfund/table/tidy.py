"""One column as it came becomes one of five kinds: numbers, truth values, moments, text, or nothing at all."""

from __future__ import annotations

import re
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

from dlfund.data import DataError
from dlfund.data.cells import COMMA_NUMBER, PLAIN_NUMBER, TRUTH, dates, decimal_comma, number_text, texts_of
from dlfund.table.missing import MISSING_MARKERS, Tally, cut

INFINITE = re.compile(r"[+-]?inf(?:inity)?", re.IGNORECASE)
LEADING_ZERO = re.compile(r"[+-]?0[0-9]+")
TOO_LONG = re.compile(r"[+-]?[0-9]{16,}")  # whole numbers that 64-bit floats can't tell apart
MAY_BE_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+")


def tidy(cells: pd.Series, tally: Tally, *, written: bool = False, decimal: str = ".") -> pd.Series:
    """The column in a plain type, its missing markers and infinities made empty and counted.

    Args:
        cells: Series of any type that pandas has.
        tally: Tally. Counts what becomes empty, and is told what a reader should know.
        written: bool. Whether the cells were read from text, so that text that is a number is one. The type of a
            column in a data frame is somebody's choice instead.
        decimal: str. What the file's other numbers have for a decimal sign.

    Returns:
        Series of int64, float64, bool, boolean (where some are missing), datetime64[ns] or str.
    """
    if isinstance(cells.dtype, pd.CategoricalDtype):
        cells = _categories(cells)
    if isinstance(cells.dtype, pd.SparseDtype):
        cells = cells.sparse.to_dense()
    if types.is_object_dtype(cells):
        cells = _objects(cells, tally)
    if types.is_bool_dtype(cells):
        return _truth(cells, tally)
    if types.is_complex_dtype(cells):
        raise DataError(f"Expected numbers on one axis. Received: complex numbers in column {cut(str(cells.name))!r}.")
    if types.is_numeric_dtype(cells):
        return _numbers(cells, tally)
    if types.is_timedelta64_dtype(cells):
        tally.remarks.append(f"Column {cut(str(cells.name))!r} holds spans of time; they are counted in seconds.")
        return _numbers(cells.dt.total_seconds(), tally)
    if isinstance(cells.dtype, pd.PeriodDtype):
        cells = cells.dt.to_timestamp()
    if types.is_datetime64_any_dtype(cells):
        return _moments(cells, tally)
    return _texts(cells, tally, written=written, decimal=decimal)


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
        return cells.map(float, na_action="ignore").astype(float)
    match kind:
        case "string" | "empty":
            return cells
        case "boolean":
            return cells.astype("boolean")
        case "datetime" | "datetime64" | "date":
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
    found = pd.Series(cells.to_numpy(dtype=float, na_value=np.nan), index=cells.index, name=cells.name)
    if (infinite := np.isinf(found)).any():
        tally.infinite[str(cells.name)] += int(infinite.sum())
        found = found.mask(infinite)
    return found


def _moments(cells: pd.Series, tally: Tally) -> pd.Series:
    if getattr(cells.dtype, "tz", None) is not None and str(cells.dt.tz) != "UTC":
        tally.remarks.append(f"Column {cut(str(cells.name))!r} has a time zone; its moments are in universal time.")
    found = dates(cells)
    tally.markers[""] += int(cells.isna().sum())
    if lost := int((found.isna() & cells.notna()).sum()):
        tally.unreachable[str(cells.name)] += lost
    return found


def _texts(cells: pd.Series, tally: Tally, *, written: bool, decimal: str) -> pd.Series:
    """Each different text is looked at once: a million rows may hold few."""
    codes, different = pd.factorize(cells.astype(object))
    texts = np.array([str(value).strip() for value in different], dtype=object)
    counts = np.bincount(codes[codes >= 0], minlength=len(texts))
    empty = np.array([not text or text in MISSING_MARKERS for text in texts], dtype=bool)
    for text, count in zip(texts[empty], counts[empty], strict=True):
        tally.markers[text] += int(count)
    tally.markers[""] += int((codes < 0).sum())
    values = texts[~empty]
    found: Any = texts
    kind = _kind(values, decimal, str(cells.name), tally) if written and len(values) else "text"
    if kind == "numbers":
        found = np.full(len(texts), np.nan)
        found[~empty] = _read_numbers(values, decimal)
    elif kind == "truth":
        found = np.array([TRUTH.get(text.casefold()) == "True" for text in texts], dtype=object)
    filled = np.concatenate([np.where(empty, None if found.dtype == object else np.nan, found), [np.nan]])
    column = pd.Series(filled[codes], index=cells.index, name=cells.name)
    match kind:
        case "numbers":
            return _without_infinite(column, tally)
        case "truth":
            return column.astype("boolean" if column.isna().any() else bool)
    return column.astype("str")


def _without_infinite(column: pd.Series, tally: Tally) -> pd.Series:
    infinite = np.isinf(column)
    if infinite.any():
        tally.infinite[str(column.name)] += int(infinite.sum())
    return column.mask(infinite)


def _kind(values: np.ndarray, decimal: str, name: str, tally: Tally) -> str:
    if all(text.casefold() in TRUTH for text in values):
        return "truth"
    plain = [bool(PLAIN_NUMBER.fullmatch(text) or INFINITE.fullmatch(text)) for text in values]
    with_comma = [text for text, is_plain in zip(values, plain, strict=True) if not is_plain]
    if not all(COMMA_NUMBER.fullmatch(text) for text in with_comma):
        return "text"
    if any(LEADING_ZERO.fullmatch(text) or TOO_LONG.fullmatch(text) for text in values):
        return "text"  # a code: as a number it would lose what tells it apart
    points = [text for text in values if "." in text]
    unclear = ""
    if with_comma and (points or not (decimal == "," or decimal_comma(pd.Series(with_comma)))):
        unclear = with_comma[0]
    if decimal == "," and points and all(MAY_BE_THOUSANDS.fullmatch(text) for text in points):
        unclear = points[0]
    if unclear:
        tally.remarks.append(
            f"Column {cut(name)!r} is read as text: in {cut(unclear)!r} the sign may group thousands or begin "
            "decimals. Write its numbers without groups, or pass --decimal."
        )
    return "text" if unclear else "numbers"


def _read_numbers(values: np.ndarray, decimal: str) -> np.ndarray:
    return np.array([float(text.replace(",", ".")) for text in values])
