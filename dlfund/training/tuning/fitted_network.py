"""A fitted network as a predictor: raw table in, predictions in the target's own units out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dlfund.core.log_target import TargetLog, logged
from dlfund.core.task import Task
from dlfund.core.task_kind import TaskKind
from dlfund.data import TrainRows

ROWS_AT_ONCE = 1024
UNITS = "units"  # the layer that converts a regression's predictions to the target's units
CODE = "code"  # the layer of an autoencoder that rows are grouped by


@dataclass(frozen=True)
class TargetScale:
    """Scales a numeric target to mean 0 and standard deviation 1, the size of an untrained network's outputs.

    `low` and `high` are the lowest and the highest target that was learned, in the target's units; mean and deviation
    are those of its logarithm where `log` names one. Classes are not scaled.
    """

    mean: float = 0.0
    deviation: float = 1.0
    dtype: str = "float32"
    low: float = -np.inf
    high: float = np.inf
    log: TargetLog = ""

    @classmethod
    def of(cls, kind: TaskKind, y: np.ndarray, log: TargetLog = "") -> TargetScale:
        """The scale of the targets that are learned, or of their logarithms, for a task of this kind."""
        if not kind.target_scaled:
            return cls(dtype=kind.target_dtype)
        low, high = float(np.min(y)), float(np.max(y))
        y = logged(y, log)
        return cls(float(np.mean(y)), float(np.std(y)) or 1.0, low=low, high=high, log=log)

    def scaled(self, y: np.ndarray) -> np.ndarray:
        y = logged(y, self.log)
        return ((y - self.mean) / self.deviation).astype(self.dtype) if self.dtype == "float32" else y.astype("int32")


@dataclass
class Network:
    """A fitted network, the encoder of its inputs, and for clustering the model that groups its codes.

    `model` predicts in the target's units: its last layer undoes the scaling of the targets. If the regimen says so
    (`Regimen.clamped`), predictions are clipped after that layer, so that a saved or exported model clips them too.
    """

    model: Any
    encoder: Any
    groups: Any = None

    @classmethod
    def of(
        cls, model: Any, encoder: Any, target: TargetScale, task: Task, train: TrainRows, *, clamped: bool = False
    ) -> Network:
        """The network of a training, ready to predict."""
        if task.task_kind.target_scaled:
            model = _in_units(model, target, clamped)
        network = cls(model, encoder)
        if not task.task_kind.labelled:
            network.groups = _groups(network.codes(train.x), len(task.classes))
        return network

    def predict(self, table: pd.DataFrame) -> np.ndarray:
        """For each row the probability of the positive class, of each class, a number, or the number of its group."""
        x = self.encoder.transform(table).astype(self.model.inputs[0].dtype)
        if self.groups is not None:
            return self.groups.predict(self.codes(x))
        predictions = outputs_of(self.model, x)
        return predictions[:, 0] if predictions.ndim == 2 and predictions.shape[1] == 1 else predictions

    def codes(self, x: np.ndarray) -> np.ndarray:
        """The output of the layer named `code` for encoded rows: shape (rows, units)."""
        import keras

        names = [layer.name for layer in self.model.layers]
        if CODE not in names:
            raise ValueError(
                f"Expected a network for clustering to have a layer named {CODE!r}, by which rows are grouped. "
                f"Received: layers {names}."
            )
        to_code = keras.Model(self.model.inputs, self.model.get_layer(CODE).output)
        codes = outputs_of(to_code, x)
        return codes.reshape(len(codes), -1).astype(float)


def outputs_of(model: Any, x: np.ndarray) -> np.ndarray:
    """A Keras model's outputs for encoded rows, as an array.

    The layers are called directly: `model.predict` first compiles a program, which takes longer than the predictions,
    and in a comparison every model is a new one.
    """
    import keras

    starts = range(0, max(1, len(x)), ROWS_AT_ONCE)
    listed = not isinstance(model, keras.Sequential) and isinstance(model.input, list)  # made with a list of one input
    parts = [x[first : first + ROWS_AT_ONCE] for first in starts]
    outputs = [model([part] if listed else part, training=False) for part in parts]
    return np.concatenate([keras.ops.convert_to_numpy(output) for output in outputs])


def _in_units(model: Any, target: TargetScale, clamped: bool) -> Any:
    """The same network with the target's mean and deviation as its last layer; if clamped, its outputs are clipped."""
    import keras

    units = keras.layers.Rescaling(scale=target.deviation, offset=target.mean, name=UNITS)
    outputs = units(model.outputs[0])
    if target.log:
        outputs = {"log": keras.ops.exp, "log1p": keras.ops.expm1}[target.log](outputs)
    if clamped:
        outputs = keras.ops.clip(outputs, target.low, target.high)
    scaled = keras.Model(model.inputs, outputs, name=model.name)
    scaled.compile(optimizer=model.optimizer, loss=model.loss)
    return scaled


def as_trained(model: Any) -> tuple[Any, Any]:
    """The network of a saved regression as it was trained, on targets of mean 0 and deviation 1, and its `units` layer.

    Other networks are returned unchanged, with None.
    """
    import keras

    units = next((layer for layer in model.layers if layer.name == UNITS), None)
    if not isinstance(units, keras.layers.Rescaling):
        return model, None
    inner = keras.Model(model.inputs, units.input, name=model.name)
    if model.compiled:
        inner.compile(optimizer=model.optimizer, loss=model.loss)
    return inner, units


def _groups(codes: np.ndarray, number: int) -> Any:
    from sklearn.cluster import KMeans

    return KMeans(number, n_init=10, random_state=0).fit(codes)
