"""How contenders are compared: the same folds for all, tuned inside each, judged outside."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from dlfund import data

SPLITS = ("repeated", "time_ordered", "grouped", "predefined", "single")


@dataclass(frozen=True)
class Protocol:
    """Folds, nested: every fold's test rows are kept from everything but the final score.

    Args:
        folds: int. Parts that the rows are cut into; each is the test part once.
        repeats: int. How often the cutting is repeated with another shuffle.
        seed: int. Of the shuffles; recorded with the result.
        validation: float. Share of a fold's development rows that trials are chosen by.
        split: str. `"repeated"` folds at random, `"time_ordered"` ones that learn from the past alone,
            `"grouped"` ones that keep together what belongs together, the one `"predefined"` test part, or a
            `"single"` one at random.
        gap: int. Rows left out between the past and the future of a time-ordered fold.
        test_rows: int. Of a predefined test part: the last rows; of a single one, drawn at random.
    """

    folds: int = 5
    repeats: int = 3
    seed: int = 0
    validation: float = 0.2
    split: str = "repeated"
    gap: int = 0
    test_rows: int = 0

    def __post_init__(self) -> None:
        if self.split not in SPLITS:
            raise ValueError(f"Expected split to be one of {SPLITS}. Received: split={self.split!r}.")
        one = self.split in ("predefined", "single")
        if self.folds < (1 if one else 2) or self.repeats < 1 or not 0 < self.validation < 1:
            raise ValueError(
                "Expected at least 2 folds, 1 repeat and a validation share between 0 and 1. Received: "
                f"folds={self.folds}, repeats={self.repeats}, validation={self.validation}."
            )
        if self.gap < 0 or (one and self.test_rows < 1):
            raise ValueError(
                "Expected a gap of 0 or more rows, and at least 1 test row where there is one part. Received: "
                f"gap={self.gap}, test_rows={self.test_rows}."
            )

    def splits(self, dataset: data.Dataset, *, stratify: bool) -> list[data.Fold]:
        """The outer folds."""
        words: dict[str, Any] = {"validation": self.validation}
        if self.split == "time_ordered":
            order = _marked(dataset, "order", "time-ordered")
            return data.time_ordered_folds(order, folds=self.folds, gap=self.gap, **words)
        words["seed"] = self.seed
        if self.split in ("predefined", "single"):
            fold = data.predefined_fold if self.split == "predefined" else data.single_fold
            return [fold(dataset.y, test_rows=self.test_rows, stratify=stratify, **words)]
        words |= {"folds": self.folds, "repeats": self.repeats}
        if self.split == "grouped":
            return data.grouped_folds(_marked(dataset, "group", "grouped"), y=dataset.y, **words)
        return data.repeated_folds(dataset.y, stratify=stratify, **words)

    def final(self, dataset: data.Dataset, *, stratify: bool) -> data.Fold:
        """All rows, for the model that is saved."""
        words: dict[str, Any] = {"validation": self.validation}
        if self.split == "time_ordered":
            return data.time_ordered_final(_marked(dataset, "order", "time-ordered"), gap=self.gap, **words)
        if self.split == "grouped":
            return data.grouped_final(_marked(dataset, "group", "grouped"), seed=self.seed, **words)
        return data.final_fold(dataset.y, seed=self.seed, stratify=stratify, **words)

    def with_budget(self, budget: str) -> Protocol:
        """Fewer folds when a first look is wanted, more repeats when time is no matter."""
        if budget == "quick":
            return replace(self, folds=min(self.folds, 3), repeats=1)
        if budget == "thorough" and self.split in ("repeated", "grouped"):
            return replace(self, repeats=self.repeats * 3)
        return self

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def _marked(dataset: data.Dataset, mark: str, word: str) -> Any:
    values = getattr(dataset, mark)
    if values is None:
        raise data.DataError(
            f'Expected a column with role = "{mark}" in the schema of {dataset.schema.name!r}, for {word} folds. '
            "There is none."
        )
    return values


def repeated_k_fold(folds: int = 5, repeats: int = 3, *, seed: int = 0, validation: float = 0.2) -> Protocol:
    """Cut the rows `repeats` times into `folds` parts; each part is the test part once."""
    return Protocol(folds=folds, repeats=repeats, seed=seed, validation=validation)


def time_ordered(folds: int = 5, *, gap: int = 0, seed: int = 0, validation: float = 0.2) -> Protocol:
    """Learn from the past, be judged by what follows; `gap` rows between keep one from being seen in the other."""
    return Protocol(folds=folds, repeats=1, seed=seed, validation=validation, split="time_ordered", gap=gap)


def grouped_k_fold(folds: int = 5, repeats: int = 1, *, seed: int = 0, validation: float = 0.2) -> Protocol:
    """Whoever is in the test part of a fold is in no other part of it."""
    return Protocol(folds=folds, repeats=repeats, seed=seed, validation=validation, split="grouped")


def predefined_test(rows: int, *, seed: int = 0, validation: float = 0.2) -> Protocol:
    """The last `rows` rows judge; intervals come from drawing these rows anew (bootstrap)."""
    return Protocol(folds=1, repeats=1, seed=seed, validation=validation, split="predefined", test_rows=rows)
