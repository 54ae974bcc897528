"""Columns that identify rows instead of describing them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.finding import Finding, quoted
from dlfund.comparison.checks.sample import LEAST, Sample
from dlfund.data import Column

DIFFERENT = 0.95  # share of different cells from which texts are names
EXPECTED, REPEATED = 20.0, 0.1  # repeats of whole numbers expected by chance; the share of them that may occur


@check("L04")
def identifier_like(sample: Sample) -> Iterator[Finding]:
    """A column identifies rows.

    Means: A running number or a name says nothing about a new row, yet a flexible model can memorise it; and in a
        file that was sorted, or grew over time, it reveals the answer.
    Measured: For texts: the share of different cells among the filled ones; free text (two words and more on
        average) is left out. For whole numbers: whether they rise from row to row throughout, or repeat far more
        rarely than n numbers drawn from a range R would: in n − R·(1 − exp(−n/R)) rows. For other numbers: whether
        they rise by equal steps.
    Threshold: 95 % different texts in 20 rows or more. Whole numbers that rise in every row, or at most a tenth of
        the repeats when 20 or more are expected (chance: below 1e-6). Numbers with fractions count only if they rise
        by equal steps.
    To do: Drop it; if rows of one owner share the value, name it as the group instead.
    """
    reasons = identifiers(sample)
    if reasons:
        names = list(reasons)
        single = len(names) == 1
        yield identifier_like.finding(
            "warning",
            f"{quoted(names)} {'looks' if single else 'look'} like {'an identifier' if single else 'identifiers'}: "
            f"{reasons[names[0]]}{'' if single else ' (the first)'}.",
            names,
            different=sample.levels(names[0]),
            filled=int((sample.codes(names[0]) >= 0).sum()),
            columns=len(names),
        )


def identifiers(sample: Sample) -> dict[str, str]:
    """Each column that identifies rows, and the reason."""
    return {column.name: reason for column in sample.columns if (reason := _reason(sample, column))}


def _reason(sample: Sample, column: Column) -> str:
    filled = sample.codes(column.name) >= 0
    rows, different = int(filled.sum()), sample.levels(column.name)
    if rows < LEAST or column.role in ("date", "boolean"):
        return ""
    if column.role in ("categorical", "text", "identifier"):
        if different < DIFFERENT * rows or _is_prose(sample.x[column.name].to_numpy()[filled]):
            return ""
        return f"{different:,} of {rows:,} filled cells are different"
    values = sample.numbers(column.name)[filled]
    whole = bool((values == np.round(values)).all())
    steps = np.diff(values)
    if whole and bool((steps > 0).all()):
        return f"whole numbers that rise in each of {rows:,} rows"
    if not whole:
        even = bool((steps > 0).all()) and float(np.ptp(steps)) <= 1e-6 * float(steps.mean())
        return f"it rises by equal steps in {rows:,} rows" if even else ""
    repeats, expected = rows - different, _expected_repeats(values)
    return f"{different:,} different whole numbers in {rows:,} rows" if _rare(repeats, expected) else ""


def _rare(repeats: int, expected: float) -> bool:
    return expected >= EXPECTED and repeats <= REPEATED * expected


def _expected_repeats(values: np.ndarray) -> float:
    """The expected number of rows that repeat an earlier number, if all were drawn uniformly from this range."""
    unit = float(np.gcd.reduce(np.unique(np.abs(values - values.min())).astype(np.int64)))
    places = float(np.ptp(values)) / unit + 1 if unit else 1.0
    return len(values) + places * float(np.expm1(-len(values) / places))


def _is_prose(cells: np.ndarray) -> bool:
    return float(np.mean([str(cell).count(" ") for cell in cells[:1000]])) >= 1
