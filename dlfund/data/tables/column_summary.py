"""The columns and their roles as a table of text, to be read before anything is trained."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from dlfund.core.counted import counted
from dlfund.core.errors import printable
from dlfund.data.tables.columns import FoundColumn
from dlfund.data.tables.missing import cut, percent

HEADS = ("column", "role", "levels", "missing", "example", "why")
WIDTHS = (30, 12, 9, 7, 22, 60)
NARROW = (24, 12, 9, 7, 20)  # in a terminal of 80 columns; the reason stands below
MOST = 60  # columns that are used; those that are not are all shown, each with its reason


def shown(columns: Sequence[FoundColumn], *, most: int = MOST, width: int = 0) -> str:
    """A table of text: the columns that models get, then those that they don't.

    Args:
        most: int. Columns that models get; of more, the others are counted.
        width: int. Of the terminal; where the table is wider, the reason stands below each column. 0: no limit.

    Example:
        >>> print(shown([FoundColumn("age", "numeric", "88 different numbers", 88, 0.2, "22")]))
        column  role     levels  missing  example  why
        age     numeric  88      20 %     22       88 different numbers
    """
    used = [column for column in columns if column.used]
    unused = [column for column in columns if not column.used]
    rows = [HEADS, *(_cells(column) for column in (*used[:most], *unused))]
    text = _aligned(rows)
    if width and max(map(len, text.splitlines())) > width:
        text = _narrow(rows, width)
    if len(used) > most:
        hidden = used[most:]
        roles = sorted({column.role for column in hidden})
        counts = ", ".join(f"{sum(column.role == role for column in hidden):,} {role}" for role in roles)
        text += f"\n… and {counted(len(hidden), 'more column')} that models get: {counts}"
    return text


def _narrow(rows: Sequence[Sequence[str]], width: int) -> str:
    """The reasons below the other cells, which are cut to the terminal."""
    shorter = [tuple(cut(cell, most) for cell, most in zip(row, NARROW, strict=False)) for row in rows]
    lines = _aligned(shorter).splitlines()
    reasons = [row[-1] for row in rows]
    below = [
        textwrap.wrap(reason, max(width, 40), initial_indent="    ", subsequent_indent="    ") for reason in reasons
    ]
    return "\n".join([lines[0], *("\n".join([line, *more]) for line, more in zip(lines[1:], below[1:], strict=True))])


def _cells(column: FoundColumn) -> tuple[str, ...]:
    role = column.role if column.used or column.role == "target" else f"– {column.role}"
    missing = percent(column.missing) if column.missing else ""
    cells = (column.name, role, f"{column.levels:,}", missing, column.example, column.why)
    return tuple(cut(printable(cell), width) for cell, width in zip(cells, WIDTHS, strict=True))


def _aligned(rows: Iterable[Sequence[str]]) -> str:
    rows = list(rows)
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
