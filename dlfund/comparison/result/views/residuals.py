"""Predicted numbers against true numbers, and the distribution of the residuals."""

from __future__ import annotations

from typing import TypedDict

import numpy as np

from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.result.rounded import rounded
from dlfund.core.task_kind import Answer

POINTS = 300
BINS = 25
QUANTILES = (5, 25, 50, 75, 95)


class ResidualSpread(TypedDict):
    """The residuals of one contender: a histogram, quantiles by per cent, their mean, and the middle 90 %."""

    counts: list[int]
    shares: list[float]
    quantiles: dict[str, float]
    mean: float
    low: float
    high: float


class Residuals(TypedDict):
    """True and predicted numbers of some rows, and the residuals of all."""

    rows: int
    true: list[float]
    said: dict[str, list[float]]
    edges: list[float]
    spread: dict[str, ResidualSpread]


def residuals(run: FinishedRun) -> Residuals | None:
    """True and predicted numbers of up to 300 rows, and each contender's residuals (predicted − true) on all rows."""
    rows, predictions = run.shared_predictions
    if run.task_kind.answer is not Answer.NUMBER or len(rows) < 2:
        return None
    truth = run.comparison.dataset.y[rows]
    misses = {name: values - truth for name, values in predictions.items()}
    sample = np.sort(run.generator().permutation(len(rows))[:POINTS])
    reach = float(np.quantile(np.abs(np.concatenate(list(misses.values()))), 0.99)) or 1.0
    edges = np.linspace(-reach, reach, BINS + 1)
    return {
        "rows": len(rows),
        "true": rounded(truth[sample]),
        "said": {name: rounded(values[sample]) for name, values in predictions.items()},
        "edges": rounded(edges),
        "spread": {name: _spread(miss, edges) for name, miss in misses.items()},
    }


def _spread(miss: np.ndarray, edges: np.ndarray) -> ResidualSpread:
    counts, _ = np.histogram(np.clip(miss, edges[0], edges[-1]), edges)
    return {
        "counts": counts.tolist(),
        "shares": (counts / len(miss)).round(4).tolist(),
        "quantiles": dict(zip(map(str, QUANTILES), rounded(np.percentile(miss, QUANTILES)), strict=True)),
        "mean": rounded([miss.mean()])[0],
        "low": rounded([np.percentile(miss, 5)])[0],
        "high": rounded([np.percentile(miss, 95)])[0],
    }
