"""What a column is, by its cells and its name: the rules, each with the number that decided.

`docs/tables.md` tells the same rules in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api import types

from dlfund.table.date_formats import date_format, order_is_unclear
from dlfund.table.missing import counted, percent

FEW_NUMBERS = 10  # so many different whole numbers may be grades, stars or children: in an order
FEW_CODES = 50  # a column named like an identifier with no more values names groups, not rows
NEARLY_ALL = 0.95  # of the rows have a value of their own: it names the row
ENOUGH_ROWS = 10  # below, all values may differ by chance
FREE_TEXT_WORDS = 3.0  # on average, in cells that are mostly different
MOSTLY_DIFFERENT = 0.5
PAIRS = (  # the second is the positive one
    ("no", "yes"),
    ("n", "y"),
    ("false", "true"),
    ("f", "t"),
    ("off", "on"),
    ("absent", "present"),
    ("negative", "positive"),
    ("neg", "pos"),
    ("fail", "pass"),
    ("failed", "passed"),
    ("nein", "ja"),
    ("non", "oui"),
)
NAMES_A_ROW = {"id", "ids", "uuid", "guid", "rowid", "idx", "index", "identifier", "pk"}


@dataclass(frozen=True)
class Role:
    """A role and why.

    Args:
        role: str. Of an input, or `"identifier"`, `"constant"`, `"empty"`.
        why: str. A phrase with the number that decided.
        date_format: str. Of a date that is written as text.
        by_value: bool. Whether categories are numbers or truth values.
    """

    role: str
    why: str
    date_format: str = ""
    by_value: bool = False


def role_of(cells: pd.Series, levels: int) -> Role:
    """The role that the rules give a column of a Table with so many different values."""
    filled = cells.dropna()
    if not len(filled):
        return Role("empty", "every cell is empty")
    if levels == 1 and len(filled) == len(cells):
        return Role("constant", "one value in every row")
    if types.is_bool_dtype(cells):
        return Role("boolean", "true or false", by_value=True)
    if types.is_datetime64_any_dtype(cells):
        return Role("date", "dates")
    if types.is_numeric_dtype(cells):
        return _of_numbers(filled, levels)
    return _of_text(filled, levels)


def is_named_like_a_row(name: object) -> bool:
    """Whether a name says that its values name rows: id, PassengerId, user_id.

    Example:
        >>> [is_named_like_a_row(name) for name in ("PassengerId", "user_id", "ID", "humidity", "video")]
        [True, True, True, False, False]
    """
    words = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", str(name))
    tokens = re.split(r"[^A-Za-z0-9]+", words.lower())
    return bool(tokens) and (tokens[-1] in NAMES_A_ROW or tokens[0] in NAMES_A_ROW)


def _of_numbers(filled: pd.Series, levels: int) -> Role:
    values = filled.to_numpy()
    if not (values == np.floor(values)).all():
        return Role("numeric", counted(levels, "different number"))
    if levels <= 2 and set(np.unique(values)) <= {0, 1}:
        return Role("boolean", "only 0 and 1" if levels == 2 else f"only {int(values[0])}, or empty", by_value=True)
    if is_named_like_a_row(filled.name):
        if levels <= FEW_CODES and levels < len(filled) * MOSTLY_DIFFERENT:
            return Role("categorical", f"named like an identifier, {counted(levels, 'value')}", by_value=True)
        return Role("identifier", f"named like one, {levels:,} different values in {counted(len(filled), 'row')}")
    first, last = int(values.min()), int(values.max())
    counts_rows = levels == len(filled) and first in (0, 1) and last - first == len(filled) - 1  # years begin elsewhere
    if len(filled) >= ENOUGH_ROWS and counts_rows:
        return Role("identifier", f"counts the rows: every number from {first:,} to {last:,} once")
    if levels <= FEW_NUMBERS:
        return Role("ordinal", f"{counted(levels, 'different whole number')}, {first:,} to {last:,}")
    return Role("numeric", counted(levels, "different whole number"))


def _of_text(filled: pd.Series, levels: int) -> Role:
    if (written := date_format(filled)) is not None:
        how = written or "YYYY-MM-DD"
        unclear = "; day and month may be the other way round" if order_is_unclear(filled, written) else ""
        return Role("date", f"every cell is a date ({how}){unclear}", date_format=written)
    different = pd.Series(filled.unique(), dtype="str")
    pair = {text.casefold() for text in different}
    if len(pair) <= 2 and any(pair <= set(known) for known in PAIRS):
        return Role("boolean", " or ".join(map(repr, sorted(different))) + (", or empty" if levels == 1 else ""))
    share, words = levels / len(filled), float(different.str.split().str.len().mean())
    if words >= FREE_TEXT_WORDS and share >= MOSTLY_DIFFERENT and len(filled) >= ENOUGH_ROWS:
        return Role("text", f"{words:.0f} words a cell on average, {percent(share)} of the cells different")
    named = is_named_like_a_row(filled.name) and levels > FEW_CODES and share >= MOSTLY_DIFFERENT
    if (named or share >= NEARLY_ALL) and len(filled) >= ENOUGH_ROWS:
        like = "named like one, " if named else ""
        return Role("identifier", f"{like}{levels:,} different texts in {counted(len(filled), 'row')}")
    return Role("categorical", counted(levels, "different text"))
