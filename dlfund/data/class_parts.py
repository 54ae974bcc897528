"""Which classes a part of the rows contains: training, validation and test rows should each have every class.

A row of weight 0 does not count, so its class may still be missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

DRAWS = 50  # seeded draws of which the best is taken
FAR = 10_007  # between the seeds of two draws, so that neighbouring folds don't share seeds


def classes_of(y: np.ndarray, weight: np.ndarray | None) -> np.ndarray:
    """The different classes (or numbers) of the rows that count."""
    return np.unique(y if weight is None else y[weight > 0])


def strata(y: np.ndarray, weight: np.ndarray | None, *, stratify: bool, least: int, most: int) -> np.ndarray | None:
    """The strata of a random split: classes, with rows of weight 0 as strata of their own; None if there are none.

    Args:
        stratify: bool. Whether `y` holds classes.
        least: int. Rows of weight 0 form a stratum of their own only if it and the rest of the class have this many.
        most: int. With more strata than this, weights are ignored: a small part could not contain each stratum.
    """
    plain = y if stratify else None
    if weight is None or weight.all():
        return plain
    classes = np.unique(y, return_inverse=True)[1] if stratify else np.zeros(len(y), dtype=int)
    apart = 2 * classes + (weight > 0)
    numbers, counts = np.unique(apart, return_counts=True)
    small = numbers[counts < least] // 2
    apart = np.where(np.isin(classes, small), 2 * classes, apart)
    return plain if len(np.unique(apart)) > most else apart


@dataclass(frozen=True)
class GroupedClasses:
    """Groups of rows by number, and the classes that each of them contains.

    Args:
        group: array. The group of each row.
        y: array or None. Class numbers; None if there are no classes, and every draw is equally good.
        weight: array or None. The weight of each row.
    """

    group: np.ndarray
    y: np.ndarray | None = None
    weight: np.ndarray | None = None
    number: np.ndarray = field(init=False, repr=False)
    holds: np.ndarray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        names, number = np.unique(self.group, return_inverse=True)
        classes = np.zeros(len(number), dtype=int)
        if self.y is not None:
            classes = np.unique(self.y, return_inverse=True)[1]
        counted = np.ones(len(number), dtype=bool) if self.weight is None else self.weight > 0
        holds = np.zeros((len(names), int(classes.max()) + 1), dtype=bool)
        holds[number[counted], classes[counted]] = True
        object.__setattr__(self, "number", number)
        object.__setattr__(self, "holds", holds)

    def __len__(self) -> int:
        return len(self.holds)

    def rows(self, groups: np.ndarray, among: np.ndarray | None = None) -> np.ndarray:
        """The positions of these groups' rows, among all rows or some of them."""
        among = np.arange(len(self.number)) if among is None else among
        return among[np.isin(self.number[among], groups)]

    def lacking(self, groups: np.ndarray, least: int = 1) -> int:
        """How many groups are missing for every class to be in `least` of these groups, summed over the classes."""
        return int(np.maximum(0, least - self.holds[groups].sum(axis=0)).sum()) if self.counts is not None else 0

    @property
    def counts(self) -> np.ndarray | None:
        """The number of groups that contain each class; None if there are no classes."""
        return None if self.y is None else self.holds.sum(axis=0)


def best_draw(draws: Iterable[tuple[Any, tuple[int, ...]]], reachable: tuple[int, ...]) -> Any:
    """The first draw that lacks as little as possible.

    Args:
        draws: pairs of a draw and the numbers of what it lacks, the most important first.
        reachable: tuple of int. What every draw must lack; a draw that lacks no more is taken at once.
    """
    best: tuple[Any, tuple[int, ...]] | None = None
    for draw in draws:
        if best is None or draw[1] < best[1]:
            best = draw
        if best[1] <= reachable:
            break
    if best is None:
        raise ValueError("Expected at least one draw. Received none.")
    return best[0]
