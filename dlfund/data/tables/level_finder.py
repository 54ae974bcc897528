"""Which of a column's levels a text stands for that is spelled in another way.

`dlfund eject` and `dlfund export` copy these functions into the files that they write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable

from dlfund.data.cells import number_text
from dlfund.data.tables.spellings import spelling_key

WHOLE = re.compile(r"[+-]?[0-9]+(?:\.0*)?(?:[eE]\+?[0-9]{1,2})?|[+-]?[0-9]\.[0-9]*[eE]\+?[0-9]{1,2}")
FORMULA = re.compile(r'="(.*)"')  # how a code keeps its zeros in a spreadsheet


def level_finder(
    levels: tuple[str, ...], truth: Callable[[str], bool | None] | None = None
) -> Callable[[str], str | None]:
    """What finds the level that a text stands for: None where there is none, or several.

    Args:
        levels: tuple of str.
        truth: function or None. Whether a text in lower case says yes or no; used where each level says another.

    Example:
        >>> find = level_finder(("Bern", "00123"))
        >>> find("bern "), find("123"), find("Basel")
        ('Bern', '00123', None)
    """
    ways: tuple[Callable[[str], Hashable], ...] = (_spelling, _whole)
    truths = [truth(spelling_key(level)) for level in levels] if truth is not None else [None]
    if truth is not None and None not in truths and len(set(truths)) == len(levels):
        ways = (*ways, lambda text: truth(_spelling(text)))
    tables = [(way, _only(levels, way)) for way in ways]

    def level_of(text: str) -> str | None:
        every = (table.get(way(text)) for way, table in tables if way(text) is not None)
        return next((level for level in every if level is not None), None)

    return level_of


def _only(levels: tuple[str, ...], way: Callable[[str], Hashable]) -> dict[Hashable, str | None]:
    table: dict[Hashable, str | None] = {}
    for level in levels:
        key = way(level)
        table[key] = None if key in table else level
    return table


def _spelling(text: str) -> str:
    formula = FORMULA.fullmatch(text)
    return spelling_key(formula[1] if formula else text)


def _whole(text: str) -> str | None:
    """A whole number in one notation; 1.10 is none, as it may be a version."""
    if not WHOLE.fullmatch(text) or not (value := float(text)).is_integer():
        return None
    return number_text(value)
