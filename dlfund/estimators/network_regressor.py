"""A network that predicts a number, as a scikit-learn regressor."""

from __future__ import annotations

import numpy as np
from sklearn.base import RegressorMixin
from sklearn.utils.validation import _check_y, check_consistent_length, column_or_1d

from dlfund.estimators.network_estimator import NetworkEstimator
from dlfund.estimators.table import read_table


class NetworkRegressor(RegressorMixin, NetworkEstimator):
    """A network, or a few of one kind, that learns a number from a table.

    Targets are learned at a mean of 0 and a deviation of 1. Answers of networks that are made for tables never leave
    the range of the targets that were learned (`Regimen.clamped`), as in `dlfund compare`. For the arguments see
    `NetworkClassifier`; epochs are chosen by the squared error.

    Example:
        >>> import numpy as np
        >>> x = np.linspace(-1, 1, 40)[:, None]
        >>> model = NetworkRegressor("perceptron", members=1, epochs=50, random_state=0).fit(x, 100 + 10 * x[:, 0])
        >>> bool(abs(model.predict([[0.5]])[0] - 105) < 1)
        True
    """

    def fit(self, X, y, sample_weight=None):
        table = read_table(self, X, reset=True)
        if y is None:
            raise ValueError(
                f"requires y to be passed, but the target y is None: {type(self).__name__} learns numbers from y."
            )
        y = column_or_1d(_check_y(y, multi_output=True, y_numeric=True, estimator=self), warn=True).astype(float)
        check_consistent_length(table, y)
        self.center_, self.deviation_ = float(np.mean(y)), float(np.std(y)) or 1.0
        self.range_ = float(np.min(y)), float(np.max(y))
        scaled = ((y - self.center_) / self.deviation_).astype("float32")
        self._train(table, "regression", 0, scaled, sample_weight)
        return self

    def predict(self, X):
        """The number of each row."""
        answers = self._answers(X)[:, 0]
        numbers = answers * self.deviation_ + self.center_
        return np.clip(numbers, *self.range_) if self._plan().regimen().clamped else numbers
