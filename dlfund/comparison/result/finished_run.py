"""A finished run as views and insights read it: the comparison, its outcomes and models, the best two contenders."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from dlfund.comparison.result.result import Result
from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.scoring.margin import USUAL
from dlfund.core.outcome import Outcome
from dlfund.core.task_kind import TaskKind
from dlfund.data import Dataset, Schema


@dataclass(frozen=True)
class FinishedRun:
    """One finished comparison.

    Args:
        comparison: Comparison.
        outcomes: dict. Contender to its outcomes, one per fold.
        models: dict. Contender to its model fitted to all rows, None where there is none.
        best: dict. Family (`"network"`, `"baseline"`) to its best contender, or None.
        held: Dataset or None. Rows that were held out from the comparison.
        result: Result or None. The result before its sections are made.
        folder: Path or None. The run's folder.
    """

    comparison: Comparison
    outcomes: dict[str, list[Outcome]]
    models: dict[str, Any]
    best: dict[str, str | None]
    held: Dataset | None = None
    result: Result | None = None
    folder: Path | None = None

    @property
    def schema(self) -> Schema:
        return self.comparison.dataset.schema

    @property
    def kind(self) -> str:
        return self.comparison.task.kind

    @property
    def task_kind(self) -> TaskKind:
        return self.comparison.task.task_kind

    @property
    def shown(self) -> list[str]:
        """The best network, then the best baseline."""
        return [name for name in (self.best.get("network"), self.best.get("baseline")) if name]

    @property
    def network(self) -> Any:
        """The best network's Keras model with its encoder, or None."""
        name = self.best.get("network")
        return self.models.get(name) if name else None

    @property
    def network_name(self) -> str:
        """The best network's name, where there is one."""
        return self.best.get("network") or ""

    @property
    def margin(self) -> float:
        """The equivalence margin that the result states; the usual one where there is no result yet."""
        return USUAL if self.result is None else self.result.verdict.margin

    def generator(self) -> np.random.Generator:
        return np.random.default_rng(self.comparison.protocol.seed)

    def predictions(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """A contender's test rows in order, and for each row its first prediction as a test row."""
        first: dict[int, Any] = {}
        for fold, outcome in zip(self.comparison.folds, self.outcomes[name], strict=True):
            for row, prediction in zip(fold.test.tolist(), outcome.predictions, strict=False):
                first.setdefault(row, prediction)
        rows = sorted(first)
        return np.array(rows, dtype=int), np.array([first[row] for row in rows], dtype=float)

    @cached_property
    def shared_predictions(self) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """Rows on which the best network and the best baseline were both tested, and the predictions of each."""
        every = {name: self.predictions(name) for name in self.shown}
        common = [set(rows.tolist()) for rows, _ in every.values()]
        rows = np.array(sorted(set.intersection(*common)), dtype=int) if common else np.array([], dtype=int)
        return rows, {name: predictions[np.isin(tested, rows)] for name, (tested, predictions) in every.items()}
