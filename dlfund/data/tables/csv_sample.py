"""The first rows of a text file, cut at a delimiter: what its layout is told by."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence

from dlfund.data.cells import COMMA_NUMBER, PLAIN_NUMBER
from dlfund.data.tables.missing import MISSING_MARKERS, NUMBER_MARKERS
from dlfund.data.tables.number_text import normal, parts_of, shape_of
from dlfund.data.tables.plain_rows import plain_rows

DELIMITERS = ("\t", ";", "|", ",")  # a comma last: it also is a decimal sign and stands in text
SAMPLE_BYTES = 262_144
SAMPLE_ROWS = 200
MOST_COLUMNS = 20_000
INFINITE = re.compile(r"[+-]?inf")


def first_lines(data: bytes) -> str:
    """The first lines, none cut in two: at least two, however long they are."""
    end = SAMPLE_BYTES
    if len(data) > end:
        first = data.find(b"\n")
        second = data.find(b"\n", first + 1) if first >= 0 else -1
        last = data.rfind(b"\n", 0, end)
        end = max(second, last) + 1 or len(data)
    return data[:end].decode("utf-8", "replace")


def numbered_rows(sample: str, delimiter: str, quote: str = '"') -> list[tuple[int, list[str]]]:
    """The first rows, each with the number of the line it begins in; blank lines are no rows."""
    rows: list[tuple[int, list[str]]] = []
    try:
        for line, row in plain_rows(io.StringIO(sample, newline=""), delimiter, quote):
            rows.append((line, [cell.strip() for cell in row[: MOST_COLUMNS + 2]]))
            if len(rows) == SAMPLE_ROWS:
                break
    except csv.Error:  # a cell of more than 131,072 characters: what came before it decides
        pass
    return rows


def sample_rows(sample: str, delimiter: str, quote: str = '"') -> list[list[str]]:
    """The cells of the first rows."""
    return [row for _, row in numbered_rows(sample, delimiter, quote)]


def usual_width(rows: Sequence[Sequence[str]]) -> tuple[int, float]:
    """How many cells most rows have, and the share of the rows that have as many."""
    if not rows:
        return 0, 0.0
    width, count = Counter(len(row) for row in rows).most_common(1)[0]
    return width, count / len(rows)


def is_number(cell: str) -> bool:
    """Whether a cell is a number without a unit."""
    return bool(PLAIN_NUMBER.fullmatch(cell) or COMMA_NUMBER.fullmatch(cell) or INFINITE.fullmatch(cell))


def is_like_number(cell: str) -> bool:
    """Whether a cell is a number, also with a unit, a currency or thousands signs."""
    return is_number(cell) or parts_of(shape_of(normal(cell))) is not None


def is_missing(cell: str) -> bool:
    """Whether a cell is empty or holds a marker such as NA."""
    return not cell or cell in MISSING_MARKERS or cell in NUMBER_MARKERS
