"""A finished comparison, as the checks ask it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from dlfund.comparison.metrics import METRICS
from dlfund.comparison.result import Result

FLOORS = ("majority_class", "mean_value", "dummy")


class Gain(NamedTuple):
    """A difference turned so that positive is better, and the lower end of its 95 % interval."""

    mean: float
    low: float


@dataclass(frozen=True)
class Judged:
    """The content of a `results.json`, and what the search spaces were.

    Args:
        content: dict, as in `results.json`.
        spaces: mapping of a contender to each hyperparameter's (lowest, highest); what is not told is read from the
            trials.
    """

    content: dict[str, Any]
    spaces: Mapping[str, Mapping[str, tuple[float, float]]] = field(default_factory=dict)

    @cached_property
    def result(self) -> Result:
        return Result(self.content)

    @property
    def kind(self) -> str:
        return str(self.content["task"]["kind"])

    @property
    def metric(self) -> str:
        return self.result.metric

    @property
    def title(self) -> str:
        return METRICS[self.metric].title

    @cached_property
    def contenders(self) -> dict[str, dict[str, Any]]:
        return {str(one["name"]): one for one in self.content["contenders"]}

    @property
    def names(self) -> list[str]:
        return list(self.contenders)

    @property
    def floor(self) -> str:
        """The contender that looks at no column; empty if there is none."""
        return next((name for name in FLOORS if name in self.contenders), "")

    def family(self, name: str) -> str:
        return str(self.contenders[name]["family"])

    def rung(self, name: str) -> str:
        return str(self.contenders[name]["rung"])

    def scores(self, name: str, metric: str | None = None) -> np.ndarray:
        """A number a fold, NaN where the contender failed or has no such score."""
        found = [(score or {}).get(metric or self.metric) for score in self.contenders[name]["scores"]]
        return np.array([np.nan if value is None else value for value in found], dtype=float)

    def mean(self, name: str, metric: str | None = None) -> float | None:
        """Over the folds that were finished."""
        if name not in self.contenders:
            return None
        finished = self.scores(name, metric)
        finished = finished[np.isfinite(finished)]
        return float(finished.mean()) if len(finished) else None

    def gain(self, name: str, other: str) -> Gain | None:
        """How much better a contender is than another, in the verdict's metric; None where nobody can say."""
        pair = self.result.difference(name, other) if other in self.contenders and name != other else None
        if pair is None:
            return None
        if METRICS[self.metric].higher_is_better:
            return Gain(pair["difference"], pair["low"])
        return Gain(-pair["difference"], -pair["high"])

    def trials(self, name: str) -> list[list[dict[str, Any]]]:
        """The trials of each fold that was finished."""
        return [one["trials"] for one in self.contenders[name]["outcomes"] if not one["error"]]

    @property
    def sizes(self) -> tuple[float, float]:
        """Development and test rows of a fold, on average."""
        folds = self.content["folds"]
        return float(np.mean([one["development"] for one in folds])), float(
            np.mean([len(one["test"]) for one in folds])
        )
