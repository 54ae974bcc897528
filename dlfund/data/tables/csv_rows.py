"""The rows of a text file as a frame: pandas' fast reader, and a second look at what it would pass over in silence."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

import pandas as pd
from pandas.api import types

from dlfund.core.counted import counted
from dlfund.data import DataError
from dlfund.data.tables.csv_dialect import CsvLayout
from dlfund.data.tables.csv_sample import is_like_number
from dlfund.data.tables.exact_numbers import EXACT, decimals_of, merged_as_floats
from dlfund.data.tables.missing import cut
from dlfund.data.tables.number_text import LEADING_ZERO, TOO_LONG
from dlfund.data.tables.plain_rows import plain_rows

UNREADABLE = (pd.errors.ParserError, pd.errors.EmptyDataError, pd.errors.ParserWarning, ValueError, OverflowError)
BEHIND = "\0behind the last delimiter"  # no column of a file can have this name


def csv_rows(
    data: bytes, path: Path, layout: CsvLayout, names: list[str], *, as_written: Collection[str] = ()
) -> pd.DataFrame:
    """The cells of a text file in UTF-8; empty ones are NaN, nothing else is.

    Args:
        data: bytes of the file.
        names: list of str. One a column, all different.
        as_written: names of columns whose cells stay text, whatever they look like.

    Raises:
        DataError: a row has another number of cells than the first line, or a quote is never closed.
    """
    wanted = [*names, BEHIND] if layout.trailing else names
    try:
        frame = _parsed(data, layout, wanted, {name: "str" for name in as_written if name in names})
    except UNREADABLE as error:
        check_widths(data, path, layout, len(wanted))
        reason = re.sub(r"\s+", " ", str(error)).strip()
        raise DataError(f"Expected {path} to be a table of text. It can't be read: {cut(reason, 200)}.") from None
    if layout.trailing and frame.pop(BEHIND).notna().any():
        check_widths(data, path, layout, len(names))
    # a row that is too short is filled up with empty cells: it can be seen in the last column alone
    elif frame.empty or _is_empty(frame.iloc[:, -1]).any() or _first_is_longer(data, layout, len(wanted)):
        check_widths(data, path, layout, len(wanted))
    if frame.empty:
        raise DataError(f"Expected {path} to hold at least one row under its header. It holds none.")
    for name in names:
        if types.is_object_dtype(frame[name]) and types.infer_dtype(frame[name], skipna=True) == "integer":
            frame[name] = frame[name].map(str, na_action="ignore").astype("str")  # more digits than 64 bits hold
    whole = [name for name in names if types.is_integer_dtype(frame[name])]
    if whole and _may_lead_with_zero(data, layout):
        _keep_leading_zeros(frame, whole, data, layout, wanted)
    large = [name for name in names if types.is_float_dtype(frame[name]) and frame[name].abs().max() > EXACT]
    if large:
        _keep_digits(frame, large, data, layout, wanted)
    return frame


def _parsed(data: bytes, layout: CsvLayout, names: list[str], dtype: dict[str, str], **options: object) -> pd.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("error", pd.errors.ParserWarning)
        return pd.read_csv(
            io.BytesIO(data),
            sep=layout.delimiter,
            quotechar=layout.quote,
            decimal=layout.decimal,
            header=0 if layout.header else None,
            names=names,
            dtype=dtype,
            index_col=False,
            skipinitialspace=True,
            keep_default_na=False,  # a marker such as "NA" is counted before it becomes empty
            na_values=[""],
            low_memory=False,  # a column has one type, not one for every piece of the file
            encoding="utf-8",
            **options,
        )


def _is_empty(cells: pd.Series) -> pd.Series:
    """Where nothing stands; among numbers of more than 64 bits pandas leaves text without any sign in it."""
    return cells.isna() | (cells == "") if isinstance(cells.dtype, pd.StringDtype) else cells.isna()


def rows_of(data: bytes, layout: CsvLayout) -> Iterator[tuple[int, list[str]]]:
    """Each row as Python's own reader cuts it, with the number of the line it begins in."""
    lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    return plain_rows(lines, layout.delimiter, layout.quote)


