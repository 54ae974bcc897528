"""Columns and targets that cause problems without being a leak."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.finding import Finding, with_verb
from dlfund.comparison.checks.identifier_like import identifiers
from dlfund.comparison.checks.sample import Sample

UNEVEN, VERY_UNEVEN = 10, 100
MANY, FEW_ROWS = 50, 50


@check("Q01", every_row=True)
def imbalanced(sample: Sample) -> Iterator[Finding]:
    """One class is far more frequent than another.

    Means: Always predicting the frequent class reaches a high accuracy, yet the rare class is often the one of
        interest.
    Measured: Rows of the most frequent class for each row of the rarest.
    Threshold: 10 is a note, 100 a warning.
    To do: Judge by average precision, ROC AUC and log-loss, not by accuracy. Look at precision and recall of the rare
        class at the threshold that will be used, and at calibration.
    """
    if not sample.has_classes:
        return
    rows = np.bincount(sample.dataset.y, minlength=len(sample.dataset.schema.classes))
    ratio = float(rows.max() / max(1, rows.min()))
    if ratio >= UNEVEN:
        often, seldom = (str(sample.dataset.schema.classes[number])[:40] for number in (rows.argmax(), rows.argmin()))
        yield imbalanced.finding(
            "warning" if ratio >= VERY_UNEVEN else "note",
            f"For each row of class {seldom!r} there are {ratio:,.0f} of {often!r}: always predicting {often!r} is "
            f"right in {rows.max() / rows.sum():.1%} of all rows.".replace("%", " %"),
            ratio=ratio,
            rows_of_rarest=int(rows.min()),
            share_of_most_frequent=float(rows.max() / rows.sum()),
        )


@check("Q02")
def many_categories(sample: Sample) -> Iterator[Finding]:
    """A column has many categories with few rows each.

    Means: Each category is learned from a handful of rows, and new rows bring new categories: one-hot tables grow
        wide, trees overfit.
    Measured: Different categories, and filled rows for each. Identifiers (L04) are left out.
    Threshold: More than 50 categories with fewer than 50 rows each on average. A note.
    To do: Group them into what matters (region instead of postcode), or rely on target encodings that are fitted
        inside the fold.
    """
    named = identifiers(sample)
    sizes = {}
    for column in sample.columns:
        levels = sample.levels(column.name)
        if column.role != "categorical" or column.name in named or levels <= MANY:
            continue
        each = float((sample.codes(column.name) >= 0).sum() / levels)
        if each < FEW_ROWS:
            sizes[column.name] = levels, each
    if sizes:
        names = sorted(sizes, key=lambda name: sizes[name][1])
        yield many_categories.finding(
            "note",
            f"{with_verb(names, 'has', 'have')} many categories; the first {sizes[names[0]][0]:,}, "
            f"with {sizes[names[0]][1]:.1f} rows each on average.",
            names,
            categories=sizes[names[0]][0],
            rows_each=sizes[names[0]][1],
            columns=len(names),
        )


@check("Q04")
def constant_in_a_fold(sample: Sample) -> Iterator[Finding]:
    """A column has only one value in all training rows of a fold.

    Means: If it has one value in all rows, the column carries no information. If only in the training rows of a
        fold, a contender can't learn what other values mean, yet meets them in the test rows.
    Measured: Whether the cells of all rows, and of the development rows of each fold, are the same; empty cells
        count as one value.
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
            "Drop it: it carries no information",
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
            f"{with_verb(chosen, 'has', 'have')} only one value in the training rows of some folds, and others "
            "elsewhere.",
            chosen,
            columns=len(chosen),
            folds=int(folds.max()),
        )


def _constant(codes: np.ndarray) -> np.ndarray:
    """Of each column of codes, whether all cells are the same."""
    return np.asarray(codes.max(axis=0, initial=-1) == codes.min(axis=0, initial=2**31 - 1))


def _outside_mode(codes: np.ndarray) -> np.ndarray:
    """Share of the cells that are not the most frequent one."""
    return np.array([1 - np.bincount(column + 1).max() / len(column) for column in codes.T])
