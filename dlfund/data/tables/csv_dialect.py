"""How a text file is laid out: its delimiter, its decimal sign and its header, found in its first lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pandas as pd

from dlfund.data import DataError
from dlfund.data.cells import COMMA_NUMBER, PLAIN_NUMBER, decimal_comma
from dlfund.data.tables.csv_sample import (
    DELIMITERS,
    MOST_COLUMNS,
    first_lines,
    is_missing,
    is_number,
    sample_rows,
)
from dlfund.data.tables.file_limits import MOST_CELL
from dlfund.data.tables.missing import cut

NAMES_OF_SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|", "space": " "}
MOST_YEARS = 10  # between two columns of years
NEARLY_ALL = 0.95  # of the lines hold a cell in single quotes: they are quotes


@dataclass(frozen=True)
class CsvLayout:
    """How to cut a text file into cells.

    Args:
        delimiter, decimal: str. One character each.
        header: bool. Whether the first line holds the names.
        names: tuple of str. As they stand there; empty text for all columns where there is no header.
        trailing: bool. Whether every row ends in a delimiter with nothing behind it.
        quote: str. Around cells that hold the delimiter: a double quote, or a single one.
    """

    delimiter: str
    decimal: str
    header: bool
    names: tuple[str, ...]
    trailing: bool = False
    quote: str = '"'


def layout_of(
    data: bytes,
    path: Path,
    *,
    delimiter: str | None = None,
    decimal: str | None = None,
    header: bool | None = None,
    quote: str | None = None,
) -> CsvLayout:
    """The layout of text in UTF-8; what is given is believed, the rest is found."""
    sample = first_lines(data)
    delimiter = best_delimiter(sample) if delimiter is None else given_delimiter(delimiter)
    quote = likely_quote(sample, delimiter) if quote is None else given_quote(quote)
    if decimal not in (None, ".", ","):
        raise DataError(f"Expected --decimal to be a point or a comma. Received: {cut(str(decimal))!r}.")
    rows = sample_rows(sample, delimiter, quote)
    if not rows and sample.strip():
        raise DataError(
            f"Expected the cells of {path} to be shorter than {MOST_CELL:,} characters. Received: a longer one in the "
            "first row: another delimiter, or another kind of file?"
        )
    if not rows:
        raise DataError(f"Expected {path} to hold a table. It holds only blank lines.")
    if len(rows[0]) > MOST_COLUMNS:
        raise DataError(
            f"Expected at most {MOST_COLUMNS:,} columns. Received: {_columns_in(data, delimiter):,} in the first line "
            f"of {path}."
        )
    if header is None:
        _ask_for_header(rows, path)
    header = header is not False
    width, body = len(rows[0]), rows[1:] if header else rows
    return CsvLayout(
        delimiter=delimiter,
        decimal=decimal or _decimal(body, delimiter),
        header=header,
        names=tuple(rows[0]) if header else ("",) * width,
        trailing=header and bool(body) and all(len(row) == width + 1 and not row[-1] for row in body),
        quote=quote,
    )


def _columns_in(data: bytes, delimiter: str) -> int:
    """The cells of a first line that has too many."""
    return data.lstrip().partition(b"\n")[0].count(delimiter.encode()) + 1


def given_quote(quote: str) -> str:
    """The sign around cells that a user names."""
    if quote not in ('"', "'"):
        raise DataError(f"Expected --quote to be a double or a single quote. Received: {cut(str(quote))!r}.")
    return quote


def likely_quote(sample: str, delimiter: str) -> str:
    """A single quote where nearly every line has a cell in single quotes and none has one in double quotes."""
    lines = [line for line in sample.splitlines() if line.strip()]
    edge = re.escape(delimiter)
    single = re.compile(rf"(?:^|{edge})\s*'(?:[^']|'')*'\s*(?={edge}|$)")
    double = re.compile(rf'(?:^|{edge})\s*"')
    enclosed = sum(bool(single.search(line)) for line in lines[1:])
    if not enclosed or enclosed < NEARLY_ALL * len(lines[1:]) or any(map(double.search, lines)):
        return '"'
    return "'"


def given_delimiter(delimiter: str) -> str:
    """The delimiter that a user names, by its sign or its name."""
    delimiter = NAMES_OF_SIGNS.get(delimiter, delimiter)
    if not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '"\r\n' or not delimiter.isascii():
        raise DataError(
            "Expected --delimiter to be one character, such as a comma, a semicolon, a pipe, or the word tab or space. "
            f"Received: {cut(str(delimiter))!r}."
        )
    return delimiter


def best_delimiter(sample: str) -> str:
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
    cells = [cell for row in rows for cell in row if cell]
    commas = [cell for cell in cells if COMMA_NUMBER.fullmatch(cell)]
    points = sum("." in cell and bool(PLAIN_NUMBER.fullmatch(cell)) for cell in cells)
    return "," if decimal_comma(pd.Series(commas, dtype="str")) and len(commas) > points else "."


def _ask_for_header(rows: list[list[str]], path: Path) -> None:
    """Refuse a first line that looks like the rows below it, unless somebody says what it is."""
    first, body = rows[0], rows[1:]
    columns = [
        [row[place] for row in body if place < len(row) and not is_missing(row[place])] for place in range(len(first))
    ]
    named = any(
        cells and not is_number(name) and not is_missing(name) and all(map(is_number, cells))
        for name, cells in zip(first, columns, strict=True)
    )
    if named:
        return
    if are_years(first, columns):
        return
    numbers = [name for name in first if is_number(name)]
    again = [
        name
        for name, cells in zip(first, columns, strict=True)
        if name and not is_number(name) and Counter(cells)[name]
    ]
    if numbers or again:
        sign = numbers[0] if numbers else again[0]
        what = "a number" if numbers else "a value that stands in rows below it too"
        raise DataError(
            f"Expected the first line of {path} to name the columns. Received: {cut(sign)!r}, {what}. If the file has "
            "no header line, pass --no-header, and the columns are called column_1, column_2, …; if these are the "
            "names, pass --header."
        )


def are_years(names: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
    """Whether the numbers among names are years in their order, over columns that hold other numbers."""
    places = [place for place, name in enumerate(names) if is_number(name)]
    years = [_year(names[place]) for place in places]
    steps = {later - earlier for earlier, later in pairwise(years)}
    if len(years) < 2 or 0 in years or len(steps) != 1 or not 0 < abs(*steps) <= MOST_YEARS:
        return False
    return all(columns[place] and not any(map(_year, columns[place])) for place in places)


def _year(cell: str) -> int:
    """The year that a cell may name; 0 for none."""
    return int(cell) if re.fullmatch("1[89][0-9]{2}|20[0-9]{2}", cell) else 0
