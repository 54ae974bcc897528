"""What a user is told about cells that should be numbers and are none: which, how many, and what can be done."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dlfund.data.cells import texts_of
from dlfund.data.tables.disguised_numbers import NoNumbers, numbers_in
from dlfund.data.tables.missing import as_argument, cut, listed
from dlfund.data.tables.reading_options import ReadingOptions


def wrong_numbers(filled: pd.Series, wrong: pd.Series) -> str:
    """The cells that are no numbers, by row and with counts, and the way out.

    Args:
        filled: Series. The cells that are not empty.
        wrong: Series. Those of them that are no number, at least one.
    """
    counts = texts_of(wrong).value_counts()
    texts = [str(text) for text in counts.index]
    which = listed(texts, [int(count) for count in counts], most=5)
    first = f"{cut(str(wrong.iloc[0]))!r} in row {int(wrong.index[0]) + 1:,} ({len(wrong):,} such cells: {which})"
    missing = f"Pass --missing {as_argument(texts[0])} where such a cell is empty, or leave the column categorical."
    return f"{first}. {unclear_numbers(filled) or missing}"


def unclear_numbers(filled: pd.Series) -> str:
    """Why cells that look like numbers are none, and what can be done; empty where they don't."""
    counts = texts_of(filled).value_counts()
    result = numbers_in(np.array(counts.index, dtype=object), counts.to_numpy(), ReadingOptions())
    if isinstance(result, NoNumbers) and result.unclear:
        sign = "," if "," in result.unclear else "."
        return (
            f"In {cut(result.unclear)!r} the separator may mark thousands or decimals: pass --thousands "
            f'"{sign}" or --decimal "{sign}".'
        )
    if isinstance(result, NoNumbers) and result.units:
        units = ", ".join(f"{unit or 'none'} ({count:,})" for unit, count in result.units.most_common(8))
        return f"Its numbers have several units: {units}. Convert them to one."
    return ""
