"""What a column is, by its cells and its name: the rules, each with the number that decided.

`docs/tables.md` tells the same rules in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api import types

from dlfund.core.counted import counted
from dlfund.data.cells import dates
from dlfund.data.date_notation import notation
from dlfund.data.tables.date_formats import AS_NUMBER, date_format, epoch_of, order_is_unclear
from dlfund.data.tables.missing import percent
from dlfund.data.tables.truth_pairs import pair_of

NOTHING = "every cell is empty"  # why a column is none
FEW_NUMBERS = 10  # so many different whole numbers may be grades, stars or children: in an order
FEW_CODES = 50  # a column named like an identifier with no more values names groups, not rows
NEARLY_ALL = 0.95  # of the rows have a value of their own: it names the row
ENOUGH_ROWS = 10  # below, all values may differ by chance
FREE_TEXT_WORDS = 3.0  # on average, in cells that are mostly different
MOSTLY_DIFFERENT = 0.5
LETTER = r"[^\W\d_]"
PAIR = r"[\[(]?\s*[-+]?\d+\.\d+\s*[,;\s]\s*[-+]?\d+\.\d+\s*[\])]?"  # a place's latitude and longitude
NAMES_A_TIME = {"time", "timestamp", "ts", "date", "datetime", "epoch", "unix", "unixtime", "created", "updated", "at"}
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


def role_of(cells: pd.Series, levels: int, order: str = "") -> Role:
    """The role that the rules give a column of a Table with so many different values.

    Args:
        order: str. `"day"` or `"month"`: which comes first in a date, as `--date-order` says.
    """
    filled = cells.dropna()
    if not len(filled):
        return Role("empty", NOTHING)
    if levels == 1 and len(filled) == len(cells):
        return Role("constant", "one value in every row")
    if types.is_bool_dtype(cells):
        return Role("boolean", "true or false", by_value=True)
    if types.is_datetime64_any_dtype(cells):
        return Role("date", "dates")
    if types.is_numeric_dtype(cells):
        return _of_numbers(filled, levels)
    return _of_text(filled, levels, order)


def is_named_like_a_row(name: object) -> bool:
    """Whether a name says that its values name rows: id, PassengerId, user_id.

    Example:
        >>> [is_named_like_a_row(name) for name in ("PassengerId", "user_id", "ID", "humidity", "video")]
        [True, True, True, False, False]
    """
    tokens = _tokens(name)
    return bool(tokens) and (tokens[-1] in NAMES_A_ROW or tokens[0] in NAMES_A_ROW)


def is_named_like_a_time(name: object) -> bool:
    """Whether a name says that its values are moments: timestamp, created_at, EventTime."""
    return any(token in NAMES_A_TIME for token in _tokens(name))


def is_written_as_dates(filled: pd.Series) -> bool:
    """Whether every whole number is a date of our time such as 20240131; by chance, 1 in 28 of them would be."""
    if not filled.between(19000101, 21001231).all():
        return False
    return bool(dates(pd.Series(filled.unique()), AS_NUMBER).notna().all())


def _tokens(name: object) -> list[str]:
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", str(name))
    return re.split(r"[^A-Za-z0-9]+", text.lower())


def _of_numbers(filled: pd.Series, levels: int) -> Role:
    values = filled.to_numpy()
    if is_named_like_a_time(filled.name) and (epoch := epoch_of(filled)):
        return Role("date", f"named like a time, every number is one ({epoch})", date_format=epoch)
    if not (values == np.floor(values)).all():
        return Role("numeric", counted(levels, "different number"))
    if levels >= ENOUGH_ROWS and is_written_as_dates(filled):
        return Role("date", f"every number is a date ({notation(AS_NUMBER)})", date_format=AS_NUMBER)
    if levels <= 2 and set(np.unique(values)) <= {0, 1}:
        return Role("boolean", "only 0 and 1" if levels == 2 else f"only {int(values[0])}, or empty", by_value=True)
    if is_named_like_a_row(filled.name):
        if levels <= FEW_CODES and levels < len(filled) * MOSTLY_DIFFERENT:
            return Role("categorical", f"named like an identifier, {counted(levels, 'value')}", by_value=True)
        return Role("identifier", f"named like one, {levels:,} different values in {counted(len(filled), 'row')}")
    first, last = int(values.min()), int(values.max())
    counts_rows = levels == len(filled) and first in (0, 1) and last - first == len(filled) - 1  # years begin elsewhere
    if len(filled) >= ENOUGH_ROWS and counts_rows:
        return Role("identifier", f"counts the rows: every number from {first} to {last} once")
    if levels <= FEW_NUMBERS:
        return Role("ordinal", f"{counted(levels, 'different whole number')}, {first} to {last}")
    return Role("numeric", counted(levels, "different whole number"))


def _of_text(filled: pd.Series, levels: int, order: str) -> Role:
    if (written := date_format(filled, order=order)) is not None:
        how = notation(written)
        doubt = not order and order_is_unclear(filled, written)
        unclear = "; day and month may be the other way round (--date-order day)" if doubt else ""
        return Role("date", f"every cell is a date ({how}){unclear}", date_format=written)
    different = pd.Series(filled.unique(), dtype="str")
    if pair_of(set(different)) is not None:
        return Role("boolean", " or ".join(map(repr, sorted(different))) + (", or empty" if levels == 1 else ""))
    share, word_count = levels / len(filled), float(different.str.split().str.len().mean())
    in_letters = different.str.contains(LETTER).mean() >= MOSTLY_DIFFERENT  # telephone numbers have groups, not words
    if word_count >= FREE_TEXT_WORDS and share >= MOSTLY_DIFFERENT and len(filled) >= ENOUGH_ROWS and in_letters:
        return Role("text", f"{word_count:.0f} words a cell on average, {percent(share)} of the cells different")
    named = is_named_like_a_row(filled.name) and levels > FEW_CODES and share >= MOSTLY_DIFFERENT
    if (named or share >= NEARLY_ALL) and len(filled) >= ENOUGH_ROWS:
        like = "named like one, " if named else ""
        split = "; two numbers a cell: give each a column of its own" if different.str.fullmatch(PAIR).all() else ""
        return Role("identifier", f"{like}{levels:,} different texts in {counted(len(filled), 'row')}{split}")
    return Role("categorical", counted(levels, "different text"))
