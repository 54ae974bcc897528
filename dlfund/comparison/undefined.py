"""Undefined scores: which metric is undefined in which fold, and why.

A ranking of rows of one class, or a share of a variance of 0, is no number. Such a fold is left out of the metric's
mean for every contender alike, and a note says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from dlfund.comparison.result.content_sections import ContenderResult
from dlfund.comparison.scoring.metrics import METRICS, for_kind
from dlfund.data import Dataset, Fold

FEW = 3  # folds that a sentence names; of more it only gives the number


def undefined_scores(dataset: Dataset, folds: Sequence[Fold], deciding: str | None = None) -> dict[str, dict[str, str]]:
    """Metric to fold to the reason, for every metric that is undefined on a fold's test rows."""
    reasons: dict[str, dict[str, str]] = {}
    for name, metric in for_kind(dataset.schema.kind, deciding).items():
        for fold in folds:
            if why := metric.undefined_on(dataset.y[fold.test], dataset.weight_of(fold.test)):
                reasons.setdefault(name, {})[fold.name] = why
    return reasons


def sentences(undefined: dict[str, dict[str, str]], folds: int) -> list[str]:
    """One sentence per metric.

    Example:
        >>> sentences({"r2": {"1-2": "all rows have the same value"}}, 5)
        ['R² is undefined in fold 1-2: all rows have the same value. Its mean is of the other folds.']
    """
    lines = []
    for name, places in undefined.items():
        where = _where(list(places), folds)
        why = "; ".join(dict.fromkeys(places.values()))
        rest = "Its mean is of the other folds." if len(places) < folds else "It has no mean."
        lines.append(f"{METRICS[name].title} is undefined in {where}: {why}. {rest}")
    return lines


def not_finite(entry: ContenderResult, folds: Sequence[Fold], undefined: dict[str, dict[str, str]]) -> list[str]:
    """One sentence per metric in which one contender's score is not finite, although the metric is defined."""
    lines = []
    for name, metric in METRICS.items():
        if metric.proper and not entry.probabilistic:
            continue
        places = [
            fold.name
            for fold, scores in zip(folds, entry.scores, strict=True)
            if scores is not None
            and name in scores
            and scores[name] is None
            and fold.name not in undefined.get(name, {})
        ]
        if places:
            lines.append(f"its {metric.title} is undefined in {_where(places, len(folds))}: it is not a finite number.")
    return lines


def _where(places: list[str], folds: int) -> str:
    if len(places) > FEW:
        return f"{len(places)} of {folds} folds"
    return f"fold{'s' if len(places) > 1 else ''} {', '.join(places)}"
