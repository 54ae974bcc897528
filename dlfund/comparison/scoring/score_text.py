"""Scores and differences as text, with as many decimals as their interval is worth.

A score between 0 and 1 has three decimals. One in the target's units has those that give its interval's width three
significant digits: an RMSE of 57.841 with the interval [47.093, 68.589] is written 57.8 [47.1, 68.6].
"""

from __future__ import annotations

from math import floor, isfinite, log10

from dlfund.comparison.scoring.metric import TARGET_UNITS, Metric
from dlfund.comparison.scoring.paired_difference import PairedDifference

USUAL, DIGITS, MOST = 3, 3, 12


def decimals(metric: Metric, width: float) -> int:
    """Decimals of a score whose interval is this wide.

    Example:
        >>> from dlfund.comparison.scoring.metrics import METRICS
        >>> [decimals(METRICS["rmse"], width) for width in (3200.0, 21.5, 0.4, 0.00021)]
        [0, 1, 3, 6]
        >>> decimals(METRICS["roc_auc"], 0.4)
        3
    """
    if metric.unit != TARGET_UNITS or not (width > 0 and isfinite(width)):
        return USUAL
    return min(MOST, max(0, DIGITS - 1 - floor(log10(width))))


def difference_text(pair: PairedDifference, metric: Metric) -> str:
    """The mean difference, its unit and its 95 % interval, as in "-1.68 RMSE [-2.21, -1.14]"."""
    shown = decimals(metric, pair.high - pair.low)
    return f"{pair.difference:+.{shown}f} {metric.title} {interval_text(pair.low, pair.high, shown)}"


def equivalence_text(pair: PairedDifference, metric: Metric) -> str:
    """The same with the 90 % interval, which decides about equivalence; an older result's pair has the 95 % one."""
    if pair.low_90 is None or pair.high_90 is None:
        return difference_text(pair, metric)
    shown = decimals(metric, pair.high_90 - pair.low_90)
    interval = interval_text(pair.low_90, pair.high_90, shown)
    return f"{pair.difference:+.{shown}f} {metric.title}, 90 % interval {interval}"


def interval_text(low: float, high: float, shown: int) -> str:
    """Both ends with their signs, with this number of decimals."""
    return f"[{low:+.{shown}f}, {high:+.{shown}f}]"
