"""The same question on further data sets, each with a page of its own."""

from __future__ import annotations

from collections.abc import Callable

from dlfund.comparison.result.content_sections import BestScore
from dlfund.comparison.result.result import Result
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.report import numbers


def further_data(result: Result) -> dict[str, object]:
    """Means, optimum and verdict on each data set, this page's own first, and where its page is."""
    names = [contender.name for contender in result.ranked()]
    names = list(dict.fromkeys([*names, *(name for other in result.beside for name in other.means)]))
    own = {
        "dataset": result.dataset.name,
        "title": result.dataset.title,
        "path": "",
        "means": _means(names, lambda name: result.mean(name) if name in result.names else None),
        "best": _best(result.dataset.best(result.metric)),
        "verdict": result.verdict.sentence,
    }
    others = [
        {
            "dataset": other.dataset,
            "title": other.title,
            "path": other.path,
            "means": _means(names, other.means.get),
            "best": _best(other.best_possible),
            "verdict": other.verdict,
        }
        for other in result.beside
    ]
    return {"rows": [own, *others] if others else [], "contenders": names, "metric": METRICS[result.metric].title}


def _means(names: list[str], mean: Callable[[str], float | None]) -> list[str]:
    return [numbers.score(mean(name)) for name in names]


def _best(score: BestScore | None) -> str:
    return numbers.score(None if score is None else score.value)
