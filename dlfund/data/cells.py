"""The cells of one column as values: numbers, times or text. Training and prediction read a cell in the same way."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

from dlfund.data.date_notation import parsed

# "1,5" must have a decimal comma; "1,234" may have a thousands separator, so it decides nothing alone
COMMA_NUMBER = re.compile(r"[+-]?[0-9]+,[0-9]+(?:[eE][+-]?[0-9]+)?")
MAY_BE_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
TRUTH = {"true": "True", "false": "False"}
EARLIEST, LATEST = pd.Timestamp.min, pd.Timestamp.max  # the range of nanoseconds in 64 bits


def numbers(cells: pd.Series) -> pd.Series:
    """The numbers of a column.

    Text is read with a decimal point; or with a decimal comma, if a cell such as `1,5` shows it and none has a point.

    Args:
        cells: Series of any type.

    Returns:
        Series of float64: NaN where a cell is empty or no number, infinite where a cell is infinite.

    Example:
        >>> numbers(pd.Series(["1,5", "2", None, "many"])).tolist()
        [1.5, 2.0, nan, nan]
    """
    if types.is_datetime64_any_dtype(cells) or types.is_timedelta64_dtype(cells):
        return pd.Series(np.nan, index=cells.index, name=cells.name)
    values = pd.to_numeric(cells, errors="coerce").astype(float)
    if not _is_text(cells) or not (failed := values.isna() & cells.notna()).any():
        return values
    written = cells[failed].astype(str).str.strip()
    has_point = cells[cells.notna() & ~failed].astype(str).str.contains(".", regex=False).any()
    if has_point or not decimal_comma(written):
        return values
    with_comma = written[written.map(lambda text: bool(COMMA_NUMBER.fullmatch(text)))]
    values.loc[with_comma.index] = with_comma.str.replace(",", ".", regex=False).astype(float)
    return values


def decimal_comma(written: pd.Series) -> bool:
    """Whether one of these texts is a number only if the comma is a decimal separator."""
    different = pd.unique(written)
    return any(COMMA_NUMBER.fullmatch(text) and not MAY_BE_THOUSANDS.fullmatch(text) for text in different)


def dates(cells: pd.Series, date_format: str = "") -> pd.Series:
    """The times of a column in nanoseconds; a date outside their range is empty, which `moments` can distinguish.

    Args:
        cells: Series of dates, or of text.
        date_format: str. Format of the text for `strptime`; empty: ISO 8601 (2024-01-31, with or without a time).

    Returns:
        Series of datetime64[ns]: NaT where a cell is empty, no date, or outside the years 1678 to 2261.

    Example:
        >>> dates(pd.Series(["31.01.2024", "soon"]), "%d.%m.%Y").tolist()
        [Timestamp('2024-01-31 00:00:00'), NaT]
    """
    timestamps = moments(cells, date_format)
    reachable = (timestamps >= EARLIEST.ceil("s")) & (timestamps <= LATEST.floor("s"))
    return timestamps.where(reachable).astype("datetime64[ns]")


def moments(cells: pd.Series, date_format: str = "") -> pd.Series:
    """The times of a column, of any year, in UTC if a time zone is given; NaT where a cell is empty or no date."""
    if not types.is_datetime64_any_dtype(cells):
        codes, different = pd.factorize(texts_of(cells))
        timestamps = parsed(pd.Series(different), date_format)
        cells = pd.Series(timestamps.reindex(codes).array, index=cells.index, name=cells.name)  # code −1 becomes NaT
    if getattr(cells.dtype, "tz", None) is not None:
        cells = cells.dt.tz_convert("UTC").dt.tz_localize(None)
    return cells


def texts_of(cells: pd.Series, *, by_value: bool = False) -> pd.Series:
    """The cells as text, without spaces around it; whole numbers without `.0`.

    Args:
        cells: Series of any type.
        by_value: bool. Whether text that is a number or a truth value is written in one way: `1.0` as `1`, `TRUE` as
            `True`. For categories whose levels were numbers or truth values in the training rows.

    Returns:
        Series of str: NaN where a cell is empty.

    Example:
        >>> texts_of(pd.Series([8001.0, None])).tolist(), texts_of(pd.Series(["1.0", "TRUE "]), by_value=True).tolist()
        (['8001', nan], ['1', 'True'])
    """
    if types.is_float_dtype(cells):
        return _by_different(cells, number_text)
    if not _is_text(cells):
        return cells.astype("str")
    return _by_different(cells, _value_text if by_value else lambda cell: str(cell).strip())


def number_text(value: float) -> str:
    """A number as text; a whole number as 3, not 3.0."""
    value = float(value)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _value_text(cell: object) -> str:
    text = str(cell).strip()
    return number_text(float(text)) if PLAIN_NUMBER.fullmatch(text) else TRUTH.get(text.casefold(), text)


def _by_different(cells: pd.Series, write: Callable[[Any], str]) -> pd.Series:
    """Each different value is written once, since many rows have few different values."""
    # as objects, since 1 and True would otherwise be one value
    codes, different = pd.factorize(cells.astype(object) if types.is_object_dtype(cells) else cells)
    texts = np.array([*(write(value) for value in different), np.nan], dtype=object)
    return pd.Series(texts[codes], index=cells.index, name=cells.name, dtype="str")


def _is_text(cells: pd.Series) -> bool:
    return types.is_object_dtype(cells) or isinstance(cells.dtype, pd.StringDtype)
