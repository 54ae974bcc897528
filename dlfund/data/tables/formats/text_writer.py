"""Rows of values as text, so that all kinds of files are read by the same rules as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from dlfund.data import DataError
from dlfund.data.tables.file_limits import MOST_BYTES, MOST_CELL
from dlfund.data.tables.missing import cut

HALF_A_SECOND = timedelta(microseconds=500_000)
MOST_CELLS = 20_000_000  # each is a Python object on its way


def as_csv(rows: Iterable[Sequence[object]], path: Path) -> bytes:
    """Rows as CSV in UTF-8; a row in which every cell is empty is a blank line.

    Raises:
        DataError: more cells or longer ones than are read.

    Example:
        >>> as_csv([["a", "b"], [1.5, None], [None, None]], Path("rows"))
        b'a,b\\n1.5,\\n\\n'
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    cells = 0
    for number, row in enumerate(rows, start=1):
        cells += len(row)
        if cells > MOST_CELLS or file.tell() > MOST_BYTES:
            raise DataError(
                f"Expected {path} to hold at most {MOST_CELLS:,} cells in such a file. It holds more. Write the table "
                "as CSV or Parquet."
            )
        texts = [cell_text(cell) for cell in row]
        if too_long := next((text for text in texts if len(text) >= MOST_CELL), ""):
            raise DataError(
                f"Expected the cells of {path} to be shorter than {MOST_CELL:,} characters. Received: a longer one in "
                f"row {number:,}, which begins with {cut(too_long, 20)!r}."
            )
        if any(texts):
            writer.writerow(texts)
        else:
            file.write("\n")
    return file.getvalue().encode("utf-8", "replace")


def cell_text(value: object) -> str:
    """A value as it would stand in CSV.

    Example:
        >>> [cell_text(value) for value in (None, True, 2.0, datetime(2024, 1, 31), timedelta(minutes=90))]
        ['', 'TRUE', '2', '2024-01-31 00:00:00', '01:30:00']
    """
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return value
        case float() if value != value:
            return ""
        case float() if value.is_integer() and abs(value) < 2**53:
            return str(int(value))
        case datetime():
            return (value + HALF_A_SECOND).replace(microsecond=0).isoformat(" ")  # workbooks count in parts of days
        case date() | time():
            return value.isoformat()
        case timedelta():
            return _duration(value)
    return str(value)


def _duration(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
