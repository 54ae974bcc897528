"""Every contender's loss on every tested row: in each fold, the models predict rows that they were not fitted to.

With a repeated protocol a row is tested several times; its losses are averaged, so that it counts once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.result.insights.loss import Loss
from dlfund.comparison.scoring.metrics import checked_predictions
from dlfund.core.task_kind import decide


@dataclass(frozen=True)
class TestedRows:
    """Test rows of the folds that all of `names` finished.

    Args:
        names: tuple of str. The contenders.
        places: array of shape (tests,). The row of each test; a row tested in three repeats occurs three times.
        predictions: dict. Contender to its predictions, one per test.
        y: array of shape (tests,).
    """

    names: tuple[str, ...]
    places: np.ndarray
    predictions: dict[str, np.ndarray]
    y: np.ndarray

    @property
    def rows(self) -> np.ndarray:
        """The different rows, in order."""
        return np.unique(self.places)

    def each_row(self, values: np.ndarray) -> np.ndarray:
        """The mean over each row's tests, of shape (rows,)."""
        _, numbers, tests = np.unique(self.places, return_inverse=True, return_counts=True)
        return np.asarray(np.bincount(numbers, values) / tests)

    def losses(self, name: str, loss: Loss) -> np.ndarray:
        """A contender's loss on each row."""
        return self.each_row(loss.rows(self.y, self.predictions[name]))

    def wrong(self, name: str) -> np.ndarray:
        """For each test whether the predicted class is wrong."""
        return np.asarray(decide(self.predictions[name]) != self.y)


def tested_rows(run: FinishedRun, names: list[str]) -> TestedRows:
    """These contenders' predictions of test rows, in the folds that all of them finished."""
    dataset, kind = run.comparison.dataset, run.kind
    folds = [
        (place, fold)
        for place, fold in enumerate(run.comparison.folds)
        if not any(run.outcomes[name][place].error for name in names)
    ]
    if not folds:
        return TestedRows(tuple(names), np.array([], dtype=int), {}, np.array([]))
    places = np.concatenate([fold.test for _, fold in folds])
    predictions = {
        name: np.concatenate(
            [checked_predictions(kind, len(fold.test), run.outcomes[name][place].predictions) for place, fold in folds]
        )
        for name in names
    }
    return TestedRows(tuple(names), places, predictions, dataset.y[places])


def loss_for(run: FinishedRun, names: list[str]) -> Loss:
    """The loss that fits all of these contenders."""
    probabilistic = {contender.name: contender.probabilistic for contender in run.comparison.contenders}
    return Loss.of(run.comparison.task.metric, probabilistic=all(probabilistic.get(name, True) for name in names))
