"""Too few rows for what is claimed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import stats

from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.finding import Finding
from dlfund.comparison.checks.sample import Sample
from dlfund.core.counted import counted, verb_for

FOLDS, REPEATS = 5, 3  # the protocol of a table of hundreds of rows, where no folds are known
POWER, CONFIDENCE = 0.8, 0.95
DISAGREE = 0.1  # rows on which two contenders differ in being right
ALIKE = 0.95  # correlation of two contenders' errors
SMALL, LARGE = 0.05, 0.15
EVENTS = 10
IN_TEST = 5


@check("S01", every_row=True)
def small_differences_unseen(sample: Sample) -> Iterator[Finding]:
    """Differences that would matter can't be shown with so few rows.

    Means: "No difference shown" will be the verdict unless the contenders differ by more than this number.
    Measured: The difference that these folds would detect in 80 % of cases at 95 % confidence, (t(0.975) + t(0.8)) ·
        sqrt((1/k + n_test/n_train) · v / n_test) with k folds (Nadeau & Bengio, 2003); of one fold, normal quantiles
        and v / n_test. Classes: accuracy, where contenders differ in being right on 10 % of the rows, v = 0.1.
        Numbers: share of the RMSE, where errors have a correlation of 0.95, v = 1 − 0.95². Without folds: 5 folds, 3
        times.
    Threshold: More than 0.05 is a note, more than 0.15 a warning.
    To do: Get more rows, or don't read anything into smaller differences.
    """
    if not sample.has_target:
        return
    smallest = smallest_difference(sample)
    if smallest <= SMALL:
        return
    what = "points of accuracy" if sample.has_classes else "% of the RMSE"
    yield small_differences_unseen.finding(
        "warning" if smallest > LARGE else "note",
        f"With {len(sample.dataset):,} rows only differences of about {100 * smallest:.0f} {what} or more can be "
        "shown.",
        smallest_difference=smallest,
        rows=len(sample.dataset),
        folds=len(sample.folds) or FOLDS * REPEATS,
    )


@check("S02", every_row=True)
def few_rows_per_column(sample: Sample) -> Iterator[Finding]:
    """Few rows for so many columns.

    Means: A model with as many free parameters as rows can fit anything, and the best of many columns looks good by
        chance.
    Measured: Rows per column; for classes, rows of the smallest class ("events per variable", Peduzzi et al.,
        1996). Pictures, sequences and text are left out: their single numbers have no meaning of their own.
    Threshold: Fewer than 10 is a note, fewer rows than columns a warning. Ten is a rule of thumb without a firm basis
        (van Smeden et al., 2016): how many rows are needed depends on the share of events and on how well they can be
        told apart (Riley et al., 2020).
    To do: Leave out columns that can't matter, and prefer regularised and simple models to flexible ones.
    """
    if not sample.columns or not sample.has_target or sample.dataset.schema.role != "table":
        return
    rows = int(np.bincount(sample.dataset.y).min()) if sample.has_classes else len(sample.dataset)
    each = rows / len(sample.columns)
    if each < EVENTS:
        whose = "rows of the smallest class" if sample.has_classes else "rows"
        yield few_rows_per_column.finding(
            "warning" if len(sample.dataset) < len(sample.columns) else "note",
            f"There are {rows:,} {whose} for {len(sample.columns):,} columns: {each:.2g} for each.",
            rows_per_column=each,
            rows=rows,
            columns=len(sample.columns),
        )


@check("S03", every_row=True)
def rare_class(sample: Sample) -> Iterator[Finding]:
    """A class has hardly any test rows.

    Means: How well a model predicts this class is measured on a handful of rows; one row more or less changes the
        score visibly.
    Measured: Rows of each class in the test rows of each fold; without folds, a fifth of its rows.
    Threshold: Fewer than 5 in a fold.
    To do: Get more rows of the class, merge it with another that means nearly the same, or use fewer folds.
    """
    if not sample.has_classes:
        return
    classes = len(sample.dataset.schema.classes)
    y = np.asarray(sample.dataset.y)
    tests = [np.bincount(y[fold.test], minlength=classes) for fold in sample.folds]
    fewest = np.min(tests, axis=0) if tests else np.bincount(y, minlength=classes) / FOLDS
    rare = np.flatnonzero(fewest < IN_TEST)
    if len(rare):
        rarest = int(fewest.argmin())
        name = str(sample.dataset.schema.classes[rarest])[:40]
        others = _others(len(rare) - 1)
        yield rare_class.finding(
            "warning",
            f"Class {name!r} has {counted(int((y == rarest).sum()), 'row')}, {int(fewest[rarest])} of them among the "
            f"test rows of a fold{others}.",
            fewest_test_rows=int(fewest[rarest]),
            classes=len(rare),
        )


def _others(number: int) -> str:
    have = verb_for(number, "has", "have")
    return f", and {counted(number, 'more class')} {have} fewer than {IN_TEST}" if number else ""


def smallest_difference(sample: Sample) -> float:
    """The difference between two contenders that these folds would show in 80 % of cases."""
    n = len(sample.dataset)
    known = [(float(len(fold.development)), float(len(fold.test))) for fold in sample.folds]
    sizes = known or [(n - n / FOLDS, n / FOLDS)] * (FOLDS * REPEATS)
    train, test = np.mean(sizes, axis=0)
    k = len(sizes)
    variance = (DISAGREE if sample.has_classes else 1 - ALIKE**2) / max(test, 1.0)
    if k == 1:
        spread = stats.norm.ppf((1 + CONFIDENCE) / 2) + stats.norm.ppf(POWER)
        return float(spread * np.sqrt(variance))
    spread = stats.t.ppf((1 + CONFIDENCE) / 2, k - 1) + stats.t.ppf(POWER, k - 1)
    return float(spread * np.sqrt((1 / k + test / train) * variance))
