"""Which rows are for what: outer folds to judge by, and inside each an inner split to choose by."""

from __future__ import annotations

import math
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
    _enough(y, folds, validation, stratify)
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


def predefined_fold(y: np.ndarray, *, test_rows: int, validation: float, seed: int, stratify: bool) -> Fold:
    """One fold: the last `test_rows` rows judge, as whoever made the data set meant them to."""
    if not 1 <= test_rows <= len(y) - 2:
        raise DataError(
            f"Expected from 1 to {len(y) - 2} test rows, so that others are left to learn from. Received: {test_rows}."
        )
    cut = len(y) - test_rows
    return _with_validation("1-1", np.arange(cut), np.arange(cut, len(y)), y, validation, seed, stratify)


def single_fold(y: np.ndarray, *, test_rows: int, validation: float, seed: int, stratify: bool) -> Fold:
    """One fold whose test rows are drawn at random: where there are many rows, one such part says enough."""
    if not 1 <= test_rows <= len(y) - 2:
        raise DataError(
            f"Expected from 1 to {len(y) - 2} test rows, so that others are left to learn from. Received: {test_rows}."
        )
    _enough(y, 2, validation, stratify)
    outer = (StratifiedShuffleSplit if stratify else ShuffleSplit)(n_splits=1, test_size=test_rows, random_state=seed)
    development, test = next(outer.split(np.zeros(len(y)), y if stratify else None))
    return _with_validation("1-1", np.sort(development), np.sort(test), y, validation, seed, stratify)


def _with_validation(name, development, test, y, share, seed, stratify) -> Fold:  # type: ignore[no-untyped-def]
    inner = (StratifiedShuffleSplit if stratify else ShuffleSplit)(n_splits=1, test_size=share, random_state=seed)
    train, chosen_by = next(inner.split(development, y[development] if stratify else None))
    return Fold(name, np.sort(development[train]), np.sort(development[chosen_by]), test)


def _enough(y: np.ndarray, folds: int, validation: float, stratify: bool) -> None:
    """Every part of every fold needs a row, and one of every class: a score of one class alone is none."""
    needed = _rows_needed(folds, validation)
    if not stratify:
        if len(y) < needed:
            raise DataError(_too_few(f"{needed} rows", folds, validation, f"{len(y)} rows"))
        return
    classes, counts = np.unique(y, return_counts=True)
    if len(classes) < 2 or counts.min() < needed:
        found = f"{dict(zip(classes.tolist(), counts.tolist(), strict=True))} rows per class"
        raise DataError(_too_few(f"2 classes and {needed} rows of each", folds, validation, found))


def _too_few(wanted: str, folds: int, validation: float, found: str) -> str:
    return (
        f"Expected at least {wanted}, for {folds} folds with a validation share of {validation:g} inside each. "
        f"Received: {found}. Add rows, or use fewer folds."
    )


def _rows_needed(folds: int, validation: float) -> int:
    """The fewest rows of which the smaller inner part of every fold gets one."""
    share = min(validation, 1 - validation)
    rows = max(folds, math.floor(folds / (folds - 1) / share))
    while share * (rows - math.ceil(rows / folds)) < 1 - 1e-9:
        rows += 1
    return rows
