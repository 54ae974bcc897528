"""How contenders are compared: the same folds for all, tuned inside each, judged outside."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from dlfund import data


@dataclass(frozen=True)
class Protocol:
    """Repeated k-fold, nested: every fold's test rows are kept from everything but the final score.

    Args:
        folds: int. Parts that the rows are cut into; each is the test part once.
        repeats: int. How often the cutting is repeated with another shuffle.
        seed: int. Of the shuffles; recorded with the result.
        validation: float. Share of a fold's development rows that trials are chosen by.
    """

    folds: int = 5
    repeats: int = 3
    seed: int = 0
    validation: float = 0.2

    def __post_init__(self) -> None:
        if self.folds < 2 or self.repeats < 1 or not 0 < self.validation < 1:
            raise ValueError(
                "Expected at least 2 folds, 1 repeat and a validation share between 0 and 1. Received: "
                f"folds={self.folds}, repeats={self.repeats}, validation={self.validation}."
            )

    def splits(self, y: np.ndarray, *, stratify: bool) -> list[data.Fold]:
        """The outer folds."""
        return data.repeated_folds(
            y,
            folds=self.folds,
            repeats=self.repeats,
            validation=self.validation,
            seed=self.seed,
            stratify=stratify,
        )

    def final(self, y: np.ndarray, *, stratify: bool) -> data.Fold:
        """All rows, for the model that is saved."""
        return data.final_fold(y, validation=self.validation, seed=self.seed, stratify=stratify)

    def with_budget(self, budget: str) -> Protocol:
        """Fewer folds when a first look is wanted, more repeats when time is no matter."""
        if budget == "quick":
            return replace(self, folds=min(self.folds, 3), repeats=1)
        return replace(self, repeats=self.repeats * 3) if budget == "thorough" else self

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def repeated_k_fold(folds: int = 5, repeats: int = 3, *, seed: int = 0, validation: float = 0.2) -> Protocol:
    """Cut the rows `repeats` times into `folds` parts; each part is the test part once."""
    return Protocol(folds=folds, repeats=repeats, seed=seed, validation=validation)