def _first_is_longer(data: bytes, layout: CsvLayout, width: int) -> bool:
    """Whether the first row has more cells than there are names: pandas cuts it off if nothing stands in them."""
    try:
        return any(len(row) > width for _, row in islice(rows_of(data, layout), 2))
    except csv.Error:
        return True


def check_widths(data: bytes, path: Path, layout: CsvLayout, width: int) -> None:
    """Refuse the first row that has more or fewer cells than there are columns."""
    number, begun = 0, 1
    try:
        for number, (begun, row) in enumerate(rows_of(data, layout), start=0 if layout.header else 1):
            if number and len(row) != width:
                raise DataError(
                    f"Expected every row of {path} to have {counted(width, 'cell')}, as many as its first line. "
                    f"Received: {len(row)} in row {number:,} (line {begun:,} of the file).{_likely(row, number, width)}"
                )
    except csv.Error as error:
        raise DataError(
            f"Expected the cells of {path} to be shorter than 131,072 characters. Received: a longer one after row "
            f"{number:,} (line {begun:,} of the file), probably after a quotation mark that is never closed ({error})."
        ) from None


def _likely(row: list[str], row_number: int, width: int) -> str:
    """The usual mistake behind a row of the wrong width."""
    if any("\n" in cell or "\r" in cell for cell in row):
        return " A quote may be opened in it and never closed."
    if any("\\" in cell for cell in row):
        return ' A quote within a cell is written twice (""), not behind a backslash.'
    if len(row) > width:
        names = " or, if R wrote the file, that names of rows were written (row.names = FALSE leaves them out)"
        return f" A cell that holds the delimiter needs quotes around it{names if row_number == 1 else ''}."
    if len(row) > 1 and all(cell.strip() and not is_like_number(cell.strip()) for cell in row):
        return " If another table begins there, write it into a file of its own."
    return " Fill the row up with delimiters, or remove it."


def _may_lead_with_zero(data: bytes, layout: CsvLayout) -> bool:
    """Whether a cell may be like 007. Each search begins with fixed text that is there: this is the fast way."""
    cut_by, quote = layout.delimiter.encode(), layout.quote.encode()
    starts = [mark + gap + b"0" for mark in (cut_by, b"\n", quote) for gap in (b"", b" ") if mark + gap in data]
    rest = b"[0-9]+ *(?:[\r\n" + quote + re.escape(cut_by) + b"]|$)"
    return bool(re.match(b"[ " + quote + b"]*0" + rest, data)) or any(
        re.search(re.escape(start) + rest, data) for start in starts
    )


def _keep_leading_zeros(
    frame: pd.DataFrame, whole: list[str], data: bytes, layout: CsvLayout, names: list[str]
) -> None:
    """Put back the text of columns such as 007, 012: as numbers they would lose what tells them apart."""
    texts = _parsed(data, layout, names, dict.fromkeys(whole, "str"), usecols=whole)
    for name in whole:
        if any(LEADING_ZERO.fullmatch(text.strip()) for text in texts[name].unique()):
            frame[name] = texts[name]


def _keep_digits(frame: pd.DataFrame, large: list[str], data: bytes, layout: CsvLayout, names: list[str]) -> None:
    """Put back the text of columns of whole numbers that an empty cell made floats, and of all that would be merged."""
    texts = _parsed(data, layout, names, dict.fromkeys(large, "str"), usecols=large)
    for name in large:
        different = texts[name].dropna().unique()
        is_long = any(TOO_LONG.fullmatch(text.strip()) for text in different)
        if is_long or merged_as_floats(decimals_of(different, layout.decimal)):
            frame[name] = texts[name]
