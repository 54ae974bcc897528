"""The line below a header that is no row: units, labels, or a second line of names.

It is told by columns of numbers: in all of them it holds text, and no other row does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from dlfund.data.tables.csv_dialect import CsvLayout
from dlfund.data.tables.csv_sample import first_lines, is_like_number, is_missing, numbered_rows
from dlfund.data.tables.extra_lines import without_lines
from dlfund.data.tables.missing import cut
from dlfund.data.tables.number_text import is_known_unit

LEAST_ROWS = 3  # below the line
MOST_LINES = 3  # of units and labels
BRACKETS = re.compile(r"[(\[{<](.*)[)\]}>]")


@dataclass(frozen=True)
class SecondLine:
    """What was made of the lines below the header.

    Args:
        data: bytes. The file, with blank lines in their place.
        layout: CsvLayout. With the names of both lines where there were two.
        header_lines: int. How many lines name the columns: 1 or 2.
        units: tuple of str. The cells of a line of units or labels that was left out.
        notes: tuple of str.
    """

    data: bytes
    layout: CsvLayout
    header_lines: int = 1
    units: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def second_line(
    data: bytes,
    layout: CsvLayout,
    *,
    header_lines: int | None = None,
    units: Collection[str] = (),
    inputs: Collection[str] = (),
) -> SecondLine:
    """The file without lines of units below its header; a second line of names is joined to the first.

    Args:
        header_lines: int or None. How many lines named the columns of an earlier table; None: it is inferred.
        units: texts. The line of units that an earlier table had.
        inputs: texts. The columns of an earlier table: where the first line has them, there is no second.
    """
    if not layout.header:
        return SecondLine(data, layout)
    rows = numbered_rows(first_lines(data), layout.delimiter, layout.quote)
    if header_lines == 2 and len(rows) > 1 and not (inputs and set(inputs) <= set(rows[0][1])):
        return _joined(data, layout, rows)
    if header_lines is None and _has_gaps(rows[0][1]) and _is_of_names(rows):
        return _joined(data, layout, rows)
    known = int(bool(units) and len(rows) > 1 and tuple(rows[1][1]) == tuple(units))  # also above few rows
    number = next((number for number in range(1, MOST_LINES + 1) if _are_of_units(rows, number)), known)
    return _without_units(data, layout, rows[: number + 1]) if number else SecondLine(data, layout)


def _joined(data: bytes, layout: CsvLayout, rows: Sequence[tuple[int, list[str]]]) -> SecondLine:
    groups, names = rows[0][1], rows[1][1]
    joined, group = [], ""
    for place, name in enumerate(names[: len(layout.names)]):
        group = groups[place] or group
        joined.append(name if not group or group == name else f"{group} {name}".strip())
    note = (
        f"Two lines name the columns and were joined, such as {cut(joined[-1])!r}. --all-lines makes the second a row."
    )
    other = replace(layout, names=(*joined, *layout.names[len(joined) :]))
    return SecondLine(without_lines(data, [rows[1][0]]), other, 2, notes=(note,))


def _without_units(data: bytes, layout: CsvLayout, rows: Sequence[tuple[int, list[str]]]) -> SecondLine:
    shown = ", ".join(cut(cell, 20) for cell in [cell for cell in rows[1][1] if cell][:4])
    more = " …" if sum(map(bool, rows[1][1])) > 4 else ""
    what = "line below the header holds" if len(rows) == 2 else f"{len(rows) - 1} lines below the header hold"
    note = f"The {what} units or labels ({shown}{more}) and no row; left out. --all-lines keeps every line."
    lines = [line for line, _ in rows[1:]]
    return SecondLine(without_lines(data, lines), layout, units=tuple(rows[1][1]), notes=(note,))


def _has_gaps(names: Sequence[str]) -> bool:
    """Whether names are missing or stand twice, as above a group of columns."""
    filled = [name for name in names if name]
    return len(filled) < len(names) - (not names[0]) or len(set(filled)) < len(filled)


def _columns_of_numbers(rows: Sequence[tuple[int, list[str]]], start: int) -> list[int]:
    """The columns that hold numbers alone from a row on; none where there are too few rows."""
    below = [row for _, row in rows[start:]]
    if len(below) < LEAST_ROWS:
        return []
    columns = [
        [row[place] for row in below if place < len(row) and not is_missing(row[place])]
        for place in range(len(rows[0][1]))
    ]
    return [place for place, column in enumerate(columns) if column and all(map(is_like_number, column))]


def _texts(row: Sequence[str], columns: Sequence[int]) -> list[str]:
    """A row's cells in columns of numbers; none where one of them is a number or a marker."""
    cells = [row[place] for place in columns if place < len(row)]
    if any(is_like_number(cell) or (cell and is_missing(cell) and cell != "-") for cell in cells):
        return []
    return cells


def _is_of_names(rows: Sequence[tuple[int, list[str]]]) -> bool:
    texts = _texts(rows[1][1], _columns_of_numbers(rows, 2)) if len(rows) > 1 else []
    return len(texts) > 1 and all(texts)


def _are_of_units(rows: Sequence[tuple[int, list[str]]], number: int) -> bool:
    """Whether so many rows below the header hold units, or different texts in every column of numbers."""
    columns = _columns_of_numbers(rows, number + 1)
    if not columns:
        return False
    others = [place for place in range(len(rows[0][1])) if place not in columns]
    below = [row for _, row in rows[number + 1 :]]
    for _, row in rows[1 : number + 1]:
        if any(
            row[place] and any(row[place] == cells[place] for cells in below if place < len(cells))
            for place in others
            if place < len(row)
        ):
            return False  # a level that other rows have
        if not _is_of_units(_texts(row, columns)):
            return False
    return True


def _is_of_units(cells: Sequence[str]) -> bool:
    texts = [text for text in cells if text and text != "-"]
    if not texts:
        return False
    if all(map(_is_unit, texts)) and (len(texts) > 1 or len(texts[0]) > 1 or texts[0] == "%"):
        return True
    return len(set(texts)) > 1 and len(texts) == len(cells)


def _is_unit(text: str) -> bool:
    """Whether a text is a unit, or stands in brackets."""
    return BRACKETS.fullmatch(text) is not None or is_known_unit(text.strip())
