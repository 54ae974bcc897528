"""Every contender's loss on every tested row: the fold's models judge rows that they were not fitted to.

Where the rows were cut several times, a row was tested as often; its losses are averaged, so that it counts once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlfund.baselines import Baseline
from dlfund.comparison.compare import name_of
from dlfund.comparison.insights.loss import Loss
from dlfund.comparison.metrics import checked_predictions
from dlfund.comparison.views import Seen
from dlfund.comparison.views.seen import decided


@dataclass(frozen=True)
class Tested:
    """Test rows of the folds that all of `names` finished.

    Args:
        names: tuple of str. The contenders.
        places: array of shape (tests,). Which row each test is of; a row tested in three repeats stands three times.
        said: dict. Contender to its predictions, one a test.
        y: array of shape (tests,).
    """

    names: tuple[str, ...]
    places: np.ndarray
    said: dict[str, np.ndarray]
    y: np.ndarray

    @property
    def rows(self) -> np.ndarray:
        """The different rows, in order."""
        return np.unique(self.places)

    def each_row(self, values: np.ndarray) -> np.ndarray:
        """The mean over a row's tests, one a row."""
        _, numbers, tests = np.unique(self.places, return_inverse=True, return_counts=True)
        return np.asarray(np.bincount(numbers, values) / tests)

    def losses(self, name: str, loss: Loss) -> np.ndarray:
        """A contender's loss on each row."""
        return self.each_row(loss.rows(self.y, self.said[name]))

    def wrong(self, name: str) -> np.ndarray:
        """For each test whether the class that it calls is wrong."""
        return np.asarray(decided(self.said[name]) != self.y)


def tested(seen: Seen, names: list[str]) -> Tested:
    """What these contenders said of test rows, in the folds that all of them finished."""
    dataset, kind = seen.comparison.dataset, seen.kind
    folds = [
        (place, fold)
        for place, fold in enumerate(seen.comparison.folds)
        if not any(seen.outcomes[name][place].error for name in names)
    ]
    if not folds:
        return Tested(tuple(names), np.array([], dtype=int), {}, np.array([]))
    places = np.concatenate([fold.test for _, fold in folds])
    said = {
        name: np.concatenate(
            [checked_predictions(kind, len(fold.test), seen.outcomes[name][place].predictions) for place, fold in folds]
        )
        for name in names
    }
    return Tested(tuple(names), places, said, dataset.y[places])


def loss_for(seen: Seen, names: list[str]) -> Loss:
    """The loss that fits all of these contenders."""
    sure = {name_of(one): not isinstance(one, Baseline) or one.probabilistic for one in seen.comparison.contenders}
    return Loss.of(seen.comparison.task.metric, probabilistic=all(sure.get(name, True) for name in names))
