"""Columns with the same information."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.finding import Finding, quoted
from dlfund.comparison.checks.sample import LEAST, NUMBERS, Sample
from dlfund.core.counted import counted, verb_for

ROWS = 5_000
STRAIGHT = 0.999
CODES = 20  # different numbers up to which a column may number the categories of another


@check("Q03")
def columns_alike(sample: Sample) -> Iterator[Finding]:
    """Two columns carry the same information.

    Means: Their importance is split between them, distances count them twice, and a linear model's weights are not
        unique. Predictions hardly suffer.
    Measured: Of numbers, the correlation over the rows where both are filled, on at most 5,000 rows; of categories,
        and of a category and up to 20 different numbers (`class` and `pclass`), whether the values and empty cells of
        one stand for those of the other one to one.
    Threshold: |correlation| of 0.999; categories in every row, in 20 rows or more. A note. Columns of one value are
        left out.
    To do: Keep one of them.
    """
    pairs = [*_numbers_alike(sample), *_categories_alike(sample)]
    if not pairs:
        return
    names = list(dict.fromkeys(name for pair in pairs for name in pair))
    first, second = pairs[0]
    others = len(pairs) - 1
    more = f" So {verb_for(others, 'does', 'do')} {counted(others, 'more pair')}." if others else ""
    yield columns_alike.finding(
        "note", f"{quoted([first])} and {quoted([second])} carry the same information.{more}", names, pairs=len(pairs)
    )


def _numbers_alike(sample: Sample) -> Iterator[tuple[str, str]]:
    names = [column.name for column in sample.columns if column.role in NUMBERS and sample.levels(column.name) > 1]
    if len(names) < 2 or len(sample.rows) < LEAST:
        return
    places = sample.at_most(ROWS)
    x = np.column_stack([sample.numbers(name)[places] for name in names])
    filled = np.isfinite(x)
    x = np.where(filled, x - np.where(filled, x, 0).sum(axis=0) / np.maximum(filled.sum(axis=0), 1), 0.0)
    lengths = np.sqrt((x**2).sum(axis=0))
    unit = x / np.where(lengths > 0, lengths, 1.0)
    # an empty cell counts as the mean here, so every pair that could still reach the threshold is measured exactly
    near = np.argwhere(np.triu(np.abs(unit.T @ unit) > STRAIGHT - 0.2, k=1))
    for first, second in near:
        both = filled[:, first] & filled[:, second]
        a, b = x[both, first], x[both, second]
        if both.sum() >= LEAST and a.std() > 0 and b.std() > 0 and abs(np.corrcoef(a, b)[0, 1]) >= STRAIGHT:
            yield names[first], names[second]


def _categories_alike(sample: Sample) -> Iterator[tuple[str, str]]:
    """Codes are numbered in order of appearance, so two columns that correspond one to one have the same codes.

    Two columns of numbers are left to their correlation.
    """
    seen: dict[bytes, str] = {}
    for column in sorted(sample.columns, key=lambda column: column.role in NUMBERS):  # categories first
        levels = sample.levels(column.name)
        if column.role in NUMBERS and levels > CODES:
            continue
        if column.role == "text" or levels < 2 or levels > len(sample.rows) / 2 or len(sample.rows) < LEAST:
            continue
        content = sample.codes(column.name).tobytes()
        if content in seen:
            yield seen[content], column.name
        elif column.role not in NUMBERS:
            seen[content] = column.name
