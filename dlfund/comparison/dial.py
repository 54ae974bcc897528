"""How much one setting decides: the trials' losses, ranked within each fold, explained by the setting's value.

    share = variance between values of the setting / variance of all       of the ranks of the validation loss

A permutation of the losses inside each fold says how large the share would be by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

PARTS = 4  # a number with more values than this is cut into so many parts
PERMUTATIONS = 999


@dataclass(frozen=True)
class Dial:
    """One setting of one contender.

    Args:
        share: float. Of the differences between trials that the setting explains, 0 to 1.
        p_value: float. How often chance explains as much.
        trials: int.
        best, worst: (value as text, median validation loss).
    """

    share: float
    p_value: float
    trials: int
    best: tuple[str, float]
    worst: tuple[str, float]


def measure(contender: dict[str, Any], setting: str) -> Dial | None:
    """The setting's part in all finished trials; None where it took one value only, or nobody tried it."""
    tried = [
        (number, trial["hyperparameters"][setting], trial["score"])
        for number, outcome in enumerate([*contender["outcomes"], contender["final"]])
        for trial in outcome["trials"]
        if trial["score"] is not None and setting in trial["hyperparameters"]
    ]
    if len(tried) < 2 * PARTS:
        return None
    folds, values, losses = (list(side) for side in zip(*tried, strict=True))
    names, groups = _parts(values)
    if len(names) < 2:
        return None
    fold, loss = np.array(folds), np.array(losses, dtype=float)
    ranks = _ranks_within(fold, loss)
    share, generator = _share(ranks, groups), np.random.default_rng(0)
    by_chance = [_share(_shuffled_within(fold, ranks, generator), groups) for _ in range(PERMUTATIONS)]
    medians = sorted((float(np.median(loss[groups == one])), name) for one, name in enumerate(names))
    return Dial(
        share=share,
        p_value=(1 + sum(other >= share for other in by_chance)) / (1 + PERMUTATIONS),
        trials=len(tried),
        best=medians[0][::-1],
        worst=medians[-1][::-1],
    )


def _parts(values: list[Any]) -> tuple[list[str], np.ndarray]:
    """Names of the setting's values, or of ranges of them, and each trial's."""
    numeric = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)
    different = sorted(set(values), key=lambda value: value if numeric else str(value))
    if not numeric or len(different) <= PARTS:
        return [f"{value:.3g}" if isinstance(value, float) else str(value) for value in different], np.array(
            [different.index(value) for value in values]
        )
    numbers = np.array(values, dtype=float)
    edges = np.unique(np.quantile(numbers, np.linspace(0, 1, PARTS + 1)))
    groups = np.clip(np.searchsorted(edges, numbers, side="right") - 1, 0, len(edges) - 2)
    return [f"{low:.2g} to {high:.2g}" for low, high in pairwise(edges)], groups


def _ranks_within(fold: np.ndarray, loss: np.ndarray) -> np.ndarray:
    """Ranks from 0 to 1 in each fold: an easy fold must not look like a good setting."""
    ranks = np.empty(len(loss))
    for one in np.unique(fold):
        own = np.flatnonzero(fold == one)
        ranks[own] = (loss[own].argsort().argsort() + 0.5) / len(own)
    return ranks


def _shuffled_within(fold: np.ndarray, ranks: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    shuffled = ranks.copy()
    for one in np.unique(fold):
        own = np.flatnonzero(fold == one)
        shuffled[own] = generator.permutation(ranks[own])
    return shuffled


def _share(ranks: np.ndarray, groups: np.ndarray) -> float:
    means = np.bincount(groups, ranks) / np.maximum(np.bincount(groups), 1)
    total = ((ranks - ranks.mean()) ** 2).sum()
    return float(((means[groups] - ranks.mean()) ** 2).sum() / total) if total else 0.0
