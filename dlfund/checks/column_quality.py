"""Columns and targets that make trouble without being a leak."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dlfund.checks.check import check
from dlfund.checks.finding import Finding, with_verb
from dlfund.checks.identifier_like import identifiers
from dlfund.checks.sample import Sample

UNEVEN, VERY_UNEVEN = 10, 100
MANY, FEW_ROWS = 50, 50


@check("Q01", every_row=True)
def imbalanced(sample: Sample) -> Iterator[Finding]:
    """One class is far more frequent than another.

    Means: Always guessing the frequent class looks good in accuracy; the rare one is often what is asked for.
    Measured: Rows of the most frequent class for each row of the rarest.
    Threshold: 10 is a note, 100 a warning.
    To do: Judge by ROC AUC and log-loss, not by accuracy, and look at what happens to the rare class.
    """
    if not sample.has_classes:
        return
    rows = np.bincount(sample.dataset.y, minlength=len(sample.dataset.schema.classes))
    ratio = float(rows.max() / max(1, rows.min()))
    if ratio >= UNEVEN:
        often, seldom = (str(sample.dataset.schema.classes[number])[:40] for number in (rows.argmax(), rows.argmin()))
        yield imbalanced.finding(
            "warning" if ratio >= VERY_UNEVEN else "note",
            f"For each row of class {seldom!r} there are {ratio:,.0f} of {often!r}: guessing that one is right in "
            f"{rows.max() / rows.sum():.1%} of all rows.".replace("%", " %"),
            ratio=ratio,
            rows_of_rarest=int(rows.min()),
            share_of_most_frequent=float(rows.max() / rows.sum()),
        )


@check("Q02")
def many_categories(sample: Sample) -> Iterator[Finding]:
    """A column has many categories with few rows each.

    Means: Each category is learned from a handful of rows, and new rows bring new ones: tables of ones and zeros grow
        wide, trees overfit.
    Measured: Different categories, and filled rows for each. Identifiers (L04) are left out.
    Threshold: More than 50 categories with fewer than 50 rows each on average. A note.
    To do: Group them into what matters (region instead of postcode), or trust encodings by the target fitted inside
        the fold.
    """
    named = identifiers(sample)
    found = {}
    for column in sample.columns:
        levels = sample.levels(column.name)
        if column.role != "categorical" or column.name in named or levels <= MANY:
            continue
        each = float((sample.codes(column.name) >= 0).sum() / levels)
        if each < FEW_ROWS:
            found[column.name] = levels, each
    if found:
        names = sorted(found, key=lambda name: found[name][1])
        yield many_categories.finding(
            "note",
            f"{with_verb(names, 'has', 'have')} many categories; the first {found[names[0]][0]:,}, "
            f"with {found[names[0]][1]:.1f} rows each on average.",
            names,
            categories=found[names[0]][0],
            rows_each=found[names[0]][1],
            columns=len(names),
        )


@check("Q04")
def constant_in_a_fold(sample: Sample) -> Iterator[Finding]:
    """A column has one value in all rows that a fold learns from.

    Means: In all rows: the column says nothing. In the rows of a fold only: a contender can't learn what another
        value means, and meets it in the test rows.
    Measured: Whether the cells of all rows, and of the development rows of each fold, are the same; empty ones count
        as one value.
    Threshold: One value in all rows is a note; in a fold, while others occur elsewhere, a warning.
    To do: Drop a column that never changes; group a value that hardly ever occurs with another.
    """
    if not sample.columns or len(sample.rows) < 2:
        return
    codes = np.column_stack([sample.codes(column.name) for column in sample.columns])
    names = np.array([column.name for column in sample.columns], dtype=object)
    constant = _constant(codes)
    if constant.any():
        chosen = names[constant].tolist()
        yield constant_in_a_fold.finding(
            "note",
            f"{with_verb(chosen, 'has', 'have')} one value in all rows.",
            chosen,
            "Drop it: it says nothing",
            columns=len(chosen),
        )
    # what is rare enough to fall into a test part as a whole; all others need not be looked at fold by fold
    rare = np.flatnonzero(~constant & (_outside_mode(codes) < 0.5))
    folds = np.zeros(len(rare), dtype=int)
    for fold in sample.folds if len(rare) else ():
        folds += _constant(codes[np.ix_(sample.places_of(fold.development), rare)])
    if folds.any():
        chosen = names[rare[folds > 0]].tolist()
        yield constant_in_a_fold.finding(
            "warning",
            f"{with_verb(chosen, 'has', 'have')} one value only in the rows that some folds learn "
            "from, and others elsewhere.",
            chosen,
            columns=len(chosen),
            folds=int(folds.max()),
        )


def _constant(codes: np.ndarray) -> np.ndarray:
    """Of each column of codes, whether all cells are the same."""
    return np.asarray(codes.max(axis=0, initial=-1) == codes.min(axis=0, initial=2**31 - 1))


def _outside_mode(codes: np.ndarray) -> np.ndarray:
    """Share of the cells that are not the most frequent one."""
    return np.array([1 - np.bincount(one + 1).max() / len(one) for one in codes.T])
