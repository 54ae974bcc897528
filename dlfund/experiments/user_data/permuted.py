"""A table whose target tells nothing any more: its values are permuted among rows that may change places."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dlfund.data import Dataset

BLOCKS = 10  # of rows ordered in time


def permuted(dataset: Dataset, seed: int) -> Dataset:
    """The same rows with a permuted target.

    Rows of a group, or of a tenth of the time, exchange their targets among themselves: what distinguishes groups or
    times remains, as it does not follow from single rows. Where every group has one target, groups exchange theirs.

    Args:
        seed: int. Seed of the permutation.
    """
    generator = np.random.default_rng(seed)
    y = np.array(dataset.y)
    if dataset.group is not None and not _mixed(dataset):
        return replace(dataset, y=_between_groups(dataset, generator))
    for rows in _exchangeable(dataset):
        y[rows] = y[generator.permutation(rows)]
    return replace(dataset, y=y)


def how_permuted(dataset: Dataset) -> str:
    """How `permuted` does it, as a sentence."""
    if dataset.group is not None:
        among = "within each group" if _mixed(dataset) else "among the groups, each of which has one value"
    else:
        among = f"within each of {BLOCKS} parts of the time" if dataset.order is not None else "among all rows"
    left = ". What distinguishes groups or times remains" if "within" in among else ""
    return f"The target was permuted {among}{left}; folds, searches and seeds were drawn anew each time."


def _mixed(dataset: Dataset) -> bool:
    """Whether any group has rows with different targets."""
    return any(len(np.unique(dataset.y[rows])) > 1 for rows in _groups(dataset))


def _groups(dataset: Dataset) -> list[np.ndarray]:
    _, place = np.unique(np.asarray(dataset.group), return_inverse=True)
    return [np.flatnonzero(place == number) for number in range(int(place.max()) + 1)]


def _exchangeable(dataset: Dataset) -> list[np.ndarray]:
    """Rows that may exchange their targets."""
    if dataset.group is not None:
        return _groups(dataset)
    if dataset.order is not None:
        return np.array_split(np.argsort(np.asarray(dataset.order), kind="stable"), BLOCKS)
    return [np.arange(len(dataset.y))]


def _between_groups(dataset: Dataset, generator: np.random.Generator) -> np.ndarray:
    groups, y = _groups(dataset), np.array(dataset.y)
    for rows, source in zip(groups, generator.permutation(len(groups)), strict=True):
        y[rows] = dataset.y[groups[source][0]]
    return y
