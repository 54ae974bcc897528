"""A network that predicts a number, as a scikit-learn regressor."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import RegressorMixin
from sklearn.utils.validation import check_consistent_length, column_or_1d

from dlfund.core.task_kind import kind_of_classes
from dlfund.training.estimators.input_table import read_table, read_target
from dlfund.training.estimators.network_estimator import NetworkEstimator


class NetworkRegressor(RegressorMixin, NetworkEstimator):
    """A network, or an ensemble of networks, that learns a number from a table.

    Targets are scaled to mean 0 and standard deviation 1 for training. Predictions of the networks made for tables stay
    within the range of the training targets (`Regimen.clamped`), as in `dlfund compare`. For the arguments see
    `NetworkClassifier`; epochs are chosen by the squared error.

    Example:
        >>> import numpy as np
        >>> x = np.linspace(-1, 1, 40)[:, None]
        >>> model = NetworkRegressor("perceptron", members=1, epochs=50, random_state=0).fit(x, 100 + 10 * x[:, 0])
        >>> bool(abs(model.predict([[0.5]])[0] - 105) < 1)
        True
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        table = read_table(self, X, reset=True)
        if y is None:
            raise ValueError(
                f"requires y to be passed, but the target y is None: {type(self).__name__} learns numbers from y."
            )
        y = column_or_1d(read_target(self, y), warn=True).astype(float)
        check_consistent_length(table, y)
        self.center_, self.deviation_ = float(np.mean(y)), float(np.std(y)) or 1.0
        self.range_ = float(np.min(y)), float(np.max(y))
        scaled = ((y - self.center_) / self.deviation_).astype("float32")
        self._train(table, kind_of_classes(0), 0, scaled, sample_weight)
        return self

    def predict(self, X: Any) -> np.ndarray:
        """The predicted number of each row."""
        numbers = self._outputs(X)[:, 0] * self.deviation_ + self.center_
        return np.clip(numbers, *self.range_) if self._plan().regimen().clamped else numbers
