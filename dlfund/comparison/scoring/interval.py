"""A mean with its confidence interval."""

from __future__ import annotations

from dataclasses import dataclass

from dlfund.core.as_json import JsonRecord


@dataclass(frozen=True)
class Interval(JsonRecord):
    """A mean with its 95 % interval, in the metric's own units.

    Example:
        >>> Interval(0.98, 0.94, 1.02).ending(0.0, 1.0)
        Interval(mean=0.98, low=0.94, high=1.0)
        >>> Interval(0.1, -0.2, 0.4).turned()
        Interval(mean=-0.1, low=-0.4, high=0.2)
    """

    mean: float
    low: float
    high: float

    def ending(self, low: float, high: float) -> Interval:
        """The interval cut at the metric's limits; impossible values add nothing to its coverage."""
        return Interval(self.mean, max(self.low, low), min(self.high, high))

    def turned(self) -> Interval:
        """The interval of the negative mean."""
        return Interval(-self.mean, -self.high, -self.low)
