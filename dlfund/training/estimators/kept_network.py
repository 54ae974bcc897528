"""What an estimator keeps of a training: how to build its network, and weights as arrays; no model is pickled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dlfund.core.outcome import HyperparameterValues
from dlfund.core.task import Task

ROWS_AT_ONCE = 512  # batches are padded to this size, so that a row's output does not depend on the other rows


@dataclass
class KeptNetwork:
    """Trained members of one architecture, ready to predict.

    Args:
        network: function (task, hp) -> keras.Model.
        task: Task.
        hyperparameters: dict. Name to value; hyperparameters that are left out keep their defaults.
        members: list of lists of arrays. The weights of each member, in the order of `model.weights`.
    """

    network: Callable[..., Any]
    task: Task
    hyperparameters: HyperparameterValues
    members: list[list[np.ndarray]]
    _model: Any = field(default=None, repr=False, compare=False)

    def outputs(self, x: np.ndarray) -> np.ndarray:
        """The mean of the members' outputs: shape (rows, outputs)."""
        return np.asarray(
            np.mean([self.outputs_of(number, x) for number in range(len(self.members))], axis=0, dtype=np.float64)
        )

    def outputs_of(self, number: int, x: np.ndarray) -> np.ndarray:
        """One member's outputs: shape (rows, outputs)."""
        import keras

        model = self.model()
        model.set_weights(self.members[number])
        parts = []
        for first in range(0, len(x), ROWS_AT_ONCE):
            part = x[first : first + ROWS_AT_ONCE]
            padded = np.concatenate([part, np.zeros((ROWS_AT_ONCE - len(part), *part.shape[1:]), part.dtype)])
            parts.append(keras.ops.convert_to_numpy(model(padded, training=False))[: len(part)])
        return np.concatenate(parts) if parts else np.zeros((0, self.task.outputs))

    def model(self) -> Any:
        """The network, built at the first call; its weights are those of the member that predicted last."""
        if self._model is None:
            from keras_tuner import HyperParameters

            hp = HyperParameters()
            hp.values.update(self.hyperparameters)
            self._model = self.network(self.task, hp)
        return self._model

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_model": None}
