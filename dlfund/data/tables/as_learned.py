"""Later rows in the words of the rows that were learned from: what is another spelling, and what is new.

A text that no training row had is one of theirs if exactly one of them

| differs from it | example |
|---|---|
| only in case, Unicode form, quotes, spaces or a full stop at the end | `bern` for `Bern`, `="007"` for `007` |
| only as a whole number is written | `1.0` for `1`; `1.1E+01` for `11`; `123` for `00123`, where zeros were lost |
| only in the words for yes and no, where the column has no others | `1`, `TRUE` and `ja` for `yes` |

The others are counted. They are an error where a column has nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from dlfund.core.counted import counted, verb_for
from dlfund.data.cells import number_text
from dlfund.data.errors import DataError
from dlfund.data.schema import Column, Schema
from dlfund.data.tables.level_finder import level_finder
from dlfund.data.tables.missing import cut, listed, named, percent
from dlfund.data.tables.spellings import ascii_where_invisible
from dlfund.data.tables.truth_pairs import truth_of

CATEGORIES = ("categorical", "boolean")
NUMBERS = ("numeric", "ordinal")
MOST_LEVELS = 1_000  # of a column whose levels are recorded
OFTEN = 0.5  # a level a cell at most: where more cells are different, later ones are expected to be new
UNSEEN = 0.2  # a greater share of new cells is told of folds by group, which have some
OUTSIDE = 0.2  # a greater share of numbers outside the training rows' range is told
ENOUGH_CELLS = 10  # of fewer cells, all may be new by chance


def with_seen(x: pd.DataFrame, columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns with what their cells hold: the levels of categories, the lowest and the highest number."""
    return tuple(_with_seen(x[column.name], column) for column in columns)


def _with_seen(cells: pd.Series, column: Column) -> Column:
    filled = cells.dropna()
    if column.role in CATEGORIES:
        levels = sorted(map(str, filled.unique()))
        telling = len(levels) <= min(MOST_LEVELS, OFTEN * len(filled))
        return replace(column, levels=tuple(levels)) if telling else column
    if column.role in NUMBERS and len(filled):
        return replace(column, lowest=float(filled.min()), highest=float(filled.max()))
    return column


def as_learned(x: pd.DataFrame, schema: Schema, *, refuses: bool = True) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Rows with the training rows' spellings, and sentences on what was spelled otherwise or is new.

    Args:
        x: DataFrame. As `dlfund.data.check_columns` returns it.
        schema: Schema. Of `with_seen`; columns of which nothing was recorded are left as they are.
        refuses: bool. Whether a column with nothing but new texts is an error; folds by group have such columns.

    Raises:
        DataError: a column of ten cells or more, none of which holds a text that a training row had.
    """
    columns: dict[str, pd.Series] = {}
    notes: list[str] = []
    for column in schema.columns:
        cells = x[column.name]
        sentences: list[str] = []
        if column.levels:
            cells, sentences = _levels(cells, column, refuses)
        elif column.lowest is not None and column.highest is not None:
            sentences = _outside(cells, column.lowest, column.highest)
        columns[column.name] = cells
        notes += sentences
    return pd.DataFrame(columns, index=x.index), tuple(notes)


def _levels(cells: pd.Series, column: Column, refuses: bool) -> tuple[pd.Series, list[str]]:
    texts = cells.dropna().astype(str).value_counts()
    strange = [str(text) for text in texts.index if text not in set(column.levels)]
    if not strange:
        return cells, []
    level_of = level_finder(column.levels, truth_of)
    known = {text: level for text in strange if (level := level_of(text)) is not None}
    new = [text for text in strange if text not in known]
    sentences = [_spelled(column.name, known, texts)] if known else []
    if new:
        sentences += _new(column, new, texts, refuses)
    mapped = cells.map(lambda text: known.get(str(text), text), na_action="ignore").astype(cells.dtype)
    return (mapped if known else cells), sentences


def _spelled(name: str, known: dict[str, str], texts: pd.Series) -> str:
    number = int(texts[list(known)].sum())
    read = [f"{ascii_where_invisible(cut(text))} as {cut(level)!r}" for text, level in known.items()]
    shown = ", ".join(read[:4])
    more = f" and {counted(len(known) - 4, 'other text')}" if len(known) > 4 else ""
    are = verb_for(number, "is", "are")
    return f"Column {cut(name)!r}: {counted(number, 'cell')} {are} read as the training rows have it: {shown}{more}."


def _new(column: Column, new: list[str], texts: pd.Series, refuses: bool) -> list[str]:
    number, total = int(texts[new].sum()), int(texts.sum())
    shown = listed(new, [int(texts[text]) for text in new], most=4)
    if refuses and number == total >= ENOUGH_CELLS:
        usual = ", ".join(repr(cut(level)) for level in column.levels[:4])
        raise DataError(
            f"Expected texts in {named([column.name])} that the training rows have, such as {usual}. Received: none "
            f"in {counted(total, 'cell')}: {shown}. Write them alike, or empty these cells to predict without them."
        )
    if not refuses and number <= UNSEEN * total:
        return []
    return [
        f"Column {cut(column.name)!r}: {number:,} of {counted(total, 'cell')} ({percent(number / total)}) "
        f"{'holds a text' if number == 1 else 'hold texts'} that no training row had: {shown}. "
        "Nothing was learned about these."
    ]


def _outside(cells: pd.Series, lowest: float, highest: float) -> list[str]:
    filled = cells.dropna().to_numpy(dtype=float)
    number = int(np.sum((filled < lowest) | (filled > highest)))
    if number <= OUTSIDE * len(filled):
        return []
    share = f"{number:,} of {counted(len(filled), 'cell')} ({percent(number / len(filled))})"
    return [
        f"Column {cut(str(cells.name))!r}: {share} {verb_for(number, 'lies', 'lie')} outside the training rows' "
        f"numbers, {number_text(lowest)} to {number_text(highest)}. See that the unit is the same."
    ]
