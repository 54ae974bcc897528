"""What a view may look at: a finished comparison, its best network and baseline, and what they said of test rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from dlfund.comparison.compare import Comparison
from dlfund.data import Schema
from dlfund.outcome import Outcome


@dataclass(frozen=True)
class Seen:
    """One finished comparison.

    Args:
        comparison: Comparison.
        outcomes: dict. Contender to its outcomes, one a fold.
        models: dict. Contender to its model fitted to all rows, None where there is none.
        best: dict. Family (`"network"`, `"baseline"`) to its best contender, or None.
    """

    comparison: Comparison
    outcomes: dict[str, list[Outcome]]
    models: dict[str, Any]
    best: dict[str, str | None]

    @property
    def schema(self) -> Schema:
        return self.comparison.dataset.schema

    @property
    def kind(self) -> str:
        return self.comparison.task.kind

    @property
    def shown(self) -> list[str]:
        """The best network, then the best baseline."""
        return [name for name in (self.best.get("network"), self.best.get("baseline")) if name]

    @property
    def network(self) -> Any:
        """The best network's Keras model with its encoder, or None."""
        name = self.best.get("network")
        return self.models.get(name) if name else None

    def generator(self) -> np.random.Generator:
        return np.random.default_rng(self.comparison.protocol.seed)

    def said(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Rows that were tested, in order, and the first prediction that each of them got as a test row."""
        first: dict[int, Any] = {}
        for fold, outcome in zip(self.comparison.folds, self.outcomes[name], strict=True):
            for row, prediction in zip(fold.test.tolist(), outcome.predictions, strict=False):
                first.setdefault(row, prediction)
        rows = sorted(first)
        return np.array(rows, dtype=int), np.array([first[row] for row in rows], dtype=float)

    @cached_property
    def both(self) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """Rows that the best network and the best baseline were both tested on, and what each said of them."""
        every = {name: self.said(name) for name in self.shown}
        common = [set(rows.tolist()) for rows, _ in every.values()]
        rows = np.array(sorted(set.intersection(*common)), dtype=int) if common else np.array([], dtype=int)
        return rows, {name: said[np.isin(tested, rows)] for name, (tested, said) in every.items()}


def decided(predictions: np.ndarray) -> np.ndarray:
    """Class numbers from probabilities."""
    return (predictions > 0.5).astype(int) if predictions.ndim == 1 else predictions.argmax(axis=1)


def rounded(values: Any, digits: int = 4) -> list[Any]:
    """Numbers for JSON: as many digits as a picture can show."""
    array = np.asarray(values, dtype=float)
    scale = float(np.abs(array).max()) if array.size else 0.0
    places = digits - 1 - int(np.floor(np.log10(scale))) if scale > 0 else 0
    return list(array.round(max(places, 0)).tolist())
