"""The equivalence margin: the largest difference in the metric that is still called practically equal.

    margin = 2.5 % of the way from the simplest baseline's mean score to the best contender's, of those that finished
             the most folds

The same difference in ROC AUC is much where nothing predicts well, and little where much is predicted. On the way from
0.5 to 0.9 the margin is 0.01. It is used to name a difference, and never to estimate one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dlfund.comparison.scoring.metric import Metric
from dlfund.comparison.scoring.score_text import decimals
from dlfund.comparison.scoring.scored import Scored
from dlfund.core.contender_labels import label_of

SHARE = 0.025  # of the way
USUAL = 0.01  # in the metric's units, where there is no simplest baseline


@dataclass(frozen=True)
class Margin:
    """A margin in the metric's units, and a sentence that says how it was set."""

    value: float
    sentence: str


def margin_of(contenders: Sequence[Scored], metric: Metric, floor: str, *, asked: float | None) -> Margin:
    """The margin that was asked for, or the usual share of the way.

    Args:
        floor: str. The name of the simplest baseline for this kind of task.
        asked: float or None. The margin that a recipe sets, in the metric's units.
    """
    if asked is not None:
        return Margin(asked, f"The equivalence margin is {asked:g} {metric.title}, as the recipe sets it.")
    finished = {contender.name: int(contender.finished(metric.name).sum()) for contender in contenders}
    means = {
        contender.name: contender.interval(metric.name, metric).mean
        for contender in contenders
        if contender.is_judged(metric.name)
    }
    if floor not in means:
        return Margin(USUAL, f"The equivalence margin is {USUAL:g} {metric.title}: no simplest baseline takes part.")
    most = max(finished[name] for name in means)  # the mean of fewer folds is that of other rows
    best = metric.best({name: mean for name, mean in means.items() if finished[name] == most})
    way = abs(means[best] - means[floor])
    value, shown = float(f"{SHARE * way:.2g}"), decimals(metric, way)
    return Margin(
        value,
        f"The equivalence margin is {value:g} {metric.title}: {SHARE:.1%} of the way from {label_of(floor)} "
        f"({means[floor]:.{shown}f}) to {label_of(best)} ({means[best]:.{shown}f}).",
    )
