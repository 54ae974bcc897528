"""What a paired difference shows, by fixed rules.

    better, worse        p < 0.05
    practically equal    otherwise, if the whole 90 % interval lies within the equivalence margin (TOST)
    not shown            otherwise

    enough to matter     P(the difference exceeds the margin) >= 0.95

A 90 % interval within ±margin is the same as two one-sided tests at 5 %, one against each end of the margin.

Reference: Schuirmann, 1987, A comparison of the two one-sided tests procedure (doi:10.1007/BF01068419).
"""

from __future__ import annotations

from enum import StrEnum

from dlfund.comparison.scoring.metric import Metric
from dlfund.comparison.scoring.paired_difference import PairedDifference

ALPHA = 0.05  # p-value below which a difference is significant
SURE = 0.95  # probability from which a difference is called large enough to matter


class Conclusion(StrEnum):
    """What is shown about the first of two contenders."""

    BETTER = "better"
    WORSE = "worse"
    EQUAL = "practically equal"
    OPEN = "no difference shown"


def conclusion(pair: PairedDifference, metric: Metric, margin: float, p_value: float) -> Conclusion:
    """The conclusion at this p-value, which is the adjusted one for a secondary pair."""
    if p_value < ALPHA:
        return Conclusion.BETTER if pair.gain(metric).mean > 0 else Conclusion.WORSE
    return Conclusion.EQUAL if is_equivalent(pair, margin) else Conclusion.OPEN


def is_equivalent(pair: PairedDifference, margin: float) -> bool:
    """Whether the 90 % interval lies within ±margin; a pair of an older result has the probability alone."""
    if pair.low_90 is None or pair.high_90 is None:
        return pair.equivalent >= SURE
    return -margin <= pair.low_90 and pair.high_90 <= margin


def matters(pair: PairedDifference, metric: Metric) -> bool:
    """Whether the difference, in its own direction, probably exceeds the margin."""
    return (pair.better if pair.gain(metric).mean > 0 else pair.worse) >= SURE


def size(pair: PairedDifference, metric: Metric, margin: float) -> str:
    """How large a significant difference is compared with the margin, as the end of a sentence."""
    if matters(pair, metric):
        return ", by enough to matter"
    if is_equivalent(pair, margin):
        return f", though by less than the {margin:g} that matters"
    if pair.equivalent >= 0.5:
        return f", though probably by less than the {margin:g} that matters"
    return f"; that it exceeds the {margin:g} that matters is not shown"
