"""Numbers said against numbers that came true, and how far they lie apart."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlfund.comparison.views.seen import Seen, rounded

POINTS = 300
BINS = 25
QUANTILES = (5, 25, 50, 75, 95)


def residuals(seen: Seen) -> dict[str, Any]:
    """Up to 300 rows' true and said numbers, and each contender's residuals (said − true) on all tested rows."""
    rows, said = seen.both
    if seen.kind != "regression" or len(rows) < 2:
        return {}
    truth = seen.comparison.dataset.y[rows]
    misses = {name: predictions - truth for name, predictions in said.items()}
    sample = np.sort(seen.generator().permutation(len(rows))[:POINTS])
    reach = float(np.quantile(np.abs(np.concatenate(list(misses.values()))), 0.99)) or 1.0
    edges = np.linspace(-reach, reach, BINS + 1)
    return {
        "rows": len(rows),
        "true": rounded(truth[sample]),
        "said": {name: rounded(predictions[sample]) for name, predictions in said.items()},
        "edges": rounded(edges),
        "spread": {name: _spread(miss, edges) for name, miss in misses.items()},
    }


def _spread(miss: np.ndarray, edges: np.ndarray) -> dict[str, Any]:
    counts, _ = np.histogram(np.clip(miss, edges[0], edges[-1]), edges)
    return {
        "counts": counts.tolist(),
        "shares": (counts / len(miss)).round(4).tolist(),
        "quantiles": dict(zip(map(str, QUANTILES), rounded(np.percentile(miss, QUANTILES)), strict=True)),
        "mean": rounded([miss.mean()])[0],
        "low": rounded([np.percentile(miss, 5)])[0],
        "high": rounded([np.percentile(miss, 95)])[0],
    }
