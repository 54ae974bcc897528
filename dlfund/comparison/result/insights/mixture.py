"""The score of an equal mixture of the best network and the best baseline.

    mixture(x) = ½ network(x) + ½ baseline(x)

It is scored as any contender is: on the same test rows, fold by fold, with the protocol's intervals.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

import numpy as np

from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.scoring.bootstrap import redrawn_scores
from dlfund.comparison.scoring.metrics import scores
from dlfund.comparison.scoring.scored import Scored, Scores
from dlfund.comparison.scoring.verdict import judge
from dlfund.core.task_kind import Answer

MIXTURE = "equal mixture"


class Mixture(TypedDict):
    """The interval of each score, the mixture's difference from both as in `PairedDifference`, and sentences."""

    metric: str
    scores: dict[str, Mapping[str, Any]]
    pairs: list[Mapping[str, Any]]
    sentences: list[str]


def mixture(run: FinishedRun) -> Mixture | None:
    """Scores of both and of their mixture, and a sentence about the mixture against each."""
    if len(run.shown) < 2 or not _can_be_averaged(run):
        return None
    entries = [_scored(run, name, [name]) for name in run.shown] + [_scored(run, MIXTURE, run.shown)]
    metric = run.comparison.task.metric
    verdict = judge(entries, kind=run.kind, metric=metric, reference=run.shown[1], margin=run.margin)
    if any(verdict.interval(entry.name) is None for entry in entries):
        return None
    return {
        "metric": metric,
        "scores": {entry.name: own.to_dict() for entry in entries if (own := verdict.interval(entry.name))},
        "pairs": [pair.to_dict() for name in run.shown if (pair := verdict.difference(MIXTURE, name))],
        "sentences": [verdict.says(MIXTURE, name) for name in run.shown],
    }


def _can_be_averaged(run: FinishedRun) -> bool:
    """Whether both predict numbers or probabilities; a rule's 0 and 1 are not probabilities."""
    rules = {contender.name for contender in run.comparison.contenders if not contender.probabilistic}
    return run.task_kind.answer is Answer.NUMBER or not rules & set(run.shown)


def _scored(run: FinishedRun, title: str, names: list[str]) -> Scored:
    """The scores of a contender whose predictions are the mean of these contenders' predictions."""
    comparison, folds = run.comparison, run.comparison.folds
    scored: list[Scores | None] = []
    redrawn = None
    for place, fold in enumerate(folds):
        outcomes = [run.outcomes[name][place] for name in names]
        if any(outcome.error for outcome in outcomes):
            scored.append(None)
            continue
        mean = np.mean([np.asarray(outcome.predictions, dtype=float) for outcome in outcomes], axis=0).tolist()
        y, weight = comparison.dataset.y[fold.test], comparison.dataset.weight_of(fold.test)
        scored.append(scores(run.kind, y, mean, True, weight, comparison.task.metric))
        if len(folds) == 1:
            seed, metric = comparison.protocol.seed, comparison.task.metric
            redrawn = redrawn_scores(run.kind, y, mean, True, seed=seed, weight=weight, deciding=metric)
    sizes = [(len(fold.development), len(fold.test)) for fold in folds]
    return Scored(title, "machine learning", scored, sizes, redrawn)
