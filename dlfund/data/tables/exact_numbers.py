"""Numbers with more digits than 64-bit floats hold: where different ones would become equal, they stay text.

Floats hold every whole number up to 2⁵³, about 9e15; above, 100000000000000001 and 100000000000000002 are one number.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

import pandas as pd
from pandas.api import types

from dlfund.core.counted import counted
from dlfund.data.tables.missing import Tally, cut

EXACT = 2**53


def merged_as_floats(numbers: Iterable[int | Decimal]) -> tuple[int, int] | None:
    """How many different numbers there are, and how many of them as floats; None where that is the same.

    Example:
        >>> merged_as_floats([10**17, 10**17 + 1, 3]), merged_as_floats([1, 2])
        ((3, 2), None)
    """
    different = set(numbers)
    as_floats = {float(number) for number in different}
    return (len(different), len(as_floats)) if len(as_floats) < len(different) else None


def decimals_of(texts: Iterable[str], decimal: str = ".") -> list[Decimal]:
    """The finite numbers among texts, with all their digits."""
    numbers = []
    for text in texts:
        try:
            number = Decimal(str(text).strip().replace(decimal, "."))
        except InvalidOperation:
            continue
        numbers += [number] if number.is_finite() else []
    return numbers


def text_where_merged(cells: pd.Series, tally: Tally) -> pd.Series:
    """The cells as text, with a remark, if different whole or decimal numbers would become equal; else as they are.

    Args:
        cells: Series of integers, or of Python's numbers.
    """
    filled = cells.dropna()
    if types.is_integer_dtype(cells) and (not len(filled) or max(-int(filled.min()), int(filled.max())) <= EXACT):
        return cells
    exact = [number for number in filled.unique() if isinstance(number, Decimal) or types.is_integer(number)]
    counts = merged_as_floats(number if isinstance(number, Decimal) else int(number) for number in exact)
    if counts is None:
        return cells
    tally.remarks.append(sentence(str(cells.name), *counts))
    return cells.astype(object).map(str, na_action="ignore").astype("str")


def sentence(name: str, different: int, as_floats: int) -> str:
    """What happened to a column, for its reader."""
    return (
        f"Column {cut(name)!r} is read as text: as numbers, which hold 15 to 17 digits, {counted(as_floats, 'value')} "
        f"would be left of its {different:,}. If it measures something, subtract a constant from it or scale it."
    )
