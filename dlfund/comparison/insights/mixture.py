"""What an equal mixture of the best network and the best baseline would score.

    mixture(x) = ½ network(x) + ½ baseline(x)

It is judged as any contender is: on the same test rows, fold by fold, with the protocol's intervals.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dlfund.baselines import Baseline
from dlfund.comparison.bootstrap import redrawn_scores
from dlfund.comparison.compare import name_of
from dlfund.comparison.judgement import judge, say, versus
from dlfund.comparison.metrics import METRICS, scores
from dlfund.comparison.views import Seen

MIXTURE = "equal mixture"


def mixture(seen: Seen, margin: float) -> dict[str, Any]:
    """Scores of both and of their mixture, and a sentence about the mixture against each."""
    if len(seen.shown) < 2 or not _sure(seen):
        return {}
    entries = [_entry(seen, name, [name]) for name in seen.shown] + [_entry(seen, MIXTURE, seen.shown)]
    metric = seen.comparison.task.metric
    judged = judge(entries, kind=seen.kind, metric=metric, reference=seen.shown[1], margin=margin)
    if any(metric not in judged["intervals"][one["name"]] for one in entries):
        return {}
    return {
        "metric": metric,
        "scores": {one["name"]: judged["intervals"][one["name"]][metric] for one in entries},
        "pairs": [versus(judged, MIXTURE, name) for name in seen.shown],
        "sentences": [say(judged, MIXTURE, name, METRICS[metric]) for name in seen.shown],
    }


def _sure(seen: Seen) -> bool:
    """Whether both hand in something that can be averaged; a rule's 0 and 1 are no probabilities."""
    rules = [one for one in seen.comparison.contenders if isinstance(one, Baseline) and not one.probabilistic]
    return seen.kind == "regression" or not {name_of(one) for one in rules} & set(seen.shown)


def _entry(seen: Seen, title: str, names: list[str]) -> dict[str, Any]:
    """A contender as `judge` takes it, whose predictions are these contenders' mean."""
    comparison, folds = seen.comparison, seen.comparison.folds
    scored: list[dict[str, Any] | None] = []
    redrawn = None
    for place, fold in enumerate(folds):
        outcomes = [seen.outcomes[name][place] for name in names]
        if any(one.error for one in outcomes):
            scored.append(None)
            continue
        said = np.mean([np.asarray(one.predictions, dtype=float) for one in outcomes], axis=0).tolist()
        y, weight = comparison.dataset.y[fold.test], comparison.dataset.weight_of(fold.test)
        scored.append(scores(seen.kind, y, said, True, weight))
        if len(folds) == 1:
            redrawn = redrawn_scores(seen.kind, y, said, True, seed=comparison.protocol.seed, weight=weight)
    sizes = [(len(fold.development), len(fold.test)) for fold in folds]
    return {"name": title, "rung": "machine learning", "scores": scored, "sizes": sizes, "redrawn": redrawn}
