"""A search that chose a value at the edge of its space."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy import stats

from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.checked_result import CheckedResult
from dlfund.comparison.checks.finding import Finding, quoted
from dlfund.core.outcome import Trial

NEAR, SHARE, LEVEL, FEWEST, WIDE = 0.1, 2 / 3, 0.01, 8, 20


class Edge(NamedTuple):
    """A hyperparameter that was chosen at an end of its range."""

    contender: str
    hyperparameter: str
    end: str
    value: float
    share: float
    p_value: float


@check("R03")
def edge_of_search(checked: CheckedResult) -> Iterator[Finding]:
    """The chosen hyperparameter lies at the edge of its space.

    Means: The best value may lie beyond the edge; the contender's score may then be too low.
    Measured: Numeric hyperparameters of all trials; the space is the one passed in, else the range from the lowest
        to the highest value tried (on a log scale if the highest is twenty times the lowest). An edge is the outer
        tenth. The best of 20 random trials lies there in one of five cases by chance, so the trials must also get
        better towards it: Spearman's correlation of value and validation loss (ranks within a fold, averaged),
        p-values times all hyperparameters looked at.
    Threshold: At the same edge in 2 of 3 folds, a trend with p below 0.01, and 8 different settings. A lower edge of
        0, or a count of 1, is not reported: nothing lies beyond it.
    To do: Widen the space beyond this edge, and run again.
    """
    looked = [(name, parameter) for name in checked.names for parameter in _numeric(checked, name)]
    edges = [edge for name, parameter in looked if (edge := _edge(checked, name, parameter))]
    edges = sorted((edge for edge in edges if edge.p_value * len(looked) < LEVEL), key=lambda edge: edge.p_value)
    if edges:
        first = edges[0]
        where = [f"{edge.contender}: {edge.hyperparameter} ({edge.end})" for edge in edges]
        yield edge_of_search.finding(
            "note",
            f"Chosen at the edge of what was tried: {quoted(where)}; the validation loss improves towards it.",
            dict.fromkeys(edge.contender for edge in edges),
            edge=first.value,
            share_of_folds=first.share,
            p_value=first.p_value,
            hyperparameters=len(edges),
        )


def _numeric(checked: CheckedResult, name: str) -> list[str]:
    """Hyperparameters that are numbers in every trial that has them, with more than two values."""
    values: dict[str, list[object]] = {}
    for trials in checked.trials(name):
        for trial in trials:
            for parameter, value in trial.hyperparameters.items():
                values.setdefault(parameter, []).append(value)
    numbers = {name: every for name, every in values.items() if all(type(value) in (int, float) for value in every)}
    return [name for name, every in numbers.items() if len(set(every)) > 2]


def _edge(checked: CheckedResult, name: str, parameter: str) -> Edge | None:
    folds = [
        [trial for trial in trials if parameter in trial.hyperparameters and trial.score is not None]
        for trials in checked.trials(name)
    ]
    folds = [trials for trials in folds if len(trials) > 2]
    if not folds:
        return None
    every = np.array([trial.hyperparameters[parameter] for trials in folds for trial in trials], dtype=float)
    low, high = checked.spaces.get(name, {}).get(parameter, (float(every.min()), float(every.max())))
    if high <= low:
        return None
    chosen = np.array([min(trials, key=_loss).hyperparameters[parameter] for trials in folds])
    places = _place(chosen.astype(float), low, high)
    at_low = float((places <= NEAR).mean()) if not _nothing_below(low, every) else 0.0
    at_high = float((places >= 1 - NEAR).mean())
    end, share, limit = ("lowest", at_low, low) if at_low > at_high else ("highest", at_high, high)
    trend, p_value = _trend(folds, parameter)
    towards = trend > 0 if end == "lowest" else trend < 0  # of a loss
    return Edge(name, parameter, end, float(limit), share, p_value) if share >= SHARE and towards else None


def _place(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """0 at the lower end of the space, 1 at the upper."""
    if low > 0 and high / low >= WIDE:
        values, low, high = np.log(np.maximum(values, 1e-300)), float(np.log(low)), float(np.log(high))
    return (values - low) / (high - low)


def _nothing_below(low: float, every: np.ndarray) -> bool:
    return low == 0 or (low == 1 and bool((every == np.round(every)).all()))


def _loss(trial: Trial) -> float:
    return np.inf if trial.score is None else trial.score


def _trend(folds: list[list[Trial]], parameter: str) -> tuple[float, float]:
    """Spearman's correlation of value and loss, and its p-value; equal settings in several folds count once."""
    ranks: dict[str, tuple[float, list[float]]] = {}
    for trials in folds:
        for trial, rank in zip(trials, stats.rankdata([_loss(trial) for trial in trials]) / len(trials), strict=True):
            setting = repr(sorted(trial.hyperparameters.items()))
            ranks.setdefault(setting, (float(trial.hyperparameters[parameter]), []))[1].append(float(rank))
    values = np.array([value for value, _ in ranks.values()])
    losses = np.array([np.mean(several) for _, several in ranks.values()])
    if len(values) < FEWEST or np.ptp(values) == 0 or np.ptp(losses) == 0:
        return 0.0, 1.0
    test = stats.spearmanr(values, losses)
    return float(test.statistic), float(test.pvalue)
