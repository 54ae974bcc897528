"""A text file with its layout, and without the lines that are no rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from dlfund.data.tables.backslash_quotes import with_doubled_quotes
from dlfund.data.tables.csv_dialect import NAMES_OF_SIGNS, CsvLayout, layout_of
from dlfund.data.tables.csv_sample import is_number
from dlfund.data.tables.extra_lines import (
    excels_delimiter,
    without_comments,
    without_comments_between,
    without_footnotes,
    without_repeated_header,
    without_titles,
)
from dlfund.data.tables.file_limits import check_cells, check_lines
from dlfund.data.tables.second_line import SecondLine, second_line
from dlfund.data.tables.several_tables import check_single_table
from dlfund.data.tables.white_space import is_in_white_space, with_tabs

SPACE = " "


@dataclass(frozen=True)
class Lines:
    """What a user says of a file's lines, and what was settled when an earlier table was read.

    Args:
        delimiter, decimal, quote: str or None. None: inferred.
        header: bool or None. Whether the first line names the columns; None asks where it is not clear.
        all_lines: bool. Whether every line is a row, but for the header and blank ones.
        header_lines: int or None. How many lines named the columns of the earlier table.
        units: texts. The cells of the earlier table's line of units.
        inputs: texts. The earlier table's columns.
    """

    delimiter: str | None = None
    decimal: str | None = None
    quote: str | None = None
    header: bool | None = None
    all_lines: bool = False
    header_lines: int | None = None
    units: Collection[str] = ()
    inputs: Collection[str] = ()


@dataclass(frozen=True)
class TextTable:
    """A text in which every line belongs to the header or a row, or is blank.

    Args:
        data: bytes. In UTF-8.
        layout: CsvLayout.
        delimiter: str. Of the file; its layout has a tab where this is a space.
        left_out: tuple of str. A sentence on each kind of line that was left out.
        header_lines: int. How many lines name the columns.
        units: tuple of str. The cells of a line of units.
        notes: tuple of str. What else a reader should know.
    """

    data: bytes
    layout: CsvLayout
    delimiter: str
    left_out: tuple[str, ...] = ()
    header_lines: int = 1
    units: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def text_table(data: bytes, path: Path, asked: Lines) -> TextTable:
    """The layout of a text, and the text with blank lines in place of those that are no rows.

    Raises:
        DataError: what is given can't be, or the text is no single table, or too much.
    """
    check_lines(data, path)
    data, notes = with_doubled_quotes(data) if asked.quote in (None, '"') else (data, ())
    data, named = excels_delimiter(data)
    delimiter = asked.delimiter if asked.delimiter is not None else named
    delimiter = NAMES_OF_SIGNS.get(delimiter, delimiter) if isinstance(delimiter, str) else delimiter
    data, left_out = _without_lines_above(data, delimiter, asked)
    if delimiter is None and is_in_white_space(data):
        delimiter = SPACE
        notes += ("The cells are separated by spaces. --delimiter names another sign.",)
    if delimiter == SPACE:
        data = with_tabs(data)
    layout = layout_of(
        data,
        path,
        delimiter="\t" if delimiter == SPACE else delimiter,
        decimal=asked.decimal,
        header=asked.header,
        quote=asked.quote,
    )
    notes += _inferred(layout, asked)
    second = SecondLine(data, layout)
    if not asked.all_lines:
        data, more = _without_lines_below(data, layout)
        second = second_line(data, layout, header_lines=asked.header_lines, units=asked.units, inputs=asked.inputs)
        left_out += (*more, *second.notes)
        check_single_table(second.data, path, second.layout)
    check_cells(min(second.data.count(b"\n"), len(data) // max(len(layout.names), 1)), len(layout.names), path)
    sign = SPACE if delimiter == SPACE else layout.delimiter
    return TextTable(second.data, second.layout, sign, left_out, second.header_lines, second.units, notes)


def _inferred(layout: CsvLayout, asked: Lines) -> tuple[str, ...]:
    """Sentences on what was inferred and could be otherwise."""
    notes = []
    if asked.quote is None and layout.quote == "'":
        notes.append("Single quotes around cells are read as quotes. --quote '\"' makes them a part of the cells.")
    if asked.header is None and any(map(is_number, layout.names)):
        notes.append("The first line names the columns, though it holds numbers. --no-header makes it a row.")
    return tuple(notes)


def _without_lines_above(data: bytes, delimiter: str | None, asked: Lines) -> tuple[bytes, tuple[str, ...]]:
    if asked.all_lines:
        return data, ()
    data, left_out = without_comments(data)
    if delimiter != SPACE:
        data, more = without_titles(data, delimiter if isinstance(delimiter, str) and len(delimiter) == 1 else None)
        left_out += more
    if asked.header is not False:
        data, more = without_repeated_header(data)
        left_out += more
    return data, left_out


def _without_lines_below(data: bytes, layout: CsvLayout) -> tuple[bytes, tuple[str, ...]]:
    data, left_out = without_comments_between(data, layout)
    data, more = without_footnotes(data, layout)
    return data, left_out + more
