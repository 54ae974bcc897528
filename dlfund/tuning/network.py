"""A fitted network as a predictor: raw table in, predictions in the target's own units out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

ROWS_AT_ONCE = 1024
UNITS = "units"  # the layer that puts a regression's answers into the target's units
CODE = "code"  # the layer of an autoencoder that rows are grouped by


@dataclass(frozen=True)
class TargetScale:
    """A number to be predicted, to mean 0 and deviation 1: a network's first outputs are of that size.

    `low` and `high` are the ends of the targets that were learned, in their own units.

    Classes are no numbers and stay what they are.
    """

    mean: float = 0.0
    deviation: float = 1.0
    dtype: str = "float32"
    low: float = -np.inf
    high: float = np.inf

    @classmethod
    def of(cls, kind, y):
        if kind != "regression":
            return cls(dtype="int32" if kind == "multiclass" else "float32")
        return cls(float(np.mean(y)), float(np.std(y)) or 1.0, low=float(np.min(y)), high=float(np.max(y)))

    def scaled(self, y):
        return ((y - self.mean) / self.deviation).astype(self.dtype) if self.dtype == "float32" else y.astype("int32")


@dataclass
class Network:
    """A fitted network, the encoder of its inputs, and for clustering what groups its codes.

    `model` answers in the target's units: the scale that it was trained in is its last layer. One whose regimen says so
    (`Regimen.clamped`) clips its answers behind that layer, so that they are the same wherever the model goes.
    """

    model: Any
    encoder: Any
    groups: Any = None

    @classmethod
    def of(cls, model, encoder, target, task, train, *, clamped=False):
        """The network of a training, ready to predict."""
        if task.kind == "regression":
            model = _in_units(model, target, clamped)
        network = cls(model, encoder)
        if task.kind == "clustering":
            network.groups = _groups(network.codes(train.x), len(task.classes))
        return network

    def predict(self, table):
        """For each row the probability of the positive class, of each class, a number, or the number of its group."""
        x = self.encoder.transform(table).astype(self.model.inputs[0].dtype)
        if self.groups is not None:
            return self.groups.predict(self.codes(x))
        predictions = answers(self.model, x)
        return predictions[:, 0] if predictions.ndim == 2 and predictions.shape[1] == 1 else predictions

    def codes(self, x):
        """What the layer named `code` makes of encoded rows."""
        import keras

        names = [layer.name for layer in self.model.layers]
        if CODE not in names:
            raise ValueError(
                f"Expected a network for clustering to have a layer named {CODE!r}, by which rows are grouped. "
                f"Received: layers {names}."
            )
        to_code = keras.Model(self.model.inputs, self.model.get_layer(CODE).output)
        codes = answers(to_code, x)
        return codes.reshape(len(codes), -1).astype(float)


def answers(model, x):
    """What a Keras model says to encoded rows, as an array.

    It goes straight through the layers: `model.predict` first traces a program, which takes longer than the answers,
    and in a comparison every model is a new one.
    """
    import keras

    starts = range(0, max(1, len(x)), ROWS_AT_ONCE)
    listed = not isinstance(model, keras.Sequential) and isinstance(model.input, list)  # made with a list of one input
    parts = [x[first : first + ROWS_AT_ONCE] for first in starts]
    said = [model([part] if listed else part, training=False) for part in parts]
    return np.concatenate([keras.ops.convert_to_numpy(one) for one in said])


def _in_units(model, target, clamped):
    """The same network with the target's mean and deviation as its last layer, its answers clipped where asked for."""
    import keras

    units = keras.layers.Rescaling(scale=target.deviation, offset=target.mean, name=UNITS)
    said = units(model.outputs[0])
    if clamped:
        said = keras.ops.clip(said, target.low, target.high)
    answering = keras.Model(model.inputs, said, name=model.name)
    answering.compile(optimizer=model.optimizer, loss=model.loss)
    return answering


def as_trained(model):
    """A saved regression's network as it was trained, on targets of mean 0 and deviation 1, and the `units` layer.

    Other networks come back as they are, with None.
    """
    import keras

    units = next((layer for layer in model.layers if layer.name == UNITS), None)
    if not isinstance(units, keras.layers.Rescaling):
        return model, None
    inner = keras.Model(model.inputs, units.input, name=model.name)
    if model.compiled:
        inner.compile(optimizer=model.optimizer, loss=model.loss)
    return inner, units


def _groups(codes, number):
    from sklearn.cluster import KMeans

    return KMeans(number, n_init=10, random_state=0).fit(codes)
