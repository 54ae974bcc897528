"""The placebo of a finished run: the twins' outcomes in its folder, judged as the question's sides are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dlfund.comparison.result.scored_run import outcomes_of, scored
from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.running.twins import is_twin_of
from dlfund.comparison.scoring.metric import Metric
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.comparison.scoring.placebo import Placebo, TwinDifference, crossed, twin_difference
from dlfund.comparison.scoring.scored import Scored
from dlfund.comparison.scoring.verdict import Verdict
from dlfund.comparison.twin import Twin
from dlfund.core.contender_labels import label_of
from dlfund.core.outcome import Outcome


def placebo_of_run(
    comparison: Comparison, folder: RunFolder, verdict: Verdict, known: Sequence[Scored]
) -> Placebo | None:
    """The placebo; None if the question has no answer, or if no twin was fitted.

    Args:
        known: sequence of Scored. The scores of every contender.
    """
    if verdict.primary is None:
        return None
    metric = METRICS[comparison.task.metric]
    originals = {entry.name: entry for entry in known}
    pairs = [_Pair.of(comparison, folder, originals[name]) for name in verdict.primary.leading_members]
    if not any(pair.begun for pair in pairs):
        return None
    judged = [pair.difference(metric, verdict.margin) for pair in pairs]
    missing = [label_of(pair.original.name) for pair, known in zip(pairs, judged, strict=True) if known is None]
    left_out = f"Placebo: the twin of {' and that of '.join(missing)} finished too few folds." if missing else ""
    swapped = []
    if len(comparison.folds) == 1 and not missing:
        first, second = pairs
        swapped = crossed((first.original, first.twin), (second.original, second.twin), metric, verdict.margin)
    return Placebo([known for known in judged if known is not None], left_out, list(map(str, swapped)))


class _Pair:
    """A contender and its twin, on the folds that both finished with the same number of trials."""

    def __init__(self, original: Scored, twin: Scored, outcomes: Sequence[Outcome]) -> None:
        self.original, self.twin, self.outcomes = original, twin, outcomes

    @classmethod
    def of(cls, comparison: Comparison, folder: RunFolder, original: Scored) -> _Pair:
        contender = comparison.contender(original.name)
        twin = Twin(contender)
        own, others = (outcomes_of(comparison, folder, name) for name in (contender.name, twin.name))
        others = [
            other if other.error or is_twin_of(other, mine) else Outcome.without_time(other.fold)
            for mine, other in zip(own, others, strict=True)
        ]
        alone = replace(comparison, contenders=(contender,))
        return cls(original, scored(alone, twin, others), others)

    @property
    def begun(self) -> bool:
        return not all(outcome.unfinished for outcome in self.outcomes)

    def difference(self, metric: Metric, margin: float) -> TwinDifference | None:
        return twin_difference(self.original, self.twin, [outcome.seed for outcome in self.outcomes], metric, margin)
