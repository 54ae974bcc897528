"""Numbers that may stand for a missing one: a blood pressure of 0, an age of 999."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.finding import Finding, quoted
from dlfund.comparison.checks.sample import LEAST, Sample
from dlfund.core.counted import counted, verb_for

LOW, HIGH = (0.0, -1.0, -9.0, -99.0, -999.0, -9999.0), (99.0, 999.0, 9999.0, 99999.0)
REPEATED, MOST = 5, 0.3  # cells; share of them
DIFFERENT = 10  # values beside it
FENCE, GAP = 1.5, 0.5  # interquartile ranges: below the quartile (Tukey, 1977), and to the next number


@check("Q05")
def placeholder_numbers(sample: Sample) -> Iterator[Finding]:
    """A number may stand for a missing one.

    Means: A blood pressure of 0 or an age of 999 was not measured. Read as a number it moves means, scales and weights,
        and hides that something is missing.
    Measured: Whether 0, −1, −9, −99 … lies below, or 99, 999 … above all other numbers of a column, how often, and how
        far away.
    Threshold: In 5 rows or more and at most 0.3 of them; outside of Tukey's fences, 1.5 interquartile ranges beyond the
        quartiles of the other numbers; and further from the next number than half of such a range, and than any two
        neighbours among the others on that side of the median. Of columns with 10 other values or more. A note.
    To do: If it means missing, empty these cells; if it is a value, nothing.
    """
    hits = {}
    for column in sample.columns:
        if column.role == "numeric" and (hit := _placeholder(sample.numbers(column.name))) is not None:
            hits[column.name] = hit
    if not hits:
        return
    names = sorted(hits, key=lambda name: -hits[name][1])
    shown = ", ".join(f"{quoted([name])} is {hits[name][0]:g} in {counted(hits[name][1], 'row')}" for name in names[:3])
    hold = verb_for(len(names) - 3, "holds", "hold")
    more = f", and {counted(len(names) - 3, 'more column')} {hold} such a number" if len(names) > 3 else ""
    yield placeholder_numbers.finding(
        "note",
        f"{shown}{more}, far from every other number: it may stand for a missing one.",
        names,
        rows=hits[names[0]][1],
        value=hits[names[0]][0],
        columns=len(names),
    )


def _placeholder(values: np.ndarray) -> tuple[float, int] | None:
    """The number and its rows; None where none stands apart."""
    values = values[np.isfinite(values)]
    if len(values) < LEAST:
        return None
    for extreme, usual, sign in ((values.min(), LOW, 1.0), (values.max(), HIGH, -1.0)):
        rows = int((values == extreme).sum())
        if extreme in usual and REPEATED <= rows <= MOST * len(values) and _stands_apart(sign * values, sign * extreme):
            return float(extreme), rows
    return None


def _stands_apart(values: np.ndarray, lowest: float) -> bool:
    others = np.unique(values[values > lowest])
    if len(others) < DIFFERENT:
        return False
    first, median, third = np.quantile(values[values > lowest], [0.25, 0.5, 0.75])
    gap, neighbours = others[0] - lowest, np.diff(others[others <= median]).max(initial=0.0)
    is_far = lowest < first - FENCE * (third - first) and gap >= GAP * (third - first)
    return bool(is_far and gap > neighbours)
