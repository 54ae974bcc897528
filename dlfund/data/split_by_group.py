"""Folds that keep groups of rows together, and in which every part has every class if possible.

Groups are assigned at random. If a part would lack a class, further seeded draws are tried, and then folds stratified
by group; the first draw that lacks nothing is taken, which is the very first if every class is in many groups.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import numpy as np

from dlfund.data.class_parts import DRAWS, FAR, GroupedClasses, best_draw
from dlfund.data.errors import DataError
from dlfund.data.split import Fold

STRATIFIED_DRAWS, MANY = 5, 500  # stratified draws; from this number of groups on only one, since it takes a second
IMPOSSIBLE = 10**9  # missing groups of a draw that is worse than any other


def grouped_folds(
    group: np.ndarray,
    *,
    folds: int,
    repeats: int,
    validation: float,
    seed: int,
    y: np.ndarray | None = None,
    weight: np.ndarray | None = None,
) -> list[Fold]:
    """`folds` × `repeats` outer folds whose test rows, training rows and validation rows share no group.

    Args:
        y: array or None. Class numbers; every part should contain each class. None if there are no classes.
        weight: array or None. Rows of weight 0 don't count towards a class.

    Raises:
        DataError: too few groups.
    """
    grouped = GroupedClasses(group, y, weight)
    needed = max(folds + 1, 4)  # so that two groups are left for training and validation
    if len(grouped) < needed:
        raise DataError(
            f"Expected at least {needed} different groups for {folds} grouped folds. Received: {len(grouped)}. "
            "Add groups, use fewer folds, or split without groups."
        )
    made: list[Fold] = []
    for repeat in range(repeats):
        for number, tested in enumerate(_cut(grouped, folds, seed + repeat), start=1):
            others = np.setdiff1d(np.arange(len(grouped)), tested)
            name, own_seed = f"{repeat + 1}-{number}", seed + len(made)
            made.append(_group_validated(name, others, grouped.rows(tested), grouped, validation, own_seed))
    return made


def grouped_final(
    group: np.ndarray,
    *,
    validation: float,
    seed: int,
    y: np.ndarray | None = None,
    weight: np.ndarray | None = None,
) -> Fold:
    """The fold of all rows; some of the groups are the validation rows."""
    grouped = GroupedClasses(group, y, weight)
    return _group_validated("final", np.arange(len(grouped)), np.arange(0), grouped, validation, seed)


def groups_parted(grouped: GroupedClasses, share: float, seed: int, *, least: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of the groups that are kept, and of those that are set aside, about this share of them.

    Args:
        least: int. The number of groups of every class that should be kept.

    Raises:
        ValueError: too few groups for two parts.
    """
    return _parted(grouped, np.arange(len(grouped)), share, seed, least)


def _cut(grouped: GroupedClasses, folds: int, seed: int) -> list[np.ndarray]:
    """The test groups of every fold."""
    counts = np.array([], dtype=int) if grouped.counts is None else grouped.counts
    learned = np.where(counts == 1, folds + 1, np.where(counts == 2, 2, 0)).sum()  # fewer than two groups are left
    reachable = int(learned), int(np.maximum(0, folds - counts).sum())
    return best_draw(_cuts(grouped, folds, seed), reachable)  # type: ignore[no-any-return]


def _cuts(grouped: GroupedClasses, folds: int, seed: int) -> Iterator[tuple[list[np.ndarray], tuple[int, int]]]:
    """Draws of the test groups of every fold, and what they lack: classes in development rows, and in test rows."""
    from sklearn.model_selection import GroupKFold

    every = np.arange(len(grouped))

    def with_lacks(tested: list[np.ndarray]) -> tuple[list[np.ndarray], tuple[int, int]]:
        learned = [np.setdiff1d(every, own) for own in tested]
        if min(map(len, learned)) < 2:
            return tested, (IMPOSSIBLE, 0)
        return tested, (sum(grouped.lacking(own, least=2) for own in learned), sum(map(grouped.lacking, tested)))

    for draw in range(DRAWS):
        outer = GroupKFold(n_splits=folds, shuffle=True, random_state=seed + FAR * draw)
        yield with_lacks([tested for _, tested in outer.split(every, groups=every)])
    for draw in range(STRATIFIED_DRAWS if len(grouped) < MANY else 1):
        yield with_lacks(_stratified(grouped, folds, seed + FAR * draw))


def _stratified(grouped: GroupedClasses, folds: int, seed: int) -> list[np.ndarray]:
    """Test groups of folds whose classes have about the same shares."""
    from sklearn.model_selection import StratifiedGroupKFold

    counted = np.arange(len(grouped.number)) if grouped.weight is None else np.flatnonzero(grouped.weight > 0)
    labels = np.zeros(len(grouped.number)) if grouped.y is None else grouped.y
    outer = StratifiedGroupKFold(n_splits=folds, shuffle=True, random_state=seed)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # a class with fewer rows than folds; the draw is checked
            parts = list(outer.split(counted, labels[counted], grouped.number[counted]))
    except ValueError:  # no class has as many rows as there are folds
        return [np.arange(0)] * folds
    tested = [np.unique(grouped.number[counted[test]]) for _, test in parts]
    idle = np.setdiff1d(np.arange(len(grouped)), np.concatenate(tested))  # groups of weight 0 join the last part
    return [*tested[:-1], np.concatenate([tested[-1], idle])]


def _group_validated(
    name: str, groups: np.ndarray, test: np.ndarray, grouped: GroupedClasses, share: float, seed: int
) -> Fold:
    train, chosen_by = _parted(grouped, groups, share, seed, least=1)
    return Fold(name, grouped.rows(train), grouped.rows(chosen_by), test)


def _parted(
    grouped: GroupedClasses, groups: np.ndarray, share: float, seed: int, least: int
) -> tuple[np.ndarray, np.ndarray]:
    """Two parts of these groups."""
    counts = np.array([], dtype=int) if grouped.counts is None else grouped.holds[groups].sum(axis=0)
    reachable = int(np.maximum(0, least - counts).sum()), int((counts <= least).sum())
    return best_draw(_partings(grouped, groups, share, seed, least), reachable)  # type: ignore[no-any-return]


def _partings(
    grouped: GroupedClasses, groups: np.ndarray, share: float, seed: int, least: int
) -> Iterator[tuple[tuple[np.ndarray, np.ndarray], tuple[int, int]]]:
    """Draws of two parts of these groups, and what they lack: groups of a class in the first, classes in the second."""
    from sklearn.model_selection import ShuffleSplit

    for draw in range(DRAWS):
        parts = ShuffleSplit(n_splits=1, test_size=share, random_state=seed + FAR * draw).split(groups)
        kept, apart = (groups[places] for places in next(parts))
        yield (kept, apart), (grouped.lacking(kept, least), grouped.lacking(apart))
