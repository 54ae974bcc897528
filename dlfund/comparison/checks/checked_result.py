"""A finished comparison, as the checks read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from dlfund.comparison.result.content_sections import ContenderResult
from dlfund.comparison.result.result import Result
from dlfund.comparison.scoring.interval import Interval
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.core.outcome import Trial
from dlfund.core.task_kind import TASK_KINDS

FLOORS = (*dict.fromkeys(kind.floor for kind in TASK_KINDS.values() if kind.floor), "dummy")


@dataclass(frozen=True)
class CheckedResult:
    """A result and its search spaces.

    Args:
        result: Result.
        spaces: mapping of a contender to each hyperparameter's (lowest, highest); a range that is missing is read
            from the trials.
    """

    result: Result
    spaces: Mapping[str, Mapping[str, tuple[float, float]]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.result.task.kind

    @property
    def metric(self) -> str:
        return self.result.metric

    @property
    def title(self) -> str:
        return METRICS[self.metric].title

    @cached_property
    def contenders(self) -> dict[str, ContenderResult]:
        return {contender.name: contender for contender in self.result.contenders}

    @property
    def names(self) -> list[str]:
        return list(self.contenders)

    @property
    def floor(self) -> str:
        """The contender that uses no column; empty if there is none."""
        return next((name for name in FLOORS if name in self.contenders), "")

    def family(self, name: str) -> str:
        return self.contenders[name].family

    def is_rule(self, name: str) -> bool:
        """Whether it learns nothing from its inputs."""
        return self.contenders[name].approach == "rule"

    def scores(self, name: str, metric: str | None = None) -> np.ndarray:
        """One number per fold, NaN where the contender failed or has no such score."""
        values = [(score or {}).get(metric or self.metric) for score in self.contenders[name].scores]
        return np.array([np.nan if value is None else value for value in values], dtype=float)

    def mean(self, name: str, metric: str | None = None) -> float | None:
        """The mean over the folds that were finished; None if there is none."""
        if name not in self.contenders:
            return None
        finished = self.scores(name, metric)
        finished = finished[np.isfinite(finished)]
        return float(finished.mean()) if len(finished) else None

    def gain(self, name: str, other: str) -> Interval | None:
        """How much better a contender is than another, in the verdict's metric; None where it is unknown."""
        pair = self.result.difference(name, other) if other in self.contenders and name != other else None
        if pair is None:
            return None
        return pair.gain(METRICS[self.metric])

    def trials(self, name: str) -> list[Sequence[Trial]]:
        """The trials of each fold that was finished."""
        return [outcome.trials for outcome in self.contenders[name].outcomes if not outcome.error]

    @property
    def sizes(self) -> tuple[float, float]:
        """The mean number of development rows and of test rows of a fold."""
        folds = self.result.folds
        return float(np.mean([fold.development for fold in folds])), float(np.mean([len(fold.test) for fold in folds]))
