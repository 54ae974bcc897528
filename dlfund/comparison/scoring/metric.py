"""What a metric is: a score of predictions against the truth, and every fact about it that other code needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from dlfund.core.task_kind import TASK_KINDS, Answer

TARGET_UNITS = "the target's units"
Difference = TypeVar("Difference", float, np.ndarray)


@dataclass(frozen=True)
class Metric:
    """A score of predictions against the truth.

    Args:
        name: str. Its name on the command line and in files.
        title: str. Its name in a table.
        answers: tuple of Answer. The forms of predictions that it scores.
        higher_is_better: bool.
        score: function (y, predictions, *, sample_weight=None) -> float; for groups without weights.
        proper: bool. Whether it scores the probabilities themselves; a rule without probabilities has no such score.
        low, high: float. The limits of all possible scores.
        each_row: function (y, predictions) -> array of each row's term, if the score is a mean over rows; else None.
        root: bool. Whether the score is the square root of that mean.
        of_samples: function (y, predictions, counts) -> function (rows) -> float, if many samples of the same rows
            are scored faster together; None: `score` is used.
        stand_in: str. The metric that scores single rows instead, if this one is defined for pairs or for all rows.
        without_probabilities: str. The metric that is used for a contender without meaningful probabilities.
        unit: str. The unit of the score.
        missing: str. The name of the difference to the best score, if it has one.
        function: str. Its function in `sklearn.metrics`.
        code: str. How a script without dlfund computes it from `y` and `predictions`; it may contain {function}, and
            {decided}, the code of the task kind's decision rule.
        usual: bool. Whether it is computed and shown where another metric decides.
        brief: bool. Whether it is then shown in the short table too.
        perfect: float or None. A score from which a rule or a weighted sum is too good for a real question.
        differing: str. What must differ between rows for the score to be defined; empty if it is always defined.
        where_undefined: str. The metric that decides instead where this one is undefined.
        expected_regret: function (truth, predictions) -> float. How much worse predictions are than the true
            probabilities or means, in expectation over the labels; None if no formula is known.
        regret_title: str. The name of the regret, if it is measured in another unit than the score.
        level_on_noise: bool. Whether all that is learned from noise has the same expected score.
        over_floor: bool. Whether `perfect` is relative to the errors of the simplest baseline.
    """

    name: str
    title: str
    answers: tuple[Answer, ...]
    higher_is_better: bool
    score: Callable[..., float]
    proper: bool = False
    low: float = 0.0
    high: float = np.inf
    each_row: Callable[[np.ndarray, np.ndarray], np.ndarray] | None = None
    root: bool = False
    of_samples: Callable[[np.ndarray, np.ndarray, np.ndarray], Callable[[np.ndarray], float]] | None = None
    stand_in: str = ""
    without_probabilities: str = ""
    unit: str = ""
    missing: str = ""
    function: str = ""
    code: str = "{function}(y, predictions)"
    usual: bool = True
    brief: bool = False
    perfect: float | None = None
    differing: str = ""
    where_undefined: str = ""
    expected_regret: Callable[[np.ndarray, np.ndarray], float] | None = None
    regret_title: str = ""
    level_on_noise: bool = False
    over_floor: bool = False

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of task that it can score."""
        return tuple(kind.name for kind in TASK_KINDS.values() if kind.answer in self.answers)

    def undefined_on(self, y: np.ndarray, weight: np.ndarray | None = None) -> str:
        """Why the score is undefined for rows with these targets; empty if it is defined."""
        counted = y if weight is None else y[weight > 0]
        if not len(counted):
            return "no row counts: every weight is 0"
        alike = bool((counted == counted[0]).all())
        return f"all rows have the same {self.differing}" if self.differing and alike else ""

    @property
    def direction(self) -> str:
        """Which scores are better."""
        return "higher" if self.higher_is_better else "lower"

    def gain(self, differences: Difference) -> Difference:
        """Differences with the sign that makes positive better."""
        return differences if self.higher_is_better else -differences

    def best(self, scores: Mapping[str, float]) -> str:
        """The name with the best score, the first of equals."""
        return (max if self.higher_is_better else min)(scores, key=lambda name: scores[name])

    def from_mean(self, mean: np.ndarray | float) -> np.ndarray:
        """The score from the mean of the rows' terms."""
        return np.sqrt(np.maximum(mean, 0.0)) if self.root else np.asarray(mean, dtype=float)

    def spread(self, y: np.ndarray) -> float:
        """The scale of scores on these targets: their standard deviation if scores have the target's units, else 1."""
        return float(np.std(y)) if self.unit == TARGET_UNITS else 1.0

    def script(self, decided: str, name: Callable[[str], str]) -> str:
        """The expression that computes it in a script; empty if there is none.

        Args:
            decided: str. The code of the task kind's decision rule.
            name: function of a function's name in `sklearn.metrics`. It imports the function into the script and
                returns its name there.
        """
        if "{function}" not in self.code:
            return self.code.format(decided=decided)
        return self.code.format(decided=decided, function=name(self.function)) if self.function else ""


def of_sklearn(function: str) -> Callable[..., float]:
    """A function of `sklearn.metrics`, which is imported when it first scores: reading a result does not need it."""

    def score(y: np.ndarray, predictions: np.ndarray, **options: Any) -> float:
        from sklearn import metrics

        return float(getattr(metrics, function)(y, predictions, **options))

    return score


def weighted_mean(parts: Any, sample_weight: np.ndarray | None = None) -> float:
    """The weighted mean of the rows' terms."""
    return float(np.average(parts, weights=sample_weight))


def squared_errors(y: np.ndarray, predictions: np.ndarray) -> np.ndarray:
    """Each row's squared error, for probabilities and numbers."""
    return np.asarray((predictions - y) ** 2, dtype=float)
