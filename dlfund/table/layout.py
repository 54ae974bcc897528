"""How a text file is laid out: its delimiter, its decimal sign and its header, found in its first lines."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from dlfund.data import DataError
from dlfund.data.cells import COMMA_NUMBER, PLAIN_NUMBER, decimal_comma
from dlfund.table.missing import MISSING_MARKERS, cut
from dlfund.table.plain_rows import plain_rows

DELIMITERS = ("\t", ";", "|", ",")  # a comma last: it also is a decimal sign and stands in text
WORDS = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|"}
SAMPLE_BYTES = 262_144
SAMPLE_ROWS = 200
MOST_COLUMNS = 20_000


@dataclass(frozen=True)
class Layout:
    """How to cut a text file into cells.

    Args:
        delimiter, decimal: str. One character each.
        header: bool. Whether the first line holds the names.
        names: tuple of str. As they stand there; empty text for all columns where there is no header.
        trailing: bool. Whether every row ends in a delimiter with nothing behind it.
    """

    delimiter: str
    decimal: str
    header: bool
    names: tuple[str, ...]
    trailing: bool = False


def layout_of(
    data: bytes, path: Path, *, delimiter: str | None = None, decimal: str | None = None, header: bool | None = None
) -> Layout:
    """The layout of text in UTF-8; what is given is believed, the rest is found."""
    sample = _sample(data)
    delimiter = _delimiter(sample) if delimiter is None else _given(delimiter)
    if decimal not in (None, ".", ","):
        raise DataError(f"Expected --decimal to be a point or a comma. Received: {cut(str(decimal))!r}.")
    rows = sample_rows(sample, delimiter)
    if not rows:
        raise DataError(f"Expected {path} to hold a table. It holds only blank lines.")
    if len(rows[0]) > MOST_COLUMNS:
        raise DataError(
            f"Expected at most {MOST_COLUMNS:,} columns. Received: {len(rows[0]):,} in the first line of {path}."
        )
    if header is None:
        _ask_for_header(rows, path)
    header = header is not False
    width, body = len(rows[0]), rows[1:] if header else rows
    return Layout(
        delimiter=delimiter,
        decimal=decimal or _decimal(body, delimiter),
        header=header,
        names=tuple(rows[0]) if header else ("",) * width,
        trailing=header and bool(body) and all(len(row) == width + 1 and not row[-1] for row in body),
    )


def _sample(data: bytes) -> str:
    """The first lines, none cut in two: at least two, however long they are."""
    end = SAMPLE_BYTES
    if len(data) > end:
        first = data.find(b"\n")
        second = data.find(b"\n", first + 1) if first >= 0 else -1
        last = data.rfind(b"\n", 0, end)
        end = max(second, last) + 1 or len(data)
    return data[:end].decode("utf-8", "replace")


def sample_rows(sample: str, delimiter: str) -> list[list[str]]:
    """The cells of the first rows; blank lines are no rows."""
    rows: list[list[str]] = []
    try:
        for _, row in plain_rows(io.StringIO(sample, newline=""), delimiter):
            rows.append([cell.strip() for cell in row])
            if len(rows) == SAMPLE_ROWS:
                break
    except csv.Error:  # a cell of more than 131,072 characters: what came before it decides
        pass
    return rows


def _given(delimiter: str) -> str:
    delimiter = WORDS.get(delimiter, delimiter)
    if not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '"\r\n ' or not delimiter.isascii():
        raise DataError(
            "Expected --delimiter to be one character, such as a comma, a semicolon, a pipe or the word tab. "
            f"Received: {cut(str(delimiter))!r}."
        )
    return delimiter


def _delimiter(sample: str) -> str:
    """The sign that cuts most of the lines into as many cells as the first line."""
    agreement = {}
    for delimiter in DELIMITERS:
        rows = sample_rows(sample, delimiter)
        if rows and len(rows[0]) > 1 and any(rows[0]):
            agreement[delimiter] = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
    best = max(agreement, key=lambda delimiter: agreement[delimiter], default=",")  # the first of equals
    return best


def _decimal(rows: list[list[str]], delimiter: str) -> str:
    """A comma where one is proven and there are more such numbers than numbers with a point."""
    cells = pd.Series([cell for row in rows for cell in row], dtype="str")
    commas = [cell for cell in cells if COMMA_NUMBER.fullmatch(cell)]
    points = sum("." in cell and bool(PLAIN_NUMBER.fullmatch(cell)) for cell in cells)
    return "," if decimal_comma(pd.Series(commas, dtype="str")) and len(commas) > points else "."


def _ask_for_header(rows: list[list[str]], path: Path) -> None:
    """Refuse a first line that looks like the rows below it, unless somebody says what it is."""
    first, body = rows[0], rows[1:]
    columns = [
        [row[place] for row in body if place < len(row) and not _is_missing(row[place])] for place in range(len(first))
    ]
    named = any(
        cells and not _is_number(name) and not _is_missing(name) and all(map(_is_number, cells))
        for name, cells in zip(first, columns, strict=True)
    )
    if named:
        return
    numbers = [name for name in first if _is_number(name)]
    again = [
        name
        for name, cells in zip(first, columns, strict=True)
        if name and not _is_number(name) and Counter(cells)[name]
    ]
    if numbers or again:
        sign = numbers[0] if numbers else again[0]
        what = "a number" if numbers else "a value that stands in rows below it too"
        raise DataError(
            f"Expected the first line of {path} to name the columns. Received: {cut(sign)!r}, {what}. If the file has "
            "no header line, pass --no-header, and the columns are called column_1, column_2, …; if these are the "
            "names, pass --header."
        )


def _is_number(cell: str) -> bool:
    return bool(PLAIN_NUMBER.fullmatch(cell) or COMMA_NUMBER.fullmatch(cell)) or bool(re.fullmatch(r"[+-]?inf", cell))


def _is_missing(cell: str) -> bool:
    return not cell or cell in MISSING_MARKERS
