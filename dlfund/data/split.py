"""Training, validation and test rows: outer folds for scores, and inside each an inner split for choosing trials."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dlfund.data.class_parts import strata
from dlfund.data.errors import DataError


@dataclass(frozen=True)
class Fold:
    """Row numbers of one outer fold.

    `train` and `validation` are disjoint and together form `development`, the rows that a contender is given.
    `test` are the rows that score it; the final fold, which is fitted to all rows, has none.
    """

    name: str
    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray

    @property
    def development(self) -> np.ndarray:
        """The training and validation rows, in the order of the table."""
        return np.sort(np.concatenate([self.train, self.validation]))


def repeated_folds(
    y: np.ndarray,
    *,
    folds: int,
    repeats: int,
    validation: float,
    seed: int,
    stratify: bool,
    weight: np.ndarray | None = None,
) -> list[Fold]:
    """`folds` × `repeats` outer folds, each with its inner split; stratified by class if there are classes.

    Rows of weight 0 are a stratum of their own, so that every part has rows that count.

    Raises:
        DataError: too few rows, or too few rows of a class.
    """
    from sklearn.model_selection import RepeatedKFold, RepeatedStratifiedKFold

    _enough(y, folds, validation, stratify)
    kept = _strata(y, weight, folds, validation, stratify)
    outer = (RepeatedKFold if kept is None else RepeatedStratifiedKFold)(
        n_splits=folds, n_repeats=repeats, random_state=seed
    )
    return [
        _with_validation(f"{number // folds + 1}-{number % folds + 1}", train, test, kept, validation, seed + number)
        for number, (train, test) in enumerate(outer.split(np.zeros(len(y)), kept))
    ]


def final_fold(
    y: np.ndarray, *, validation: float, seed: int, stratify: bool, weight: np.ndarray | None = None
) -> Fold:
    """The fold of all rows without test rows, for the saved model."""
    kept = _strata(y, weight, 2, validation, stratify)
    return _with_validation("final", np.arange(len(y)), np.arange(0), kept, validation, seed)


def predefined_fold(
    y: np.ndarray,
    *,
    test_rows: int,
    validation: float,
    seed: int,
    stratify: bool,
    weight: np.ndarray | None = None,
) -> Fold:
    """One fold: the last `test_rows` rows are its test rows, as the authors of the data set intended."""
    if not 1 <= test_rows <= len(y) - 2:
        raise DataError(
            f"Expected from 1 to {len(y) - 2} test rows, so that others are left to learn from. Received: {test_rows}."
        )
    cut = len(y) - test_rows
    kept = _strata(y[:cut], None if weight is None else weight[:cut], 2, validation, stratify)
    return _with_validation("1-1", np.arange(cut), np.arange(cut, len(y)), kept, validation, seed)


def single_fold(
    y: np.ndarray,
    *,
    test_rows: int,
    validation: float,
    seed: int,
    stratify: bool,
    weight: np.ndarray | None = None,
) -> Fold:
    """One fold whose test rows are drawn at random: with many rows, one test part is precise enough."""
    from sklearn.model_selection import ShuffleSplit, StratifiedShuffleSplit

    if not 1 <= test_rows <= len(y) - 2:
        raise DataError(
            f"Expected from 1 to {len(y) - 2} test rows, so that others are left to learn from. Received: {test_rows}."
        )
    _enough(y, 2, validation, stratify)
    kept = _strata(y, weight, 10, validation, stratify)
    outer = (ShuffleSplit if kept is None else StratifiedShuffleSplit)(
        n_splits=1, test_size=test_rows, random_state=seed
    )
    development, test = next(outer.split(np.zeros(len(y)), kept))
    return _with_validation("1-1", np.sort(development), np.sort(test), kept, validation, seed)


def _strata(y, weight, folds, validation, stratify) -> np.ndarray | None:  # type: ignore[no-untyped-def]
    """The strata of the splits; None if there are none."""
    most = int(min(validation, 1 - validation) * len(y) * (folds - 1) / folds)
    least = max(folds, 4)  # of four rows, at least two are left for the inner split of any fold
    return strata(y, weight, stratify=stratify, least=least, most=most)


def _with_validation(name, development, test, kept, share, seed) -> Fold:  # type: ignore[no-untyped-def]
    """The fold with its inner split, which is stratified by `kept` too."""
    from sklearn.model_selection import ShuffleSplit, StratifiedShuffleSplit

    inner = (ShuffleSplit if kept is None else StratifiedShuffleSplit)(n_splits=1, test_size=share, random_state=seed)
    train, chosen_by = next(inner.split(development, None if kept is None else kept[development]))
    return Fold(name, np.sort(development[train]), np.sort(development[chosen_by]), test)


def _enough(y: np.ndarray, folds: int, validation: float, stratify: bool) -> None:
    """Check that every part of every fold can have a row, and a row of every class.

    Raises:
        DataError: too few rows, or too few rows of a class.
    """
    needed = _rows_needed(folds, validation)
    if not stratify:
        if len(y) < needed:
            raise DataError(_too_few(f"{needed} rows", folds, validation, f"{len(y)} rows"))
        return
    classes, counts = np.unique(y, return_counts=True)
    if len(classes) < 2 or counts.min() < needed:
        received = f"classes of {', '.join(f'{count:,}' for count in np.sort(counts)[:8])} rows"
        raise DataError(_too_few(f"2 classes and {needed} rows of each", folds, validation, received))


def _too_few(needed: str, folds: int, validation: float, received: str) -> str:
    return (
        f"Expected at least {needed}, for {folds} folds with a validation share of {validation:g} inside each. "
        f"Received: {received}. Add rows, or use fewer folds."
    )


def _rows_needed(folds: int, validation: float) -> int:
    """The smallest number of rows with which the smaller inner part of every fold has a row."""
    share = min(validation, 1 - validation)
    rows = max(folds, math.floor(folds / (folds - 1) / share))
    while share * (rows - math.ceil(rows / folds)) < 1 - 1e-9:
        rows += 1
    return rows
