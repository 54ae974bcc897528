"""How contenders are compared: the same folds for all, tuned on development rows, scored on test rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypedDict

import numpy as np

from dlfund import data
from dlfund.core.as_json import JsonRecord

SPLITS = ("repeated", "time_ordered", "grouped", "predefined", "single")


class _Drawn(TypedDict):
    """Arguments of the splits that are drawn at random."""

    validation: float
    seed: int
    weight: np.ndarray | None


@dataclass(frozen=True)
class Protocol(JsonRecord):
    """Nested folds: every fold's test rows are used for the final score only.

    Args:
        folds: int. Parts that the rows are split into; each is the test part once.
        repeats: int. How often the split is repeated with another shuffle.
        seed: int. Seed of the shuffles; recorded with the result.
        validation: float. Share of a fold's development rows on which trials are chosen.
        split: str. `"repeated"`: random folds; `"time_ordered"`: folds that train on the past and test on the future;
            `"grouped"`: folds that keep the rows of a group together; `"predefined"`: the last rows as the only test
            part; `"single"`: one random test part.
        gap: int. Rows left out between the training and the test rows of a time-ordered fold.
        test_rows: int. Size of a predefined or single test part.
        start: int. Minimum number of training rows of the first time-ordered fold; 0: as many as a test part has.

    Raises:
        ValueError: an unknown split, or numbers outside their ranges.
    """

    folds: int = 5
    repeats: int = 3
    seed: int = 0
    validation: float = 0.2
    split: str = "repeated"
    gap: int = 0
    test_rows: int = 0
    start: int = 0

    def __post_init__(self) -> None:
        if self.split not in SPLITS:
            raise ValueError(f"Expected split to be one of {SPLITS}. Received: split={self.split!r}.")
        single = self.split in ("predefined", "single")
        if self.folds < (1 if single else 2) or self.repeats < 1 or not 0 < self.validation < 1:
            raise ValueError(
                "Expected at least 2 folds, 1 repeat and a validation share between 0 and 1. Received: "
                f"folds={self.folds}, repeats={self.repeats}, validation={self.validation}."
            )
        if min(self.gap, self.start) < 0 or (single and self.test_rows < 1):
            raise ValueError(
                "Expected a gap and a start of 0 or more rows, and at least 1 test row in a predefined or single part. "
                f"Received: gap={self.gap}, start={self.start}, test_rows={self.test_rows}."
            )

    def splits(self, dataset: data.Dataset, *, stratify: bool) -> list[data.Fold]:
        """The outer folds.

        Raises:
            DataError: the schema has no column that orders or groups the rows, where the split needs one.
        """
        if self.split == "time_ordered":
            order = _marked(dataset, "order", "time-ordered")
            sizes = {"folds": self.folds, "gap": self.gap, "start": self.start}
            return data.time_ordered_folds(order, validation=self.validation, **sizes)
        drawn = self._drawn(dataset)
        if self.split in ("predefined", "single"):
            fold = data.predefined_fold if self.split == "predefined" else data.single_fold
            return [fold(dataset.y, test_rows=self.test_rows, stratify=stratify, **drawn)]
        if self.split == "grouped":
            classes, group = dataset.y if stratify else None, _marked(dataset, "group", "grouped")
            return data.grouped_folds(group, y=classes, folds=self.folds, repeats=self.repeats, **drawn)
        return data.repeated_folds(dataset.y, stratify=stratify, folds=self.folds, repeats=self.repeats, **drawn)

    def final(self, dataset: data.Dataset, *, stratify: bool) -> data.Fold:
        """The fold of all rows, for the model that is saved."""
        if self.split == "time_ordered":
            order = _marked(dataset, "order", "time-ordered")
            return data.time_ordered_final(order, gap=self.gap, validation=self.validation)
        drawn = self._drawn(dataset)
        if self.split == "grouped":
            classes = dataset.y if stratify else None
            return data.grouped_final(_marked(dataset, "group", "grouped"), y=classes, **drawn)
        return data.final_fold(dataset.y, stratify=stratify, **drawn)

    def _drawn(self, dataset: data.Dataset) -> _Drawn:
        return {"validation": self.validation, "seed": self.seed, "weight": dataset.weight}

    def with_budget(self, budget: str) -> Protocol:
        """Fewer folds for a first look, more repeats where time does not matter."""
        if budget == "quick":
            return replace(self, folds=min(self.folds, 3), repeats=1)
        if budget == "thorough" and self.split in ("repeated", "grouped"):
            return replace(self, repeats=self.repeats * 3)
        return self


def _marked(dataset: data.Dataset, mark: str, word: str) -> Any:
    values = getattr(dataset, mark)
    if values is None:
        raise data.DataError(
            f'Expected a column with role = "{mark}" in the schema of {dataset.schema.name!r}, for {word} folds. '
            "Received: none. Add the role to the column, or choose another protocol."
        )
    return values


def repeated_k_fold(folds: int = 5, repeats: int = 3, *, seed: int = 0, validation: float = 0.2) -> Protocol:
    """Split the rows `repeats` times into `folds` parts; each part is the test part once."""
    return Protocol(folds=folds, repeats=repeats, seed=seed, validation=validation)


def time_ordered(folds: int = 5, *, gap: int = 0, seed: int = 0, validation: float = 0.2) -> Protocol:
    """Train on the past and test on what follows; `gap` rows between them are left out."""
    return Protocol(folds=folds, repeats=1, seed=seed, validation=validation, split="time_ordered", gap=gap)


def grouped_k_fold(folds: int = 5, repeats: int = 1, *, seed: int = 0, validation: float = 0.2) -> Protocol:
    """Folds in which all rows of a group are in the same part."""
    return Protocol(folds=folds, repeats=repeats, seed=seed, validation=validation, split="grouped")


def predefined_test(rows: int, *, seed: int = 0, validation: float = 0.2) -> Protocol:
    """The last `rows` rows are the test rows; intervals come from the bootstrap."""
    return Protocol(folds=1, repeats=1, seed=seed, validation=validation, split="predefined", test_rows=rows)
