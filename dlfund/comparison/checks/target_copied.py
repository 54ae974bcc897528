"""The target among the inputs: copied, renamed, in other units, or so nearly that one column is enough."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import stats

from dlfund.comparison.checks.association import chance_of_one_to_one
from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.finding import Finding, with_verb
from dlfund.comparison.checks.one_column import skill_of
from dlfund.comparison.checks.sample import LEAST, NUMBERS, Sample

CHANCE = np.log(1e-6)  # a column is called a copy if chance alone would make it correspond this rarely
STRAIGHT = 1 - 1e-9  # correlation from which a column is the target on another scale; float32 keeps 1 − 1e-13
SKILL = 0.98


@check("L01")
def target_copied(sample: Sample) -> Iterator[Finding]:
    """A column is a copy of the target.

    Means: The inputs contain the target itself, its classes under other names, or its numbers in another unit. Every
        score then only measures copying, and the column will be missing when the model is used.
    Measured: Where the column is filled: whether its values and the classes correspond one to one; for numbers, whether
        the correlation with the target is ±1, or both always rise together.
    Threshold: One to one in every filled row, where this would happen to shuffled values with a probability below 1e-6
        (24 rows of two equal classes). Numbers: |correlation| of 1 − 1e-9 or more, which rounding to float32 does not
        change, or the same ranks, in 20 rows or more.
    To do: Drop the column, unless it is really known before the answer is.
    """
    if not sample.has_target:
        return
    copies = copies_of_target(sample)
    if copies:
        names = sorted(copies, key=lambda name: -copies[name])
        filled = "where it is filled" if len(names) == 1 else "where the first is filled"
        yield target_copied.finding(
            "stop",
            f"{with_verb(names, 'is', 'are')} the target {sample.dataset.schema.target!r} itself, or the same under "
            f"other names or in other units, in all {copies[names[0]]:,} rows {filled}.",
            names,
            rows_equal=copies[names[0]],
            columns=len(names),
        )


@check("L02")
def target_nearly_copied(sample: Sample) -> Iterator[Finding]:
    """One column alone predicts the target almost perfectly.

    Means: What is recorded after the event (a refund, a discharge code, tomorrow's price) often reveals the answer.
        It may also be a good column: only someone who knows when it is filled can tell.
    Measured: A tree of at most 64 leaves on this column alone (for categories: the usual target of the category),
        cross-validated over 5 parts of at most 5,000 rows. The finding reports the share of the mistakes of always
        predicting the most frequent class that it avoids; for numbers, the share of the variance of the target's
        ranks that it explains.
    Threshold: 0.98, in 50 rows or more. The best single columns of sound tables stay below: 0.94 in iris (petals),
        0.67 in breast cancer (cells). Columns that L01 names are left out.
    To do: Ask when this column is filled. If only after the answer is known, drop it.
    """
    if not sample.has_target or len(sample.rows) < 50:
        return
    skills = {
        column.name: skill
        for column in sample.columns
        if not _copied(sample, column.name, column.role) and (skill := skill_of(sample, column.name, SKILL)) >= SKILL
    }
    if skills:
        names = sorted(skills, key=lambda name: -skills[name])
        what = (
            "of the mistakes of always predicting the most frequent class"
            if sample.has_classes
            else "of the target's ranks"
        )
        yield target_nearly_copied.finding(
            "warning",
            f"{with_verb(names, 'predicts', 'predict, each alone,')} the target almost perfectly: a small tree on "
            f"{'it' if len(names) == 1 else 'the first'} alone {'avoids' if sample.has_classes else 'explains'} "
            f"{skills[names[0]]:.1%} {what}.".replace("%", " %"),
            names,
            skill=skills[names[0]],
            columns=len(names),
        )


def copies_of_target(sample: Sample) -> dict[str, int]:
    """Each column that is the target itself, and its number of filled rows."""
    return {column.name: rows for column in sample.columns if (rows := _copied(sample, column.name, column.role))}


def _copied(sample: Sample, name: str, role: str) -> int:
    """The number of filled rows, if the column is the target in all of them; else 0."""
    codes, y = sample.codes(name), sample.y
    filled = codes >= 0
    rows = int(filled.sum())
    if rows < LEAST:
        return 0
    if role in NUMBERS and not sample.has_classes and _same_numbers(sample.numbers(name)[filled], y[filled]):
        return rows
    return rows if _one_to_one(codes[filled], y[filled], sample.levels(name)) else 0


def _same_numbers(values: np.ndarray, y: np.ndarray) -> bool:
    if values.std() == 0 or y.std() == 0:
        return False
    if abs(np.corrcoef(values, y)[0, 1]) >= STRAIGHT:
        return True
    ranks, wanted = stats.rankdata(values), stats.rankdata(y)
    several = len(np.unique(wanted)) >= LEAST
    return several and bool(np.array_equal(ranks, wanted) or np.array_equal(len(y) + 1 - ranks, wanted))


def _one_to_one(codes: np.ndarray, y: np.ndarray, levels: int) -> bool:
    answers, sizes = np.unique(y, return_counts=True)
    if levels != len(answers) or levels < 2:
        return False
    first = np.full(levels, -1)
    numbers = np.searchsorted(answers, y)
    first[codes] = numbers  # the answer of one row of each value; that of all others must be the same
    same = np.array_equal(first[codes], numbers) and len(np.unique(first)) == levels
    return bool(same and chance_of_one_to_one(sizes) < CHANCE)
