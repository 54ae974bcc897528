"""Rows that take no part in a comparison: drawn before it, judged when it is over.

Folds say how well the way of making a model does; the winner among many was chosen by them, so its own score flatters
it a little. Rows that nothing was tuned, chosen or compared on say what the saved models are worth.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.model_selection import GroupShuffleSplit, train_test_split

from dlfund.comparison.bootstrap import percentile_interval, redrawn_scores
from dlfund.comparison.metrics import METRICS, scores
from dlfund.data import DataError, Dataset


def drawn(dataset: Dataset, rows: int, *, seed: int, stratify: bool) -> Dataset:
    """So many of the data set's rows, in their order: the latest where they stand in time, else at random.

    Rows of one group are taken or left together, so that there may be some fewer.
    """
    if rows >= len(dataset):
        return dataset
    return dataset.of_rows(_parted(dataset, len(dataset) - rows, seed, stratify)[0])


def held_out(dataset: Dataset, rows: int, *, seed: int, stratify: bool) -> tuple[Dataset, Dataset | None]:
    """The rows to compare on, and about `rows` others that are held out; None if that is 0.

    Raises:
        DataError: one group holds so many rows that nothing would be left.
    """
    if not rows:
        return dataset, None
    others, held = _parted(dataset, rows, seed, stratify)
    return dataset.of_rows(others), dataset.of_rows(held)


def _parted(dataset: Dataset, rows: int, seed: int, stratify: bool) -> tuple[np.ndarray, np.ndarray]:
    places = np.arange(len(dataset))
    if dataset.order is not None:
        earliest_first = np.argsort(dataset.order, kind="stable")
        return np.sort(earliest_first[:-rows]), np.sort(earliest_first[-rows:])
    if dataset.group is not None:
        splitter = GroupShuffleSplit(n_splits=1, test_size=rows / len(dataset), random_state=seed)
        try:
            kept, left = next(splitter.split(places, groups=dataset.group))
        except ValueError:
            groups = len(np.unique(dataset.group))
            raise DataError(
                f"Expected enough groups in {dataset.schema.group!r} to hold some of them out. Received: {groups}. "
                "Pass --hold-out 0, or leave out --group."
            ) from None
        return kept, left
    classes = dataset.y if stratify and np.bincount(dataset.y.astype(int)).min() >= 2 else None
    kept, left = train_test_split(places, test_size=rows, random_state=seed, stratify=classes)
    return np.sort(kept), np.sort(left)


def judged(held: Dataset, models: dict[str, Any], probabilistic: dict[str, bool], seed: int) -> dict[str, Any]:
    """Every metric of every saved model on the held-out rows, with the interval that other such rows may give."""
    found: dict[str, Any] = {}
    for name, model in models.items():
        if model is None:
            continue
        said = np.asarray(model.predict(held.x)).tolist()
        once = scores(held.schema.kind, held.y, said, probabilistic[name], held.weight)
        redrawn = redrawn_scores(held.schema.kind, held.y, said, probabilistic[name], seed=seed, weight=held.weight)
        found[name] = {
            metric: {"score": value} | _ends(metric, value, redrawn[metric])
            for metric, value in once.items()
            if value is not None
        }
    return {"rows": len(held), "scores": found}


def _ends(metric: str, value: float, redrawn: np.ndarray) -> dict[str, float]:
    interval = percentile_interval(value, redrawn)
    return {"low": max(interval.low, METRICS[metric].low), "high": min(interval.high, METRICS[metric].high)}
