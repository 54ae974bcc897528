"""The target among the inputs: copied, written in other words or units, or so nearly that one column is enough."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import stats

from dlfund.checks.association import chance_of_one_to_one
from dlfund.checks.check import check
from dlfund.checks.finding import Finding, with_verb
from dlfund.checks.one_column import skill_of
from dlfund.checks.sample import LEAST, NUMBERS, Sample

CHANCE = np.log(1e-6)  # a column that stands for the target by chance as rarely as this is called a copy
STRAIGHT = 1 - 1e-9  # correlation from which a column is the target on another scale; float32 keeps 1 − 1e-13
SKILL = 0.98


@check("L01")
def target_copied(sample: Sample) -> Iterator[Finding]:
    """A column is the target.

    Means: Exactly the target, its classes under other names, or its numbers in another unit stand among the inputs.
        Every score is then a score of copying, and a model in use will miss the column.
    Measured: Where the column is filled: whether its different values and the classes stand for each other one to
        one; for numbers, whether the correlation with the target is ±1, or both rise together in every step.
    Threshold: One to one in every filled row, where shuffled values would be so with a chance below 1e-6 (24 rows of
        two equal classes). Numbers: |correlation| of 1 − 1e-9 or more, which rounding to float32 does not undo, or
        the same ranks, in 20 rows or more.
    To do: Drop the column, unless it is really known before the answer is.
    """
    if not sample.has_target:
        return
    found = {column.name: rows for column in sample.columns if (rows := _copied(sample, column.name, column.role))}
    if found:
        names = sorted(found, key=lambda name: -found[name])
        filled = "where it is filled" if len(names) == 1 else "where the first is filled"
        yield target_copied.finding(
            "stop",
            f"{with_verb(names, 'is', 'are')} the target {sample.dataset.schema.target!r} itself, or the same in other "
            f"words or units, in all {found[names[0]]:,} rows {filled}.",
            names,
            rows_equal=found[names[0]],
            columns=len(names),
        )


@check("L02")
def target_nearly_copied(sample: Sample) -> Iterator[Finding]:
    """One column alone predicts the target almost perfectly.

    Means: What is written down after the event (a refund, a discharge code, tomorrow's price) often gives the answer
        away. It may also be a good column: only who knows when it is filled can say.
    Measured: A tree of at most 64 leaves on this column alone (of categories: the target usual for the category),
        cross-validated over 5 parts of at most 5,000 rows. Told is the share of the mistakes of always guessing the
        most frequent class that it avoids; of numbers, the share of the variance of the target's ranks that it
        explains.
    Threshold: 0.98, in 50 rows or more. The best single columns of honest tables stay below: 0.94 for petals and the
        kind of iris, 0.67 for cells and cancer. Columns that L01 names are left out.
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
        what = "of the mistakes of guessing" if sample.has_classes else "of the target's ranks"
        yield target_nearly_copied.finding(
            "warning",
            f"{with_verb(names, 'says', 'say, each alone,')} almost everything about the target: a small tree "
            f"on {'it' if len(names) == 1 else 'the first'} alone {'avoids' if sample.has_classes else 'explains'} "
            f"{skills[names[0]]:.1%} {what}.".replace("%", " %"),
            names,
            skill=skills[names[0]],
            columns=len(names),
        )


def _copied(sample: Sample, name: str, role: str) -> int:
    """In how many filled rows the column is the target; 0 if it is not in all of them."""
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
