"""The table of every public loss: name in dlfund.losses -> its specimens.

Each goes through the contract checks of `test_losses.py`, and through the comparison with Keras and with finite
differences in `tests/losses`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from dlfund import losses


@dataclass(frozen=True)
class LossSpecimen:
    """One way to use a loss.

    make     makes it; options such as reduction= and dtype= go through
    targets  what y_true looks like, outputs  what y_pred looks like (the kinds of `draw`)
    slope    the derivative stated on its card: (t, p) -> d(sum of the losses)/dp, in NumPy
    keras    makes Keras's counterpart, None where there is none
    members  None, or how many members the outputs have on axis 1
    """

    make: Callable
    targets: str
    outputs: str
    slope: Callable
    keras: Callable | None = None
    members: int | None = None

    def batch(self, rows=4, columns=3, seed=0):
        """y_true and y_pred, the same ones for the same seed."""
        generator = np.random.default_rng(seed)
        shape = (rows, columns) if self.members is None else (rows, self.members, columns)
        y_true = draw(generator, self.targets, (rows, columns))
        return y_true, draw(generator, self.outputs, shape)

    def head(self, columns=3):
        """The end of a network for this loss."""
        last = {"numbers": None, "positive": "softplus", "probabilities": "sigmoid", "distribution": "softmax"}
        if self.members is None:
            return [keras.layers.Dense(columns, activation=last[self.outputs])]
        wide = keras.layers.Dense(columns * self.members)
        return [wide, keras.layers.Reshape((self.members, columns)), keras.layers.Activation(last[self.outputs])]


def draw(generator, kind, shape) -> Any:
    """Random targets or outputs of one kind."""
    classes = generator.integers(0, shape[-1], shape[:-1])
    kinds = {
        "numbers": lambda: generator.normal(size=shape),
        "positive": lambda: generator.uniform(0.1, 3.0, shape),
        "counts": lambda: generator.poisson(2.0, shape),
        "binary": lambda: generator.integers(0, 2, shape),
        "signed": lambda: generator.integers(0, 2, shape) * 2 - 1,
        "probabilities": lambda: generator.uniform(0.05, 0.95, shape),
        "distribution": lambda: softmax(generator.normal(size=shape)),
        "onehot": lambda: np.eye(shape[-1])[classes],
        "classes": lambda: classes,
    }
    return kinds[kind]().astype("int32" if kind == "classes" else "float32")


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    z = np.exp(z - z.max(-1, keepdims=True))
    return z / z.sum(-1, keepdims=True)


def width(p):
    return p.shape[-1]


def onehot(t, p):
    return np.eye(width(p))[t]


def smooth(t, share):
    return t * (1 - share) + share / width(t)


def binary_focal_slope(t, p):
    p_t = t * p + (1 - t) * (1 - p)
    along = 2 * (1 - p_t) * np.log(p_t) - (1 - p_t) ** 2 / p_t
    return along * (2 * t - 1) / width(p)


def categorical_focal_slope(t, p):
    by_p = 0.25 * t * (2 * (1 - p) * np.log(p) - (1 - p) ** 2 / p)  # by the normalised p, where p sums to 1
    return by_p - (by_p * p).sum(-1, keepdims=True)  # and through p / sum(p)


def members_slope(t, p):
    return 2 * (p - t[:, None, :]) / width(p) / p.shape[1]


k = keras.losses
LOSSES = {
    "BinaryCrossentropy": [
        LossSpecimen(
            losses.BinaryCrossentropy,
            "binary",
            "probabilities",
            lambda t, p: (p - t) / (p * (1 - p)) / width(p),
            k.BinaryCrossentropy,
        ),
        LossSpecimen(
            lambda **o: losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.1, **o),
            "binary",
            "numbers",
            lambda t, z: (sigmoid(z) - (0.9 * t + 0.05)) / width(z),
            lambda **o: k.BinaryCrossentropy(from_logits=True, label_smoothing=0.1, **o),
        ),
    ],
    "BinaryFocalCrossentropy": [
        LossSpecimen(
            losses.BinaryFocalCrossentropy,
            "binary",
            "probabilities",
            binary_focal_slope,
            k.BinaryFocalCrossentropy,
        ),
        LossSpecimen(
            lambda **o: losses.BinaryFocalCrossentropy(
                gamma=1.5, alpha=0.7, apply_class_balancing=True, from_logits=True, label_smoothing=0.1, **o
            ),
            "binary",
            "numbers",
            None,  # the card states it for the plain form
            lambda **o: k.BinaryFocalCrossentropy(
                gamma=1.5, alpha=0.7, apply_class_balancing=True, from_logits=True, label_smoothing=0.1, **o
            ),
        ),
    ],
    "CategoricalCrossentropy": [
        LossSpecimen(
            losses.CategoricalCrossentropy,
            "onehot",
            "distribution",
            lambda t, p: -t / p + 1,
            k.CategoricalCrossentropy,
        ),
        LossSpecimen(
            lambda **o: losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1, **o),
            "onehot",
            "numbers",
            lambda t, z: softmax(z) - smooth(t, 0.1),
            lambda **o: k.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1, **o),
        ),
    ],
    "CategoricalFocalCrossentropy": [
        LossSpecimen(
            losses.CategoricalFocalCrossentropy,
            "onehot",
            "distribution",
            categorical_focal_slope,
            k.CategoricalFocalCrossentropy,
        ),
        LossSpecimen(
            lambda **o: losses.CategoricalFocalCrossentropy(
                gamma=1.5, alpha=0.5, from_logits=True, label_smoothing=0.1, **o
            ),
            "onehot",
            "numbers",
            None,
            lambda **o: k.CategoricalFocalCrossentropy(
                gamma=1.5, alpha=0.5, from_logits=True, label_smoothing=0.1, **o
            ),
        ),
    ],
    "Hinge": [
        LossSpecimen(losses.Hinge, "signed", "numbers", lambda t, z: -t * (t * z < 1) / width(z), k.Hinge),
        LossSpecimen(
            losses.Hinge,
            "binary",
            "numbers",
            lambda t, z: -(2 * t - 1) * ((2 * t - 1) * z < 1) / width(z),
            k.Hinge,
        ),
    ],
    "Huber": [
        LossSpecimen(
            lambda **o: losses.Huber(delta=0.5, **o),
            "numbers",
            "numbers",
            lambda t, p: np.clip(p - t, -0.5, 0.5) / width(p),
            lambda **o: k.Huber(delta=0.5, **o),
        ),
    ],
    "KLDivergence": [
        LossSpecimen(losses.KLDivergence, "distribution", "distribution", lambda t, p: -t / p, k.KLDivergence),
    ],
    "LogCosh": [
        LossSpecimen(losses.LogCosh, "numbers", "numbers", lambda t, p: np.tanh(p - t) / width(p), k.LogCosh),
    ],
    "MeanAbsoluteError": [
        LossSpecimen(
            losses.MeanAbsoluteError,
            "numbers",
            "numbers",
            lambda t, p: np.sign(p - t) / width(p),
            k.MeanAbsoluteError,
        ),
    ],
    "MeanOfMembers": [
        LossSpecimen(
            lambda **o: losses.MeanOfMembers(losses.MeanSquaredError(), **o),
            "numbers",
            "numbers",
            members_slope,
            members=2,
        ),
        LossSpecimen(
            lambda **o: losses.MeanOfMembers(losses.SparseCategoricalCrossentropy(from_logits=True), **o),
            "classes",
            "numbers",
            lambda t, z: (softmax(z) - onehot(t, z)[:, None, :]) / z.shape[1],
            members=2,
        ),
    ],
    "MeanSquaredError": [
        LossSpecimen(
            losses.MeanSquaredError,
            "numbers",
            "numbers",
            lambda t, p: 2 * (p - t) / width(p),
            k.MeanSquaredError,
        ),
    ],
    "PerceptronLoss": [
        LossSpecimen(losses.PerceptronLoss, "signed", "numbers", lambda t, z: -t * (t * z <= 0) / width(z)),
    ],
    "Poisson": [
        LossSpecimen(losses.Poisson, "counts", "positive", lambda t, p: (1 - t / (p + 1e-7)) / width(p), k.Poisson),
    ],
    "Quantile": [
        LossSpecimen(
            lambda **o: losses.Quantile(quantile=0.9, **o),
            "numbers",
            "numbers",
            lambda t, p: np.where(p < t, -0.9, 0.1) / width(p),
        ),
    ],
    "SparseCategoricalCrossentropy": [
        LossSpecimen(
            losses.SparseCategoricalCrossentropy,
            "classes",
            "distribution",
            lambda t, p: -onehot(t, p) / p + 1,
            k.SparseCategoricalCrossentropy,
        ),
        LossSpecimen(
            lambda **o: losses.SparseCategoricalCrossentropy(from_logits=True, **o),
            "classes",
            "numbers",
            lambda t, z: softmax(z) - onehot(t, z),
            lambda **o: k.SparseCategoricalCrossentropy(from_logits=True, **o),
        ),
        LossSpecimen(
            lambda **o: losses.SparseCategoricalCrossentropy(from_logits=True, label_smoothing=0.1, **o),
            "classes",
            "numbers",
            lambda t, z: softmax(z) - smooth(onehot(t, z), 0.1),
        ),
    ],
    "SquaredHinge": [
        LossSpecimen(
            losses.SquaredHinge,
            "signed",
            "numbers",
            lambda t, z: -2 * t * np.maximum(1 - t * z, 0) / width(z),
            k.SquaredHinge,
        ),
    ],
}

SPECIMENS = [(f"{name}-{number}", specimen) for name, row in LOSSES.items() for number, specimen in enumerate(row)]
