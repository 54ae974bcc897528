"""Several tables in one text file, one below the other: a sentence that says where the second one begins."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from dlfund.data import DataError
from dlfund.data.tables.csv_dialect import CsvLayout
from dlfund.data.tables.csv_rows import rows_of
from dlfund.data.tables.csv_sample import is_like_number, is_missing
from dlfund.data.tables.missing import cut

FIRST_ROWS = 50  # of the first table: they tell which columns hold numbers
MOST_ROWS = 200_000  # that are looked at: Python's own reader is slow


def check_single_table(data: bytes, path: Path, layout: CsvLayout) -> None:
    """Refuse a file in which a blank line, another header and other rows follow the rows of a table.

    Raises:
        DataError: a second table, with the line in which it begins.
    """
    body = data.strip(b"\r\n")
    if not layout.header or not any(blank in body for blank in (b"\n\n", b"\n\r\n", b"\n \n")):
        return
    first: list[list[str]] = []
    candidate: tuple[int, list[str]] | None = None
    before = 1
    try:
        for line, row in islice(rows_of(data, layout), MOST_ROWS):
            if candidate is not None and _is_second_header(candidate[1], row, first[1:]):
                _refuse(path, candidate)
            apart = line > before + 1 and len(first) > 1
            candidate = (line, row) if apart else None
            before = line + "".join(row).count("\n")
            if len(first) < FIRST_ROWS and candidate is None:
                first.append(row)
    except csv.Error:
        return


def _is_second_header(header: Sequence[str], below: Sequence[str], first: Sequence[Sequence[str]]) -> bool:
    """Whether a row names the columns of the rows below: different texts, where other rows have numbers."""
    names = [name.strip() for name in header]
    if len(names) < 2 or not all(names) or len(set(names)) < len(names) or any(map(is_like_number, names)):
        return False
    if len(below) != len(names) or not any(is_like_number(cell.strip()) for cell in below):
        return False
    if any(len(row) != len(names) for row in first):
        return True
    return any(
        all(is_like_number(row[place].strip()) for row in first if not is_missing(row[place].strip()))
        and not is_missing(names[place])
        for place in range(len(names))
    )


def _refuse(path: Path, header: tuple[int, Sequence[str]]) -> None:
    names = ", ".join(repr(cut(name.strip(), 20)) for name in header[1][:4])
    raise DataError(
        f"Expected {path} to hold a single table. Received: several: another one begins in line {header[0]:,} of the "
        f"file, with the columns {names}{' …' if len(header[1]) > 4 else ''}. Write each table into a file of its own."
    )
