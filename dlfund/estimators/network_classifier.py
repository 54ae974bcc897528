"""A network that tells classes apart, as a scikit-learn classifier."""

from __future__ import annotations

import numpy as np
from sklearn.base import ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_y, check_consistent_length, column_or_1d

from dlfund.estimators.network_estimator import NetworkEstimator
from dlfund.estimators.table import read_table
from dlfund.estimators.temperature import best_temperature, sharpened
from dlfund.sentence import UserError


class NetworkClassifier(ClassifierMixin, NetworkEstimator):
    """A network, or a few of one kind, that learns classes from a table.

    Frames come as they are: numbers, dates, words and categories, empty cells included. The members of the ensemble
    learn from different rows and choose their epochs by the log-loss of the others; their mean probability is the
    answer, made as sure as it was right on rows that were not learned.

    Args:
        network: `"realmlp"`, `"realmlp_td_s"`, `"tabm"`, `"ann"`, `"perceptron"`, or a function (task, hp) ->
            keras.Model, as in `dlfund.zoo`.
        members: int. Networks whose mean is the answer. 1 is cheapest and weakest.
        epochs, patience, batch_size: int or None. How long training goes, after how many epochs without a better one
            it stops, and rows a step; None leaves it to the network.
        validation_fraction: float. With one member, the share of rows that chooses its epoch. More members choose by
            the rows that they did not learn.
        hyperparameters: dict or None. The network's dials, such as `{"learning_rate": 0.01}`.
        warm_start: only False: training keeps its best epoch, from which there is no going on.
        n_jobs: int or None. Members trained at the same time; None is one.
        random_state: int, RandomState or None. An int makes the fit repeatable.

    Attributes:
        classes_: array of the labels, sorted.
        n_features_in_, feature_names_in_: what `fit` saw.
        temperature_: float. What the probabilities' logarithms are divided by.
        history_: a dict of curves a member.

    Example:
        >>> import numpy as np
        >>> x, y = np.repeat([[0.0], [1.0]], 20, axis=0), np.repeat(["low", "high"], 20)
        >>> model = NetworkClassifier("perceptron", members=1, epochs=20, random_state=0).fit(x, y)
        >>> model.predict([[1.0]]).tolist()
        ['high']
    """

    def fit(self, X, y, sample_weight=None):
        table, y = self._read(X, y)
        self.classes_, numbers = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise UserError(
                "Expected 2 classes or more to tell apart. "
                f"Received: 1 class, {self.classes_.tolist()[0]!r}, in all rows."
            )
        kind = "binary" if len(self.classes_) == 2 else "multiclass"
        dtype = "float32" if kind == "binary" else "int32"
        x, weight, splits = self._train(table, kind, len(self.classes_), numbers.astype(dtype), sample_weight)
        self.temperature_ = self._temperature(x, numbers, weight, splits)
        return self

    def _read(self, X, y):
        table = read_table(self, X, reset=True)
        if y is None:
            raise ValueError(
                f"requires y to be passed, but the target y is None: {type(self).__name__} learns classes from y."
            )
        y = column_or_1d(_check_y(y, multi_output=True, estimator=self) if _has_numbers(y) else y, warn=True)
        check_consistent_length(table, y)
        check_classification_targets(y)
        return table, y

    def _temperature(self, x, numbers, weight, splits):
        """By the rows that chose the epochs: each is judged by the member that did not learn it."""
        said = [self._classes_of(self.kept_.answers_of(place, x[rows])) for place, (_, rows) in enumerate(splits)]
        rows = np.concatenate([rows for _, rows in splits])
        if not len(rows):
            return 1.0
        return best_temperature(np.concatenate(said), numbers[rows], None if weight is None else weight[rows])

    def _classes_of(self, answers):
        return np.hstack([1 - answers, answers]) if answers.shape[1] == 1 else answers

    def predict_proba(self, X):
        """Probabilities of the classes, in the order of `classes_`: shape (rows, classes)."""
        answers = self._classes_of(self._answers(X))
        return sharpened(answers, self.temperature_)

    def predict(self, X):
        """The most probable class of each row."""
        chosen = self.predict_proba(X).argmax(axis=1)
        return self.classes_[chosen]


def _has_numbers(y):
    return np.asarray(y).dtype.kind in "fc"
