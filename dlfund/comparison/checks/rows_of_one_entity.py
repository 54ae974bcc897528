"""Several rows of one person, place or device that the folds do not keep together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import stats

from dlfund.comparison.checks.association import with_target
from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.finding import Finding, quoted
from dlfund.comparison.checks.sample import NUMBERS, Sample
from dlfund.data import Column

LEAST_ENTITIES, LEAST_ROWS_EACH, MOST_ROWS_EACH = 20, 1.5, 200
LEVELS, USUAL = 10, 0.5  # of a column that an entity's rows share; share of its most frequent number
SAME = 1.02  # different pairs for each value of a column that determines the other
SMOOTH = 1.0  # von Neumann's ratio below which a column is a curve over the other; 2 where it is not
EFFECT, CHANCE = 0.1, 1e-6
MOST_KEYS, PAIRS = 200, 200  # columns that are tried; pairs of rows for a first look


@check("L09")
def rows_of_one_entity(sample: Sample) -> Iterator[Finding]:
    """Rows belong together, and the folds separate them.

    Means: Where a person, place or device has several rows, random folds put some of them into the training part and
        some into the test part. A model that recognises it scores well without having learned anything about others.
    Measured: Whether a column repeats (a body height in millimetres, a name), and its rows also agree in other numbers
        that are no curve over it (von Neumann's ratio of their ranks): its values then stand for entities. The finding
        reports the share of the target that they explain (bias-corrected Cramér's V², or Kruskal and Wallis's ε² of
        ranks).
    Threshold: 20 entities or more with 1.5 to 200 rows each on average, and at least two columns of 10 different
        numbers or more that the entity determines (one, if the column itself is one of numbers): at most 1.02
        different pairs for each entity, and no number in more than half of the rows; of the first 200 columns that
        repeat. A share of 0.1 with p below 1e-6 is a warning. Tables with a group or an order column are left out.
    To do: If the rows to predict are of new entities, name the column that distinguishes them as the group (`--group`).
    """
    if not sample.has_target or sample.dataset.group is not None or sample.dataset.order is not None:
        return
    key, shared = _entity(sample)
    if not key:
        return
    codes = sample.codes(key)
    filled = codes >= 0
    effect, p_value = with_target(codes[filled], sample.y[filled], sample.has_classes)
    if effect < EFFECT or p_value >= CHANCE:
        return
    yield rows_of_one_entity.finding(
        "warning",
        f"Rows with the same {quoted([key])} agree in {quoted(shared)} too: {sample.levels(key):,} entities with "
        f"{filled.sum() / sample.levels(key):.1f} rows each, which explain {effect:.0%} of the target. Folds put rows "
        "of one entity on both sides.".replace("%", " %"),
        [key, *shared],
        entities=sample.levels(key),
        rows=int(filled.sum()),
        effect=effect,
        p_value=p_value,
    )


def _entity(sample: Sample) -> tuple[str, list[str]]:
    """The column whose values stand for entities, categories first, and the numbers that these share; or nothing."""
    fine = [column.name for column in sample.columns if column.role in NUMBERS and sample.levels(column.name) >= LEVELS]
    keys = [
        column for column in sample.columns if column.role in ("categorical", *NUMBERS) and _repeats(sample, column)
    ]
    keys = sorted(keys, key=lambda column: column.role in NUMBERS)[:MOST_KEYS] if fine else []
    codes = np.column_stack([sample.codes(name) for name in fine]) if keys else np.empty((0, 0))
    best: tuple[str, list[str]] = ("", [])
    for key in keys:
        first, second = _pairs_of_rows(sample.codes(key.name))
        agree = (codes[first] == codes[second]).mean(axis=0) > 0.9  # a quick look
        others = [name for name, same in zip(fine, agree, strict=True) if same and name != key.name]
        shared = [name for name in others if _determines(sample, key.name, name) and not _is_curve(sample, key, name)]
        if len(shared) > len(best[1]) and len(shared) >= (1 if key.role in NUMBERS else 2):
            best = key.name, shared
    return best


def _pairs_of_rows(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two places of rows with the same code, at most PAIRS times."""
    order = np.argsort(codes, kind="stable")
    same = np.flatnonzero((codes[order][1:] == codes[order][:-1]) & (codes[order][1:] >= 0))
    chosen = same[:: max(1, len(same) // PAIRS)][:PAIRS]
    return order[chosen], order[chosen + 1]


def _repeats(sample: Sample, column: Column) -> bool:
    levels = sample.levels(column.name)
    rows = int((sample.codes(column.name) >= 0).sum())
    return (
        levels >= LEAST_ENTITIES and LEAST_ROWS_EACH <= rows / levels <= MOST_ROWS_EACH and rows > len(sample.rows) / 2
    )


def _determines(sample: Sample, first: str, second: str) -> bool:
    levels = sample.levels(first), sample.levels(second)
    if levels[1] > SAME * levels[0]:
        return False
    codes, others = sample.codes(first).astype(np.int64), sample.codes(second)
    filled = (codes >= 0) & (others >= 0)
    if not filled.any() or np.bincount(others[filled]).max() > USUAL * filled.sum():
        return False
    pairs = np.unique((codes * (levels[1] + 1) + others)[filled])
    return bool(filled.mean() > 0.5 and len(pairs) <= SAME * len(np.unique(codes[filled])))


def _is_curve(sample: Sample, key: Column, name: str) -> bool:
    """Whether one column hardly changes from one value of the other to the next: it was computed from it."""
    if key.role not in NUMBERS:
        return False
    x, y = sample.numbers(key.name), sample.numbers(name)
    filled = np.isfinite(x) & np.isfinite(y)
    return min(_roughness(x[filled], y[filled]), _roughness(y[filled], x[filled])) < SMOOTH


def _roughness(over: np.ndarray, values: np.ndarray) -> float:
    """Von Neumann's ratio of the values' ranks in the order of another column, with one row for each value of it."""
    ranks = stats.rankdata(values[np.unique(over, return_index=True)[1]])
    spread = float(ranks.var())
    return float((np.diff(ranks) ** 2).mean()) / spread if spread else 0.0
