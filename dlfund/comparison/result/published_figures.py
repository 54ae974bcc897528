"""Scores beside published figures and the true rule's score on the same rows."""

from __future__ import annotations

from collections.abc import Mapping

from dlfund.comparison.result.content_sections import Reach, Reached
from dlfund.comparison.result.result import Result
from dlfund.comparison.scoring.interval import Interval
from dlfund.comparison.truth import on_these_rows, regret


def reach(result: Result, published: Mapping[str, float], best: Mapping[str, str | None]) -> Reach:
    """One row for each contender with a published figure, and for the best network and baseline.

    Args:
        published: mapping of contender to its published figure, in the deciding metric.
        best: mapping of family to its best contender.
    """
    optimum, margin = result.dataset.best(result.metric), result.dataset.margin_to_best
    ranked = [contender.name for contender in result.ranked()]
    shown = [name for name in ranked if name in published or name in best.values()]
    rows = [_row(result, name, own, published.get(name)) for name in shown if (own := result.verdict.interval(name))]
    return Reach(None if optimum is None else optimum.value, on_these_rows(result), margin, rows)


def _row(result: Result, name: str, own: Interval, figure: float | None) -> Reached:
    gap, margin = regret(result, name), result.dataset.margin_to_best
    return Reached(
        name=name,
        mean=own.mean,
        low=own.low,
        high=own.high,
        published=figure,
        to_published=None if figure is None else own.mean - figure,
        to_truth=gap,
        near_truth=None if gap is None or margin is None else gap.high <= margin,
    )
