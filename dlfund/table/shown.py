"""The columns and their roles as a table of text, to be read before anything is trained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dlfund.table.columns import FoundColumn
from dlfund.table.missing import counted, cut, percent

HEADS = ("column", "role", "levels", "missing", "example", "why")
WIDTHS = (30, 11, 9, 7, 22, 60)
MOST = 60  # columns that are used; those that are not are all shown, each with its reason


def shown(columns: Sequence[FoundColumn], *, most: int = MOST) -> str:
    """A table of text: the columns that models get, then those that they don't.

    Example:
        >>> print(shown([FoundColumn("age", "numeric", "88 different numbers", 88, 0.2, "22")]))
        column  role     levels  missing  example  why
        age     numeric  88      20 %     22       88 different numbers
    """
    used = [one for one in columns if one.used]
    unused = [one for one in columns if not one.used]
    lines = [_cells(one) for one in used[:most]]
    text = _aligned([HEADS, *lines, *(_cells(one) for one in unused)])
    if len(used) > most:
        hidden = used[most:]
        roles = sorted({one.role for one in hidden})
        counts = ", ".join(f"{sum(one.role == role for one in hidden):,} {role}" for role in roles)
        text += f"\n… and {counted(len(hidden), 'more column')} that models get: {counts}"
    return text


def printable(text: str) -> str:
    """Text whose control characters, line breaks and direction marks are spelled out, so that they do nothing.

    Example:
        >>> printable("a\\x1b[31mb")
        'a\\\\x1b[31mb'
    """
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii") for sign in text)


def _cells(one: FoundColumn) -> tuple[str, ...]:
    role = one.role if one.used or one.role == "target" else f"– {one.role}"
    cells = (one.name, role, f"{one.levels:,}", percent(one.missing) if one.missing else "", one.example, one.why)
    return tuple(cut(printable(cell), width) for cell, width in zip(cells, WIDTHS, strict=True))


def _aligned(rows: Iterable[Sequence[str]]) -> str:
    rows = list(rows)
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
