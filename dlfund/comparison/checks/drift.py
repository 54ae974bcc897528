"""Test rows that are not like the training rows."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

import numpy as np
from scipy import stats
from scipy.special import kolmogorov
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score

from dlfund.comparison.checks.association import counts
from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.finding import Finding, with_verb
from dlfund.comparison.checks.identifier_like import identifiers
from dlfund.comparison.checks.sample import LEAST, NUMBERS, Sample
from dlfund.data import Column, Fold

ROWS, FEWEST = 2_000, 50  # rows of each side: at most, at least
TREES, MOST_TRIED = 60, 20  # columns tried in a split: the square root of their number, at most 20
Z = stats.norm.ppf(0.9995)  # both sides of a 99.9 % interval
TELLS, APART = 0.55, 0.7
EFFECT, CHANCE, LEVELS = 0.15, 1e-4, 20


@check("D01")
def parts_told_apart(sample: Sample) -> Iterator[Finding]:
    """A forest can distinguish test rows from training rows.

    Means: The test rows are of another kind than the rows a model learned from. With time-ordered folds, groups or a
        predefined test part this may be intended; with rows split at random it can't be.
    Measured: A forest of 60 trees learns which rows of a fold are test rows, from at most 2,000 of each side, one row
        per group, and is scored on the rows that its trees did not see: ROC AUC with a 99.9 % interval (Hanley &
        McNeil, 1982). The first and the last fold are examined. Dates, free text and identifiers are left out.
    Threshold: The interval's lower end above 0.55 is a note, above 0.7 a warning; with at least 50 rows on each side.
    To do: Look at the columns of D02. If new rows will be like the test rows, get such rows for training; else split
        again.
    """
    columns = _looked_at(sample)
    if not columns:
        return
    areas = [
        (auc, low, fold.name, rows) for fold in _ends(sample) for auc, low, rows in _told_apart(sample, fold, columns)
    ]
    if not areas:
        return
    auc, low, name, rows = max(areas, key=itemgetter(1))
    if low > TELLS:
        yield parts_told_apart.finding(
            "warning" if low > APART else "note",
            f"A forest distinguishes the test rows of fold {name} from the training rows: ROC AUC {auc:.2f}, at least "
            f"{low:.2f}, where 0.50 is chance.",
            auc=auc,
            auc_low=low,
            rows_looked_at=rows,
        )


@check("D02")
def column_drifts(sample: Sample) -> Iterator[Finding]:
    """A column has another distribution in the test rows.

    Means: Values, categories or empty cells are distributed differently in the test rows and in the training rows.
    Measured: In the first and the last fold, with one row per group and at most 2,000 of each side: for numbers
        and dates the Kolmogorov-Smirnov distance, for categories (the 20 most frequent, the rest, empty) Cramér's
        V, and for empty cells the difference of their shares; p-values times columns and folds. Dates are left out
        where rows are ordered by time.
    Threshold: An effect of 0.15 with p below 1e-4, with at least 50 rows on each side. A note.
    To do: Ask what changed. A changed unit, a sensor or a new category can be corrected; a changed world can't.
    """
    columns, ends = _looked_at(sample, dates=sample.dataset.order is None), _ends(sample)
    drifts: dict[str, tuple[float, float]] = {}
    for fold in ends:
        development, test = _sides(sample, fold)
        for column in columns if min(len(development), len(test)) >= FEWEST else ():
            effect, p_value = _moved(sample, column, development, test)
            if (
                effect >= max(EFFECT, drifts.get(column.name, (0.0, 1.0))[0])
                and p_value * len(columns) * len(ends) < CHANCE
            ):
                drifts[column.name] = effect, p_value
    if drifts:
        names = sorted(drifts, key=lambda name: -drifts[name][0])
        yield column_drifts.finding(
            "note",
            f"{with_verb(names, 'is', 'are')} distributed differently in the test rows of a fold than in its training "
            "rows.",
            names,
            effect=drifts[names[0]][0],
            p_value=drifts[names[0]][1],
            columns=len(names),
        )


def _looked_at(sample: Sample, dates: bool = False) -> list[Column]:
    named = identifiers(sample)
    left_out = ("text",) if dates else ("text", "date")
    return [column for column in sample.columns if column.role not in left_out and column.name not in named]


def _ends(sample: Sample) -> list[Fold]:
    return [sample.folds[0], sample.folds[-1]] if len(sample.folds) > 1 else list(sample.folds)


def _sides(sample: Sample, fold: Fold) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(sample.seed)
    sides = []
    for rows in (fold.development, fold.test):
        places = sample.one_per_group(sample.places_of(rows))
        sides.append(np.sort(generator.choice(places, ROWS, replace=False)) if len(places) > ROWS else places)
    return sides[0], sides[1]


def _told_apart(sample: Sample, fold: Fold, columns: list[Column]) -> Iterator[tuple[float, float, int]]:
    development, test = _sides(sample, fold)
    if min(len(development), len(test)) < FEWEST:
        return
    rows = np.concatenate([development, test])
    x = np.column_stack([sample.numbers(column.name)[rows] for column in columns])
    is_test = np.arange(len(rows)) >= len(development)
    tried = min(MOST_TRIED, max(1, round(len(columns) ** 0.5)))
    forest = RandomForestClassifier(
        TREES, min_samples_leaf=5, max_features=tried, oob_score=True, random_state=sample.seed, n_jobs=1
    )
    probabilities = forest.fit(x, is_test).oob_decision_function_[:, 1]
    known = np.isfinite(probabilities)
    auc = float(roc_auc_score(is_test[known], probabilities[known]))
    yield auc, auc - float(Z) * _standard_error(auc, len(test), len(development)), len(rows)


def _standard_error(auc: float, positives: int, negatives: int) -> float:
    """The standard error of an area under the curve. Reference: Hanley & McNeil, 1982."""
    first, second = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    spread = auc * (1 - auc) + (positives - 1) * (first - auc**2) + (negatives - 1) * (second - auc**2)
    return float(np.sqrt(max(spread, 0.0) / (positives * negatives)))


def _moved(sample: Sample, column: Column, development: np.ndarray, test: np.ndarray) -> tuple[float, float]:
    """The difference of a column's distributions and its p-value; the larger of that in values and in empty cells."""
    codes = sample.codes(column.name)
    sides = np.repeat([0, 1], [len(development), len(test)])
    rows = np.concatenate([development, test])
    if column.role not in NUMBERS:
        frequent = np.argsort(-np.bincount(codes[rows] + 1), kind="stable")[:LEVELS] - 1
        return _apart(sides, np.where(np.isin(codes[rows], frequent), codes[rows], -2))
    empty = _apart(sides, codes[rows] < 0) if (codes[rows] < 0).any() else (0.0, 1.0)
    values = [sample.numbers(column.name)[part] for part in (development, test)]
    first, second = (side[np.isfinite(side)] for side in values)
    if min(len(first), len(second)) < LEAST:
        return empty
    return max(empty, _distance(first, second))


def _distance(first: np.ndarray, second: np.ndarray) -> tuple[float, float]:
    """The Kolmogorov-Smirnov distance and its p-value in large samples; SciPy's test takes ten times as long."""
    first, second = np.sort(first), np.sort(second)
    places = np.concatenate([first, second])
    below = [np.searchsorted(side, places, side="right") / len(side) for side in (first, second)]
    distance = float(np.abs(below[0] - below[1]).max())
    return distance, float(kolmogorov(np.sqrt(len(first) * len(second) / len(places)) * distance))


def _apart(sides: np.ndarray, values: np.ndarray) -> tuple[float, float]:
    table = counts(sides, values)
    if min(table.shape) < 2:
        return 0.0, 1.0
    test = stats.chi2_contingency(table, correction=False)
    return float(np.sqrt(test.statistic / table.sum())), float(test.pvalue)
