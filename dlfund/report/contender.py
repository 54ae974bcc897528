"""A contender, as every figure and table shows it: the same colour, the same sign, the same text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dlfund.comparison.result.content_sections import ContenderResult, Truth
from dlfund.comparison.result.result import Result
from dlfund.comparison.scoring.interval import Interval
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.core.contender_labels import label_of
from dlfund.core.outcome import Outcome

KEY = {  # what a mark of this family and kind means
    ("baseline", "rule"): "rule",
    ("baseline", "machine learning"): "machine learning",
    ("network", "machine learning"): "network without a hidden layer",
    ("network", "deep learning"): "deep learning",
    ("truth", "truth"): "the rule that made the data, not a contender",
}
# kind of contender -> the CSS class that gives it its colour
COLOURS = {"rule": "rule", "machine learning": "machine", "deep learning": "deep", "truth": "truth"}


@dataclass(frozen=True)
class ShownContender:
    """One contender of a result, ready to be shown.

    Args:
        entry: ContenderResult or Truth. Its part of the result.
        result: Result.
    """

    entry: ContenderResult | Truth
    result: Result

    @property
    def name(self) -> str:
        return self.entry.name

    @property
    def label(self) -> str:
        """Its name as readers see it."""
        return label_of(self.name)

    @property
    def about(self) -> str:
        return self.entry.about

    @property
    def kind(self) -> str:
        """`"rule"`, `"machine learning"`, `"deep learning"` or `"truth"`."""
        return self.entry.approach

    @property
    def family(self) -> str:
        return self.entry.family

    @property
    def colour(self) -> str:
        """The CSS class that gives it its colour."""
        return COLOURS[self.kind]

    @property
    def is_reference(self) -> bool:
        return self.name == self.result.verdict.reference

    @property
    def interval(self) -> Interval | None:
        """Mean and 95 % interval of the metric that decides; None with fewer than two finished folds."""
        return self.intervals.get(self.result.metric)

    @property
    def intervals(self) -> dict[str, Interval]:
        """The same by metric, for every metric that has an interval."""
        return self.result.verdict.intervals[self.name]

    @property
    def fold_scores(self) -> list[float]:
        """Its scores in the metric that decides, of every fold that has one."""
        return [score for score in self.result.scores(self.name) if score is not None]

    @property
    def outcomes(self) -> list[Outcome]:
        """One per fold, and that of the fit to all rows; the truth has none."""
        return self.entry.every_outcome if isinstance(self.entry, ContenderResult) else []

    @property
    def failed_folds(self) -> int:
        return self.entry.failed_folds if isinstance(self.entry, ContenderResult) else 0


def ranked(result: Result) -> list[ShownContender]:
    """All contenders, best mean first."""
    return [ShownContender(entry, result) for entry in result.ranked()]


def key_entries(results: Iterable[Result]) -> list[tuple[str, str, str]]:
    """Family, colour and meaning of the marks that these results need."""
    used: set[tuple[str, str]] = set()
    for result in results:
        used |= {(contender.family, contender.kind) for contender in ranked(result)}
        used |= {("truth", "truth")} if result.truth and result.truth.intervals else set()
    return [(family, COLOURS[kind], meaning) for (family, kind), meaning in KEY.items() if (family, kind) in used]


def metric_title(result: Result) -> str:
    return METRICS[result.metric].title


def higher_is_better(result: Result) -> bool:
    return METRICS[result.metric].higher_is_better
