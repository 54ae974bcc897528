"""Which class is mistaken for which: counts of test rows, each row once."""

from __future__ import annotations

from typing import TypedDict

import numpy as np

from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.core.task_kind import Answer, decide


class Confusion(TypedDict):
    """One contender's counts (true class by line, predicted class by column), and what follows from them.

    `mixed_up` is the most frequent mistake: true class, predicted class, number of rows.
    """

    counts: list[list[int]]
    shares: list[list[float]]
    recall: list[float | None]
    mixed_up: list[str | int] | None


def confusion(run: FinishedRun) -> dict[str, Confusion] | None:
    """Each shown contender's confusion matrix."""
    if run.task_kind.answer is not Answer.PROBABILITIES:
        return None
    classes, y = run.schema.classes, run.comparison.dataset.y
    tables = {}
    for name in run.shown:
        rows, predictions = run.predictions(name)
        if len(rows):
            tables[name] = _table(y[rows], decide(predictions), classes)
    return tables


def _table(truth: np.ndarray, predicted: np.ndarray, classes: tuple[str, ...]) -> Confusion:
    counts = np.zeros((len(classes), len(classes)), dtype=int)
    np.add.at(counts, (truth.astype(int), predicted), 1)
    totals = counts.sum(axis=1)
    shares = counts / np.maximum(totals, 1)[:, None]
    wrong = counts - np.diag(np.diag(counts))
    true_class, other = np.unravel_index(int(wrong.argmax()), wrong.shape)
    return {
        "counts": counts.tolist(),
        "shares": shares.round(4).tolist(),
        "recall": [float(shares[k, k].round(4)) if totals[k] else None for k in range(len(classes))],
        "mixed_up": [classes[true_class], classes[other], int(wrong[true_class, other])] if wrong.any() else None,
    }
