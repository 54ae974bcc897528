"""A network that predicts classes, as a scikit-learn classifier."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_consistent_length, column_or_1d

from dlfund.core.errors import UserError
from dlfund.core.task_kind import kind_of_classes
from dlfund.training.estimators.inner_split import Split
from dlfund.training.estimators.input_table import read_table, read_target
from dlfund.training.estimators.network_estimator import NetworkEstimator
from dlfund.training.estimators.temperature import best_temperature, sharpened


class NetworkClassifier(ClassifierMixin, NetworkEstimator):
    """A network, or an ensemble of networks, that learns classes from a table.

    Frames need no preparation: numbers, dates, text and categories may have empty cells. The members of the ensemble
    are trained on different rows and choose their epochs by the log-loss on the others. The prediction is their mean
    probability, calibrated with a temperature on rows that each member was not trained on.

    Args:
        network: `"realmlp"`, `"realmlp_td_s"`, `"tabm"`, `"ann"`, `"perceptron"`, or a function (task, hp) ->
            keras.Model, as in `dlfund.zoo`.
        members: int. Number of networks that are averaged. 1 is cheapest and least accurate.
        epochs, patience, batch_size: int or None. The maximum number of epochs, the number of epochs without a better
            one after which training stops, and the rows per step; None: what the network's regimen says.
        validation_fraction: float. With one member, the share of rows that chooses its epoch. The epochs of several
            members are chosen by the rows that they were not trained on.
        hyperparameters: dict or None. The network's hyperparameters, such as `{"learning_rate": 0.01}`.
        warm_start: only False: training keeps the weights of its best epoch, from which it can't be continued.
        n_jobs: int or None. Members trained at the same time; None: one.
        random_state: int, RandomState or None. With an int, the same data gives the same fit.

    Attributes:
        classes_: array of the labels, sorted.
        n_features_in_, feature_names_in_: number and names of the columns in `fit`.
        temperature_: float. The number that logits are divided by.
        history_: list of dicts of curves, one per member.

    Example:
        >>> import numpy as np
        >>> x, y = np.repeat([[0.0], [1.0]], 20, axis=0), np.repeat(["low", "high"], 20)
        >>> model = NetworkClassifier("perceptron", members=1, epochs=20, random_state=0).fit(x, y)
        >>> model.predict([[1.0]]).tolist()
        ['high']
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        table, y = self._read(X, y)
        self.classes_, numbers = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise UserError(
                f"Expected 2 classes or more in y. Received: 1 class, {self.classes_.tolist()[0]!r}, in all rows."
            )
        kind = kind_of_classes(len(self.classes_))
        targets = numbers.astype(kind.target_dtype)
        x, weight, splits = self._train(table, kind, len(self.classes_), targets, sample_weight)
        self.temperature_ = self._temperature(x, numbers, weight, splits)
        return self

    def _read(self, X: Any, y: Any) -> tuple[pd.DataFrame, np.ndarray]:
        table = read_table(self, X, reset=True)
        if y is None:
            raise ValueError(
                f"requires y to be passed, but the target y is None: {type(self).__name__} learns classes from y."
            )
        y = column_or_1d(read_target(self, y) if _has_numbers(y) else y, warn=True)
        check_consistent_length(table, y)
        check_classification_targets(y)
        return table, y

    def _temperature(self, x: Any, numbers: np.ndarray, weight: np.ndarray | None, splits: list[Split]) -> float:
        """The best temperature on the validation rows, each predicted by the member that was not trained on it."""
        probabilities = [
            self._every_class(self.kept_.outputs_of(place, x[rows])) for place, (_, rows) in enumerate(splits)
        ]
        rows = np.concatenate([rows for _, rows in splits])
        if not len(rows):
            return 1.0
        return best_temperature(np.concatenate(probabilities), numbers[rows], None if weight is None else weight[rows])

    def _every_class(self, outputs: np.ndarray) -> np.ndarray:
        return np.hstack([1 - outputs, outputs]) if outputs.shape[1] == 1 else outputs

    def predict_proba(self, X: Any) -> np.ndarray:
        """Probabilities of the classes, in the order of `classes_`: shape (rows, classes)."""
        return sharpened(self._every_class(self._outputs(X)), self.temperature_)

    def predict(self, X: Any) -> np.ndarray:
        """The most probable class of each row."""
        chosen = self.predict_proba(X).argmax(axis=1)
        return self.classes_[chosen]


def _has_numbers(y: Any) -> bool:
    return np.asarray(y).dtype.kind in "fc"
