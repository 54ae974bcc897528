"""How much one hyperparameter matters: the share of the differences between trials that its value explains.

    share = variance between values of the hyperparameter / variance of all      of the ranks of the validation loss

Losses are ranked within each fold. Permutations of the ranks within each fold show how large the share is by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from dlfund.comparison.result.content_sections import ContenderResult

RANGES = 4  # a number with more values than this is cut into this many ranges
PERMUTATIONS = 999


@dataclass(frozen=True)
class HyperparameterEffect:
    """The effect of one hyperparameter of one contender.

    Args:
        share: float. The share of the differences between trials that the hyperparameter explains, 0 to 1.
        p_value: float. The probability that chance explains as much.
        trials: int.
        best, worst: (value as text, median validation loss).
    """

    share: float
    p_value: float
    trials: int
    best: tuple[str, float]
    worst: tuple[str, float]


def hyperparameter_effect(contender: ContenderResult, hyperparameter: str) -> HyperparameterEffect | None:
    """The effect in all finished trials; None where too few tried it, or it took one value only."""
    tried = [
        (number, trial.hyperparameters[hyperparameter], trial.score)
        for number, outcome in enumerate(contender.every_outcome)
        for trial in outcome.trials
        if trial.score is not None and hyperparameter in trial.hyperparameters
    ]
    if len(tried) < 2 * RANGES:
        return None
    folds, values, losses = (list(side) for side in zip(*tried, strict=True))
    names, groups = _value_groups(values)
    if len(names) < 2:
        return None
    fold, loss = np.array(folds), np.array(losses, dtype=float)
    ranks = _ranks_within(fold, loss)
    share, generator = _share(ranks, groups), np.random.default_rng(0)
    by_chance = [_share(_shuffled_within(fold, ranks, generator), groups) for _ in range(PERMUTATIONS)]
    medians = sorted((float(np.median(loss[groups == group])), name) for group, name in enumerate(names))
    return HyperparameterEffect(
        share=share,
        p_value=(1 + sum(other >= share for other in by_chance)) / (1 + PERMUTATIONS),
        trials=len(tried),
        best=medians[0][::-1],
        worst=medians[-1][::-1],
    )


def _value_groups(values: list[Any]) -> tuple[list[str], np.ndarray]:
    """Names of the values, or of ranges of them, and the number of each trial's group."""
    numeric = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)
    different = sorted(set(values), key=lambda value: value if numeric else str(value))
    if not numeric or len(different) <= RANGES:
        return [f"{value:.3g}" if isinstance(value, float) else str(value) for value in different], np.array(
            [different.index(value) for value in values]
        )
    numbers = np.array(values, dtype=float)
    edges = np.unique(np.quantile(numbers, np.linspace(0, 1, RANGES + 1)))
    groups = np.clip(np.searchsorted(edges, numbers, side="right") - 1, 0, len(edges) - 2)
    return [f"{low:.2g} to {high:.2g}" for low, high in pairwise(edges)], groups


def _ranks_within(fold: np.ndarray, loss: np.ndarray) -> np.ndarray:
    """Ranks from 0 to 1 in each fold, so that an easy fold does not look like a good value."""
    ranks = np.empty(len(loss))
    for number in np.unique(fold):
        own = np.flatnonzero(fold == number)
        ranks[own] = (loss[own].argsort().argsort() + 0.5) / len(own)
    return ranks


def _shuffled_within(fold: np.ndarray, ranks: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    shuffled = ranks.copy()
    for number in np.unique(fold):
        own = np.flatnonzero(fold == number)
        shuffled[own] = generator.permutation(ranks[own])
    return shuffled


def _share(ranks: np.ndarray, groups: np.ndarray) -> float:
    means = np.bincount(groups, ranks) / np.maximum(np.bincount(groups), 1)
    total = ((ranks - ranks.mean()) ** 2).sum()
    return float(((means[groups] - ranks.mean()) ** 2).sum() / total) if total else 0.0
