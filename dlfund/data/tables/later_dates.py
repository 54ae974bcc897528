"""Dates of later rows, which may be written otherwise than those that were learned from.

| the cells are | they are read | told |
|---|---|---|
| all in the learned format | in it | |
| all in one other format | in that | yes |
| in several formats, each cell in one way only | each in its own | yes, with counts |
| dates but for some, at most half of them | these become empty | yes, with counts |
| dates that may be read with the day or the month first | not: --date-order decides | an error |
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

import pandas as pd
from pandas.api import types

from dlfund.core.counted import counted
from dlfund.data.cells import dates, moments, texts_of
from dlfund.data.date_notation import notation
from dlfund.data.errors import DataError
from dlfund.data.schema import Column, Schema
from dlfund.data.tables.date_formats import (
    AS_NUMBER,
    FORMATS,
    date_format,
    formats_of,
    has_order,
    order_is_unclear,
    swapped,
)
from dlfund.data.tables.missing import cut, listed
from dlfund.data.tables.odd_cells import emptied


@dataclass(frozen=True)
class _Later:
    """The different texts of a column of dates, how many cells hold each, and which part of a date comes first."""

    column: Column
    texts: pd.Series
    counts: pd.Series
    order: str

    @property
    def shown(self) -> str:
        return f"Column {cut(self.column.name)!r}"

    @property
    def learned(self) -> str:
        return notation(self.column.date_format)


def with_dates(frame: pd.DataFrame, schema: Schema, order: str = "") -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Rows whose dates are moments where they are not written as the training rows' dates, and sentences on these.

    Args:
        frame: DataFrame. As `read_rows_like` reads it; columns of other roles stay as they are.
        order: str. `"day"` or `"month"`: which comes first where both can; empty: it must be clear.

    Raises:
        DataError: dates that can be read in two ways, or a column most of whose cells are none.
    """
    frame, notes = frame.copy(deep=False), []
    for column in schema.columns:
        if column.role != "date" or column.name not in frame or types.is_datetime64_any_dtype(frame[column.name]):
            continue
        cells = texts_of(frame[column.name])
        counts = cells.dropna().value_counts(sort=False)
        later = _Later(column, pd.Series(counts.index, dtype="str"), counts.reset_index(drop=True), order)
        if _is_as_learned(later):
            continue
        values, sentences = _moments(later)
        codes = pd.Index(later.texts).get_indexer(cells)
        frame[column.name] = pd.Series(values.reindex(codes).array, index=cells.index)
        notes += sentences
    return frame, tuple(notes)


def _is_as_learned(later: _Later) -> bool:
    pattern = later.column.date_format
    return pattern in formats_of([pattern], later.order) and bool(moments(later.texts, pattern).notna().all())


def _moments(later: _Later) -> tuple[pd.Series, list[str]]:
    """What each text stands for, and sentences."""
    pattern = date_format(later.texts, order=later.order)
    if pattern is None and bool(dates(later.texts, AS_NUMBER).notna().all()):
        pattern = AS_NUMBER
    if pattern is None:
        return _one_by_one(later)
    if not later.order and order_is_unclear(later.texts, pattern):
        _ask(later, str(later.texts.iloc[0]))
    sentence = (
        f"{later.shown}: dates are written {notation(pattern)}, not {later.learned} as in the training rows; they are "
        "read so."
    )
    return moments(later.texts, pattern), [sentence]


def _one_by_one(later: _Later) -> tuple[pd.Series, list[str]]:
    """Each text in the format of most, else in the only way in which it is a date, else as nothing."""
    known = {
        pattern: read
        for pattern in formats_of([later.column.date_format, *FORMATS], later.order)
        if (read := moments(later.texts, pattern)).notna().any()
    }
    if not known:
        _check_odd(later, pd.Series(True, index=later.texts.index))
    usual = max(known, key=lambda pattern: int(later.counts[known[pattern].notna()].sum()))
    values = known.pop(usual)
    left = values.isna()
    if has_order(usual) and not later.order:
        elsewhere = moments(later.texts[left], swapped(usual)).dropna().index
        doubtful = [*elsewhere, *(left.index[left] if usual != later.column.date_format else ())]
        if doubtful:
            _ask(later, str(later.texts[doubtful[0]]))
    others = left & False
    for place in later.texts.index[left]:
        ways = {read[place] for read in known.values() if pd.notna(read[place])}
        if len(ways) > 1:
            _ask(later, str(later.texts[place]))
        if ways:
            values[place], others[place] = ways.pop(), True
    return values, [*_told(later, usual, others), *_check_odd(later, values.isna())]


def _told(later: _Later, usual: str, others: pd.Series) -> list[str]:
    if not others.any():
        return []
    shown = listed(later.texts[others].tolist(), later.counts[others].tolist(), most=4)
    return [
        f"{later.shown}: {counted(int(later.counts[others].sum()), 'date')} of {int(later.counts.sum()):,} are not "
        f"written {notation(usual)} as the others, and read all the same: {shown}."
    ]


def _check_odd(later: _Later, odd: pd.Series) -> list[str]:
    if not odd.any():
        return []
    texts = dict(zip(later.texts[odd], later.counts[odd].tolist(), strict=True))
    what = f"date ({later.learned}, or YYYY-MM-DD)" if later.column.date_format else "date (YYYY-MM-DD)"
    total = int(later.counts.sum())
    return [emptied(later.column.name, what, texts, total, may_be_empty=later.column.missing)]


def _ask(later: _Later, example: str) -> NoReturn:
    raise DataError(
        f"Expected dates in column {cut(later.column.name)!r} that can be read in one way, such as {later.learned}. "
        f"Received: {cut(example)!r} beside others, in which the day or the month may come first. Pass --date-order "
        "day or --date-order month."
    )
