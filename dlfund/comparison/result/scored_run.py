"""The scores of a run whose folds are in its folder, before its result is built, and the answer that they give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

from dlfund.comparison.contender import Contender
from dlfund.comparison.running.fold_loop import Comparison, score_folds, score_redrawn
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.scoring.family import PrimaryAnswer, answer
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.comparison.scoring.question import Question
from dlfund.comparison.scoring.scored import Scored
from dlfund.core.errors import UserError
from dlfund.core.outcome import Outcome


def outcomes_of(comparison: Comparison, folder: RunFolder, name: str) -> list[Outcome]:
    """A contender's outcomes, one per fold; a fold without a file was not finished in the time."""
    return [folder.read_outcome(name, fold.name) or Outcome.without_time(fold.name) for fold in comparison.folds]


def scored(comparison: Comparison, contender: Contender, outcomes: list[Outcome]) -> Scored:
    """One contender's scores on the folds. Every network is taken for one with a hidden layer."""
    return Scored(
        name=contender.name,
        approach=contender.approach_of(None),
        scores=score_folds(comparison, contender, outcomes),
        sizes=[(len(fold.development), len(fold.test)) for fold in comparison.folds],
        redrawn=score_redrawn(comparison, contender, outcomes),
        family=contender.family,
        validation=[outcome.validation for outcome in outcomes],
    )


def scored_run(comparison: Comparison, folder: RunFolder) -> list[Scored]:
    """The scores of every contender."""
    return [
        scored(comparison, contender, outcomes_of(comparison, folder, contender.name))
        for contender in comparison.contenders
    ]


def scored_once(comparison: Comparison, folder: RunFolder) -> Callable[[], list[Scored]]:
    """A function that returns the scores of a run; they are computed when it is called first."""
    return cache(partial(scored_run, comparison, folder))


def leaders(
    comparison: Comparison,
    folder: RunFolder,
    question: Question,
    reference: str,
    known: Sequence[Scored] | None = None,
) -> tuple[Contender, ...]:
    """The contenders that represent the sides of the question in most folds; none if there is no answer.

    A network is loaded only if it leads: whether it has a hidden layer decides the side that it is on.

    Args:
        known: sequence of Scored or None. The scores of every contender; None: they are computed.
    """
    known, checked = list(known or scored_run(comparison, folder)), set[str]()
    metric = METRICS[comparison.task.metric]
    while isinstance(so_far := answer(question, known, reference, metric, 0.0), PrimaryAnswer):
        names = [name for name in so_far.leading_members if name not in checked]
        for name in names:
            approach = _approach(comparison.contender(name), comparison, folder)
            known = [replace(entry, approach=approach) if entry.name == name else entry for entry in known]
        checked |= set(names)
        if not names:
            return tuple(comparison.contender(name) for name in so_far.leading_members)
    return ()


def _approach(contender: Contender, comparison: Comparison, folder: RunFolder) -> str:
    """By the saved model, where there is one."""
    if contender.family != "network" or not folder.model_folder(contender.name).exists():
        return contender.approach_of(None)
    try:
        return contender.approach_of(contender.load(folder.model_folder(contender.name), comparison.dataset.schema))
    except UserError:
        return contender.approach_of(None)
