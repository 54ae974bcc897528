"""Later cells that are no number or no date: empty where they are few, an error where most are."""

from __future__ import annotations

from dlfund.core.counted import counted, verb_for
from dlfund.data.errors import DataError
from dlfund.data.tables.missing import as_argument, cut, listed

MOST = 0.5  # of a column's filled cells; where more are odd, the column is another one


def emptied(name: str, what: str, odd: dict[str, int], total: int, *, may_be_empty: bool = True) -> str:
    """The sentence on the cells of a column that become empty.

    Args:
        what: str. What the other cells are, such as `"number"`.
        odd: dict. Each text that becomes empty, and how many cells hold it; at least one.
        total: int. How many cells hold anything.
        may_be_empty: bool. Whether the column may have empty cells.

    Raises:
        DataError: more than half of the cells are odd, or none may become empty.
    """
    number = sum(odd.values())
    told = listed(list(odd), list(odd.values()), most=4)
    if number > MOST * total or not may_be_empty:
        raise DataError(
            f"Expected each cell of column {cut(name)!r} to be a {what}. Received: {number:,} of "
            f"{counted(total, 'cell')} that are none: {told}. Write them alike, or pass --missing "
            f"{as_argument(next(iter(odd)))}, for each such text, to predict without them."
        )
    return (
        f"Column {cut(name)!r}: {number:,} of {counted(total, 'cell')} "
        f"{verb_for(number, 'is', 'are')} no {what}, and taken as empty: {told}. "
        "If more than half of a column were so, it would be an error."
    )
