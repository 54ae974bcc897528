"""Test rows that are not like the rows learned from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import stats
from scipy.special import kolmogorov
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score

from dlfund.checks.association import counts
from dlfund.checks.check import check
from dlfund.checks.finding import Finding, with_verb
from dlfund.checks.identifier_like import identifiers
from dlfund.checks.sample import LEAST, NUMBERS, Sample
from dlfund.data import Column, Fold

ROWS, FEWEST = 2_000, 50  # rows of each side: at most, at least
TREES, MOST_TRIED = 60, 20  # columns tried in a split: the square root of all, up to so many
Z = stats.norm.ppf(0.9995)  # both sides of a 99.9 % interval
TELLS, APART = 0.55, 0.7
EFFECT, CHANCE, LEVELS = 0.15, 1e-4, 20


@check("D01")
def parts_told_apart(sample: Sample) -> Iterator[Finding]:
    """A forest can tell test rows from the rows learned from.

    Means: The score is about rows of another kind than those a model learned from. With time-ordered folds, groups or
        a part that was set apart that may be wanted; with rows cut at random it can't be.
    Measured: A forest of 60 trees learns which rows of a fold are test rows, from at most 2,000 of each side, one a
        group, and is judged on the rows that its trees did not see: ROC AUC with a 99.9 % interval (Hanley & McNeil,
        1982). The first and the last fold are looked at. Dates, free text and identifiers are left out.
    Threshold: The interval's lower end above 0.55 is a note, above 0.7 a warning; from 50 rows on each side on.
    To do: Look at the columns of D02. If new rows will be like the test rows, get such rows to learn from; else cut
        again.
    """
    columns = _looked_at(sample)
    if not columns:
        return
    found = [
        (auc, low, fold.name, rows) for fold in _ends(sample) for auc, low, rows in _told_apart(sample, fold, columns)
    ]
    if not found:
        return
    auc, low, name, rows = max(found, key=lambda one: one[1])
    if low > TELLS:
        yield parts_told_apart.finding(
            "warning" if low > APART else "note",
            f"A forest tells the test rows of fold {name} from the rows that are learned from: ROC AUC {auc:.2f}, at "
            f"least {low:.2f}, where 0.50 is chance.",
            auc=auc,
            auc_low=low,
            rows_looked_at=rows,
        )


@check("D02")
def column_drifts(sample: Sample) -> Iterator[Finding]:
    """A column is distributed otherwise in the test rows.

    Means: Values, categories or empty cells have another distribution in the test rows than in those learned from.
    Measured: In the first and the last fold, one row a group, at most 2,000 of each side: of numbers and dates the
        Kolmogorov-Smirnov distance, of categories (the 20 most frequent, the rest, empty) Cramér's V, and of empty
        cells the difference of their shares; p-values times columns and folds. Dates are left out where rows are
        ordered by time.
    Threshold: An effect of 0.15 with p below 1e-4, from 50 rows on each side on. A note.
    To do: Ask what changed. A unit, a sensor or a new category can be mended; a changed world can't.
    """
    columns, ends = _looked_at(sample, dates=sample.dataset.order is None), _ends(sample)
    found: dict[str, tuple[float, float]] = {}
    for fold in ends:
        development, test = _sides(sample, fold)
        for column in columns if min(len(development), len(test)) >= FEWEST else ():
            effect, p_value = _moved(sample, column, development, test)
            if (
                effect >= max(EFFECT, found.get(column.name, (0.0, 1.0))[0])
                and p_value * len(columns) * len(ends) < CHANCE
            ):
                found[column.name] = effect, p_value
    if found:
        names = sorted(found, key=lambda name: -found[name][0])
        yield column_drifts.finding(
            "note",
            f"{with_verb(names, 'is', 'are')} distributed otherwise in the test rows of a fold than "
            "in those that are learned from.",
            names,
            effect=found[names[0]][0],
            p_value=found[names[0]][1],
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
        places = sample.one_a_group(sample.places_of(rows))
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
    said = forest.fit(x, is_test).oob_decision_function_[:, 1]
    known = np.isfinite(said)
    auc = float(roc_auc_score(is_test[known], said[known]))
    yield auc, auc - float(Z) * _standard_error(auc, len(test), len(development)), len(rows)


def _standard_error(auc: float, positives: int, negatives: int) -> float:
    """Of an area under the curve. Reference: Hanley & McNeil, 1982."""
    first, second = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    spread = auc * (1 - auc) + (positives - 1) * (first - auc**2) + (negatives - 1) * (second - auc**2)
    return float(np.sqrt(max(spread, 0.0) / (positives * negatives)))


def _moved(sample: Sample, column: Column, development: np.ndarray, test: np.ndarray) -> tuple[float, float]:
    """How differently a column is distributed, and how surprising that is; the stronger of values and empty cells."""
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
    """Kolmogorov and Smirnov's distance, and its p-value in large samples; SciPy's takes ten times as long."""
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
