"""The cells of one column as values: numbers, moments or text. Learning and predicting read a cell in the same way."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

# "1,5" can only be a decimal comma; "1,234" may be a thousand and more, so that one alone decides nothing
COMMA_NUMBER = re.compile(r"[+-]?[0-9]+,[0-9]+(?:[eE][+-]?[0-9]+)?")
MAY_BE_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
TRUTH = {"true": "True", "false": "False"}
EARLIEST, LATEST = pd.Timestamp.min, pd.Timestamp.max  # what nanoseconds in 64 bits can tell


def numbers(cells: pd.Series) -> pd.Series:
    """The numbers of a column.

    Text is read with a decimal point, or, where a cell such as `1,5` proves it and none has a point, with a comma.

    Args:
        cells: Series of any type.

    Returns:
        Series of float64: NaN where a cell is empty or no number. Infinite where a cell is.

    Example:
        >>> numbers(pd.Series(["1,5", "2", None, "many"])).tolist()
        [1.5, 2.0, nan, nan]
    """
    if types.is_datetime64_any_dtype(cells) or types.is_timedelta64_dtype(cells):
        return pd.Series(np.nan, index=cells.index, name=cells.name)
    found = pd.to_numeric(cells, errors="coerce").astype(float)
    if not _is_text(cells) or not (failed := found.isna() & cells.notna()).any():
        return found
    written = cells[failed].astype(str).str.strip()
    has_point = cells[cells.notna() & ~failed].astype(str).str.contains(".", regex=False).any()
    if has_point or not decimal_comma(written):
        return found
    with_comma = written[written.map(lambda text: bool(COMMA_NUMBER.fullmatch(text)))]
    found.loc[with_comma.index] = with_comma.str.replace(",", ".", regex=False).astype(float)
    return found


def decimal_comma(written: pd.Series) -> bool:
    """Whether among these different texts one is a number only if a comma is its decimal sign."""
    different = pd.unique(written)
    return any(COMMA_NUMBER.fullmatch(text) and not MAY_BE_THOUSANDS.fullmatch(text) for text in different)


def dates(cells: pd.Series, date_format: str = "") -> pd.Series:
    """The moments of a column in nanoseconds; what these can't tell is empty (`moments` tells it from what is no date).

    Args:
        cells: Series of dates, or of text.
        date_format: str. Of the text, as `strptime` has it; empty for ISO 8601 (2024-01-31, with or without a time).

    Returns:
        Series of datetime64[ns]: NaT where a cell is empty, no date, or outside the years 1678 to 2261.

    Example:
        >>> dates(pd.Series(["31.01.2024", "soon"]), "%d.%m.%Y").tolist()
        [Timestamp('2024-01-31 00:00:00'), NaT]
    """
    found = moments(cells, date_format)
    reachable = (found >= EARLIEST.ceil("s")) & (found <= LATEST.floor("s"))
    return found.where(reachable).astype("datetime64[ns]")


def moments(cells: pd.Series, date_format: str = "") -> pd.Series:
    """The same of any year, in universal time where a zone is written; NaT where a cell is empty or no date."""
    if not types.is_datetime64_any_dtype(cells):
        codes, different = pd.factorize(texts_of(cells))
        found = pd.to_datetime(pd.Series(different), format=date_format or "ISO8601", errors="coerce", utc=True)
        cells = pd.Series(found.reindex(codes).array, index=cells.index, name=cells.name)  # −1 is nowhere: NaT
    if getattr(cells.dtype, "tz", None) is not None:
        cells = cells.dt.tz_convert("UTC").dt.tz_localize(None)
    return cells


def texts_of(cells: pd.Series, *, by_value: bool = False) -> pd.Series:
    """The cells as text, without the spaces around it; a number without a needless `.0`.

    Args:
        cells: Series of any type.
        by_value: bool. Whether text that is a number or a truth value is written as that value would be: `1.0` as
            `1`, `TRUE` as `True`. For categories whose names were numbers or truth values when they were learned.

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
    """A number as a person writes it: 3, not 3.0."""
    value = float(value)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _value_text(cell: object) -> str:
    text = str(cell).strip()
    return number_text(float(text)) if PLAIN_NUMBER.fullmatch(text) else TRUTH.get(text.casefold(), text)


def _by_different(cells: pd.Series, write: Callable[[Any], str]) -> pd.Series:
    """Each different value written once: a million rows hold few."""
    # as objects, or 1 and True would be one value
    codes, different = pd.factorize(cells.astype(object) if types.is_object_dtype(cells) else cells)
    texts = np.array([*(write(value) for value in different), np.nan], dtype=object)
    return pd.Series(texts[codes], index=cells.index, name=cells.name, dtype="str")


def _is_text(cells: pd.Series) -> bool:
    return types.is_object_dtype(cells) or isinstance(cells.dtype, pd.StringDtype)
