"""Who competes, as every figure and table names them: the same colour, the same sign, the same text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dlfund.comparison.metrics import METRICS
from dlfund.comparison.result import Result

KEY = {  # what a mark of this family and rung means
    ("baseline", "rule"): "rule",
    ("baseline", "machine learning"): "machine learning",
    ("network", "machine learning"): "network without a hidden layer",
    ("network", "deep learning"): "deep learning",
}
RUNGS = {"rule": "rule", "machine learning": "machine", "deep learning": "deep"}  # rung -> colour


@dataclass(frozen=True)
class Contender:
    """One contender of a result, ready to be shown.

    Args:
        entry: dict. Its entry in the result.
        result: Result.
    """

    entry: dict[str, Any]
    result: Result

    @property
    def name(self) -> str:
        return str(self.entry["name"])

    @property
    def about(self) -> str:
        return str(self.entry["about"])

    @property
    def rung(self) -> str:
        return str(self.entry["rung"])

    @property
    def family(self) -> str:
        return str(self.entry["family"])

    @property
    def colour(self) -> str:
        """The class that gives it its colour."""
        return RUNGS.get(self.rung, "rule")

    @property
    def is_reference(self) -> bool:
        return self.name == self.result.content["judgement"]["reference"]

    @property
    def interval(self) -> dict[str, float] | None:
        """Mean and 95 % interval of the deciding metric, None with fewer than two finished folds."""
        return self.intervals.get(self.result.metric)

    @property
    def intervals(self) -> dict[str, dict[str, float]]:
        """The same for every metric there is one of."""
        return dict(self.result.content["judgement"]["intervals"][self.name])

    @property
    def fold_scores(self) -> list[float]:
        """The deciding metric in every fold that has one."""
        return [score for score in self.result.scores(self.name) if score is not None]

    @property
    def failed_folds(self) -> int:
        return sum(score is None for score in self.entry["scores"])


def ranked(result: Result) -> list[Contender]:
    """All contenders, best mean first."""
    return [Contender(entry, result) for entry in result.ranked()]


def key_entries(result: Result) -> list[tuple[str, str, str]]:
    """Family, colour and meaning of the marks that this page uses."""
    used = {(one.family, one.rung) for one in ranked(result)}
    return [(family, RUNGS[rung], words) for (family, rung), words in KEY.items() if (family, rung) in used]


def metric_title(result: Result) -> str:
    return METRICS[result.metric].title


def higher_is_better(result: Result) -> bool:
    return METRICS[result.metric].higher_is_better


def best_possible(result: Result, metric: str | None = None) -> float | None:
    """What nobody can beat on average, where the data is generated."""
    known = result.content["dataset"].get("best_possible") or {}
    entry = known.get(metric or result.metric)
    return None if entry is None else float(entry["value"])
