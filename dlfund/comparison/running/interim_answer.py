"""The answer so far, while a comparison is running: two contenders on the folds that both have finished."""

from __future__ import annotations

from collections.abc import Sequence

from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.standing import Standing
from dlfund.comparison.scoring.metrics import METRICS, scores
from dlfund.comparison.scoring.scored import Scored
from dlfund.core.contender_labels import label_of
from dlfund.data import Fold


def interim_answer(comparison: Comparison, pair: Sequence[Standing]) -> str:
    """A sentence with both mean scores, their difference and its 95 % interval.

    Args:
        pair: two Standing. The difference is that of the first minus the second.
    """
    metric = comparison.task.metric
    folds = common_folds(comparison, pair)
    first, second = (_scored(comparison, standing, folds) for standing in pair)
    difference = first.minus(second, metric, METRICS[metric], margin=0.0)
    if difference is None:
        return ""
    means = [
        f"{label_of(scored.name)} {scored.interval(metric, METRICS[metric]).mean:.4g}" for scored in (first, second)
    ]
    return (
        f"So far, on {len(folds)} of {len(comparison.folds)} folds ({metric}): {means[0]}, {means[1]}; difference "
        f"{difference.difference:+.3g} [{difference.low:+.3g}, {difference.high:+.3g}]."
    )


def common_folds(comparison: Comparison, pair: Sequence[Standing]) -> list[Fold]:
    """The folds that all have finished without an error."""
    return [
        fold
        for fold in comparison.folds
        if all(fold.name in entry.outcomes and not entry.outcomes[fold.name].error for entry in pair)
    ]


def _scored(comparison: Comparison, standing: Standing, folds: Sequence[Fold]) -> Scored:
    contender, dataset, task = standing.contender, comparison.dataset, comparison.task
    values = [
        scores(
            task.kind,
            dataset.y[fold.test],
            standing.outcomes[fold.name].predictions,
            contender.probabilistic,
            dataset.weight_of(fold.test),
            task.metric,
        )
        for fold in folds
    ]
    sizes = [(len(fold.development), len(fold.test)) for fold in folds]
    return Scored(standing.name, contender.approach_of(None), values, sizes)
