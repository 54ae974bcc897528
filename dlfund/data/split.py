"""Which rows are for what: outer folds to judge by, and inside each an inner split to choose by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import (
    RepeatedKFold,
    RepeatedStratifiedKFold,
    ShuffleSplit,
    StratifiedShuffleSplit,
)

from dlfund.data.errors import DataError


@dataclass(frozen=True)
class Fold:
    """Row numbers of one outer fold.

    `train` and `validation` are disjoint and together `development`: what a contender may see.
    `test` is what it is judged by; the final fold, fitted to every row, has none.
    """

    name: str
    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray

    @property
    def development(self) -> np.ndarray:
        """Every row that may be learned from, in table order."""
        return np.sort(np.concatenate([self.train, self.validation]))


def repeated_folds(
    y: np.ndarray, *, folds: int, repeats: int, validation: float, seed: int, stratify: bool
) -> list[Fold]:
    """`folds` × `repeats` outer folds, each with its inner split; stratified by class where there are classes."""
    if stratify:
        _enough_of_each(y, folds)
    outer = (RepeatedStratifiedKFold if stratify else RepeatedKFold)(
        n_splits=folds, n_repeats=repeats, random_state=seed
    )
    rows = np.zeros(len(y))
    return [
        _with_validation(
            f"{number // folds + 1}-{number % folds + 1}", train, test, y, validation, seed + number, stratify
        )
        for number, (train, test) in enumerate(outer.split(rows, y))
    ]


def final_fold(y: np.ndarray, *, validation: float, seed: int, stratify: bool) -> Fold:
    """All rows, none held back to judge by: what the saved model is made from."""
    return _with_validation("final", np.arange(len(y)), np.arange(0), y, validation, seed, stratify)


def _with_validation(name, development, test, y, share, seed, stratify) -> Fold:  # type: ignore[no-untyped-def]
    inner = (StratifiedShuffleSplit if stratify else ShuffleSplit)(n_splits=1, test_size=share, random_state=seed)
    train, chosen_by = next(inner.split(development, y[development] if stratify else None))
    return Fold(name, np.sort(development[train]), np.sort(development[chosen_by]), test)


def _enough_of_each(y: np.ndarray, folds: int) -> None:
    classes, counts = np.unique(y, return_counts=True)
    if len(classes) < 2 or counts.min() < folds + 1:
        raise DataError(
            f"Expected at least 2 classes and {folds + 1} rows of each for {folds} folds with an inner split. "
            f"Received: {dict(zip(classes.tolist(), counts.tolist(), strict=True))} rows per class."
        )
