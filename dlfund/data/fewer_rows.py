"""A fold with fewer development rows and the same test rows, for the learning curve over the number of rows.

The rows of a smaller share are among those of every larger one. Classes keep their shares, groups are kept together,
and of rows ordered in time the latest are taken, which are next to the test rows.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dlfund.data.read import Dataset
from dlfund.data.split import Fold


def with_fewer_rows(fold: Fold, dataset: Dataset, share: float, *, seed: int, stratify: bool) -> Fold:
    """The fold with a share of its development rows, training and validation rows alike.

    Args:
        fold: Fold. Its name and its test rows are kept.
        dataset: Dataset. Its order and its groups are respected.
        share: float, above 0 and up to 1. The share of the training and of the validation rows; at least one of each.
        seed: int. Decides the order in which rows or groups are taken; the same seed gives nested rows.
        stratify: bool. Whether every class keeps its share.
    """
    if dataset.order is not None:
        return _latest(fold, dataset.order, share)
    generator = np.random.default_rng(seed)
    parts = []
    for rows in (fold.train, fold.validation):
        if dataset.group is not None:
            parts.append(_whole_groups(rows, dataset.group[rows], share, generator))
        else:
            classes = dataset.y[rows] if stratify else np.zeros(len(rows))
            parts.append(_of_each_class(rows, classes, share, generator))
    return replace(fold, train=parts[0], validation=parts[1])


def _latest(fold: Fold, order: np.ndarray, share: float) -> Fold:
    """The latest rows: validation rows last, and before them a gap as long as in the whole fold."""
    earliest_first = np.argsort(order, kind="stable")
    place = np.argsort(earliest_first)
    span = earliest_first[place[fold.train].min() : place[fold.validation].max() + 1]
    gap = len(span) - len(fold.train) - len(fold.validation)
    cut = len(span) - _number(len(fold.validation), share)
    train = span[: cut - gap][-_number(len(fold.train), share) :]
    return replace(fold, train=np.sort(train), validation=np.sort(span[cut:]))


def _of_each_class(rows: np.ndarray, classes: np.ndarray, share: float, generator: np.random.Generator) -> np.ndarray:
    """The first rows of each class, in an order that does not depend on the share."""
    taken = []
    for label in np.unique(classes):
        own = generator.permutation(rows[classes == label])
        taken.append(own[: _number(len(own), share)])
    return np.sort(np.concatenate(taken))


def _whole_groups(rows: np.ndarray, groups: np.ndarray, share: float, generator: np.random.Generator) -> np.ndarray:
    """The first groups, until they have enough rows."""
    names, counts = np.unique(groups, return_counts=True)
    order = generator.permutation(len(names))
    enough = int(np.searchsorted(np.cumsum(counts[order]), _number(len(rows), share)))
    return np.sort(rows[np.isin(groups, names[order[: enough + 1]])])


def _number(rows: int, share: float) -> int:
    return max(1, round(share * rows))
