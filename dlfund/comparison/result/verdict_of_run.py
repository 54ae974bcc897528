"""The verdict of a run whose folds are in its folder, without the pages, views and models that a result also has.

A study of many runs asks for nothing else. Networks count as networks with a hidden layer.
"""

from __future__ import annotations

from dataclasses import dataclass

from dlfund.comparison.contender import Contender
from dlfund.comparison.result.placebo_of_run import placebo_of_run
from dlfund.comparison.result.scored_run import leaders, scored_run
from dlfund.comparison.running.executor import Executor
from dlfund.comparison.running.fold_loop import Comparison, settle
from dlfund.comparison.running.fold_work import FINAL
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.running.twins import fit_twins
from dlfund.comparison.scoring.margin import margin_of
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.comparison.scoring.placebo import Placebo, with_placebo
from dlfund.comparison.scoring.question import Question
from dlfund.comparison.scoring.verdict import Verdict, judge
from dlfund.data import Fold


@dataclass(frozen=True)
class JudgedRun:
    """What a run says.

    Args:
        plain: Verdict. Without the placebo.
        placebo: Placebo or None.
        verdict: Verdict. Withheld if a twin differs from its original.
    """

    plain: Verdict
    placebo: Placebo | None
    verdict: Verdict


def judged_run(
    comparison: Comparison,
    folder: RunFolder,
    executor: Executor,
    *,
    question: Question,
    reference: str,
    margin: float | None = None,
    twins: bool = True,
) -> JudgedRun:
    """Fit what is not finished of a comparison's folds, but no model of all rows; then the twins; and judge it.

    Args:
        question: Question. The primary question.
        reference: str. The contender that the others are compared with.
        margin: float or None. The equivalence margin; None: as `scoring/margin.py` sets it.
        twins: bool. Whether there is a placebo.
    """
    todo = {contender.name: _unfinished(comparison, contender, folder) for contender in comparison.contenders}
    for result in executor.run(comparison.jobs(folder, todo)):
        settle(result, folder)
    task, scored = comparison.task, scored_run(comparison, folder)
    if twins:
        fit_twins(comparison, folder, leaders(comparison, folder, question, reference, scored), executor)
    width = margin_of(scored, METRICS[task.metric], task.task_kind.floor, asked=margin).value
    plain = judge(scored, kind=task.kind, metric=task.metric, reference=reference, margin=width, question=question)
    placebo = placebo_of_run(comparison, folder, plain, scored) if twins else None
    return JudgedRun(plain, placebo, plain if placebo is None else with_placebo(plain, placebo))


def _unfinished(comparison: Comparison, contender: Contender, folder: RunFolder) -> list[Fold]:
    return [fold for fold in comparison.unfinished(contender, folder) if fold.name != FINAL]
