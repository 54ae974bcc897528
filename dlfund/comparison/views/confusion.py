"""Which class is taken for which: counts of test rows, each row once."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlfund.comparison.views.seen import Seen, decided


def confusion(seen: Seen) -> dict[str, Any]:
    """Contender to counts (true class a row, said class a column), recall of each class, and the worst mix-up."""
    if seen.kind != "multiclass":
        return {}
    classes, y = seen.schema.classes, seen.comparison.dataset.y
    tables = {}
    for name in seen.shown:
        rows, predictions = seen.said(name)
        if len(rows):
            tables[name] = _table(y[rows], decided(predictions), classes)
    return tables


def _table(truth: np.ndarray, said: np.ndarray, classes: tuple[str, ...]) -> dict[str, Any]:
    counts = np.zeros((len(classes), len(classes)), dtype=int)
    np.add.at(counts, (truth.astype(int), said), 1)
    totals = counts.sum(axis=1)
    shares = counts / np.maximum(totals, 1)[:, None]
    wrong = counts - np.diag(np.diag(counts))
    one, other = np.unravel_index(int(wrong.argmax()), wrong.shape)
    return {
        "counts": counts.tolist(),
        "shares": shares.round(4).tolist(),
        "recall": [float(shares[k, k].round(4)) if totals[k] else None for k in range(len(classes))],
        "mixed_up": [classes[one], classes[other], int(wrong[one, other])] if wrong.any() else None,
    }
