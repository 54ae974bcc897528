"""Two contenders on the same folds: the difference of their scores, and how certain it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dlfund.comparison.scoring.interval import Interval
from dlfund.comparison.scoring.metric import Metric
from dlfund.core.as_json import JsonRecord
from dlfund.core.json_checks import Count, Share


@dataclass(frozen=True)
class PairedDifference(JsonRecord):
    """The first contender's score minus the second's, fold by fold.

    Args:
        first, second: str. The contenders.
        folds: int. Folds that both finished.
        difference, low, high: float. The mean difference and its 95 % interval, in the metric's units.
        p_value: float. The probability of a difference at least this large if there were none.
        p_adjusted: float. The same, Holm-adjusted over all secondary pairs of the comparison.
        worse, equivalent, better: float. The probabilities that the first is worse, practically equal, or better.
        low_90, high_90: float or None. The 90 % interval, for equivalence; None in a result of an older dlfund.
    """

    first: str
    second: str
    folds: Count
    difference: float
    low: float
    high: float
    p_value: Share
    p_adjusted: Share
    worse: Share
    equivalent: Share
    better: Share
    low_90: float | None = None
    high_90: float | None = None

    @property
    def interval(self) -> Interval:
        return Interval(self.difference, self.low, self.high)

    def gain(self, metric: Metric) -> Interval:
        """The difference with the sign that makes positive better."""
        return self.interval if metric.higher_is_better else self.interval.turned()

    def turned(self) -> PairedDifference:
        """The same pair, seen from the second."""
        difference = self.interval.turned()
        return replace(
            self,
            first=self.second,
            second=self.first,
            difference=difference.mean,
            low=difference.low,
            high=difference.high,
            better=self.worse,
            worse=self.better,
            low_90=None if self.high_90 is None else -self.high_90,
            high_90=None if self.low_90 is None else -self.low_90,
        )

    def seen_from(self, name: str) -> PairedDifference:
        """The pair with this contender as the first."""
        return self if name == self.first else self.turned()
