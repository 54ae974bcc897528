"""The equivalence margin of a run whose folds are finished, before its result is built."""

from __future__ import annotations

from dlfund.comparison.result.scored_run import scored_run
from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.scoring.margin import Margin, margin_of
from dlfund.comparison.scoring.metrics import METRICS


def margin_of_run(comparison: Comparison, folder: RunFolder, asked: float | None = None) -> Margin:
    """The margin that the result will state, from the same scores.

    Args:
        asked: float or None. The margin that a recipe sets.
    """
    task = comparison.task
    return margin_of(scored_run(comparison, folder), METRICS[task.metric], task.task_kind.floor, asked=asked)
