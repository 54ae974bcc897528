"""The table of every public loss: name in dlfund.losses -> its specimens.

Each goes through the contract checks of `test_losses.py`, and through the comparison with Keras and with finite
differences in `tests/losses`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
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
    members  None, or how many members (or steps) the outputs have on axis 1
    each     None, or how many outputs a target has, on the last axis
    """

    make: Callable
    targets: str
    outputs: str
    slope: Callable
    keras: Callable | None = None
    members: int | None = None
    each: int | None = None

    def batch(self, rows=4, columns=3, seed=0):
        """y_true and y_pred, the same ones for the same seed."""
        generator = np.random.default_rng(seed)
        shape = (rows, columns) if self.members is None else (rows, self.members, columns)
        shape = shape if self.each is None else (*shape, self.each)
        y_true = draw(generator, self.targets, (rows, columns))
        return y_true, draw(generator, self.outputs, shape)

    def head(self, columns=3):
        """The end of a network for this loss."""
        last = {"numbers": None, "positive": "softplus", "probabilities": "sigmoid", "distribution": "softmax"}
        if self.each is not None:
            return [keras.layers.Dense(columns * self.each), keras.layers.Reshape((columns, self.each))]
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
        "text": lambda: generator.integers(1, 3, shape) * (np.arange(shape[-1]) < 2),  # two labels, then nothing
    }
    return kinds[kind]().astype("int32" if kind in ("classes", "text") else "float32")


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


def unit(x):
    return x / np.sqrt((x**2).sum(-1, keepdims=True))


def cosine_slope(t, p):
    t, length = unit(t), np.sqrt((p**2).sum(-1, keepdims=True))
    return -(t - (t * unit(p)).sum(-1, keepdims=True) * unit(p)) / length


def dice_slope(t, p):
    size = t.sum(-1, keepdims=True) + p.sum(-1, keepdims=True) + 1e-7
    return -(2 * t * size - 2 * (t * p).sum(-1, keepdims=True)) / size**2


def tversky_slope(t, p, alpha=0.7, beta=0.3):
    actual = (t * p).sum(-1, keepdims=True)
    missed, false = (t * (1 - p)).sum(-1, keepdims=True), ((1 - t) * p).sum(-1, keepdims=True)
    total = actual + alpha * missed + beta * false + 1e-7
    return -(t * total - actual * (t - alpha * t + beta * (1 - t))) / total**2


def triplet_slope(t, p):
    """Of every row as anchor, as positive and as negative."""
    slope = np.zeros_like(p)
    d = ((p[:, None] - p[None]) ** 2).sum(-1)
    for i in range(len(p)):
        if (t != t[i]).any():
            near = np.where(t == t[i], np.inf, d[i]).argmin()
            far = np.where(t == t[i], d[i], -1).argmax()
            if d[i, far] - d[i, near] + 1 > 0:
                slope[i] += 2 * (p[near] - p[far])
                slope[far] += 2 * (p[far] - p[i])
                slope[near] += 2 * (p[i] - p[near])
    return slope


def info_nce_slope(t, p, temperature=0.5):
    """By the cosines as the card says, and through them by the embeddings."""
    u, length = unit(p), np.sqrt((p**2).sum(-1, keepdims=True))
    other = ~np.eye(len(p), dtype=bool)
    q = np.exp(u @ u.T / temperature) * other
    q = q / q.sum(1, keepdims=True)
    c = (t[:, None] == t[None]) & other
    count = c.sum(1, keepdims=True)
    by_s = np.where(count > 0, (q - c / np.maximum(count, 1)) / temperature, 0)
    by_u = by_s @ u + by_s.T @ u
    return (by_u - (by_u * u).sum(-1, keepdims=True) * u) / length


def crps_slope(t, p):
    mean, scale = p[..., 0], np.exp(p[..., 1])
    z = (t - mean) / scale
    by_mean = 1 - 2 * normal_share(z)
    by_log_scale = scale * (2 * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) - 1 / np.sqrt(np.pi))
    return np.stack([by_mean, by_log_scale], -1) / width(t)


def normal_share(z):
    return np.vectorize(NormalDist().cdf)(z)


def log_normal_slope(t, p):
    z = (np.log(t) - p[..., 0]) / np.exp(p[..., 1])
    return np.stack([-z / np.exp(p[..., 1]), 1 - z**2], -1) / width(t)


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
    "CTC": [LossSpecimen(losses.CTC, "text", "numbers", None, members=5)],  # Keras's in tests/losses/test_ctc.py
    "CosineSimilarity": [
        LossSpecimen(losses.CosineSimilarity, "numbers", "numbers", cosine_slope, k.CosineSimilarity),
    ],
    "Dice": [
        LossSpecimen(
            lambda **o: losses.Dice(axis=-1, **o),
            "binary",
            "probabilities",
            dice_slope,
            lambda **o: k.Dice(axis=-1, **o),
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
    "InfoNCE": [
        LossSpecimen(lambda **o: losses.InfoNCE(temperature=0.5, **o), "classes", "numbers", info_nce_slope),
    ],
    "KLDivergence": [
        LossSpecimen(losses.KLDivergence, "distribution", "distribution", lambda t, p: -t / p, k.KLDivergence),
    ],
    "LogCosh": [
        LossSpecimen(losses.LogCosh, "numbers", "numbers", lambda t, p: np.tanh(p - t) / width(p), k.LogCosh),
    ],
    "LogNormal": [LossSpecimen(losses.LogNormal, "positive", "numbers", log_normal_slope, each=2)],
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
    "NormalCRPS": [LossSpecimen(losses.NormalCRPS, "numbers", "numbers", crps_slope, each=2)],
    "OrdinalCrossentropy": [
        LossSpecimen(
            losses.OrdinalCrossentropy,
            "classes",
            "numbers",
            lambda t, z: sigmoid(z) - (t[..., None] > np.arange(width(z))),
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
    "Triplet": [LossSpecimen(losses.Triplet, "classes", "numbers", triplet_slope)],
    "Tversky": [
        LossSpecimen(
            lambda **o: losses.Tversky(0.7, 0.3, axis=-1, **o),
            "binary",
            "probabilities",
            tversky_slope,
            lambda **o: k.Tversky(0.7, 0.3, axis=-1, **o),
        ),
    ],
}

SPECIMENS = [(f"{name}-{number}", specimen) for name, row in LOSSES.items() for number, specimen in enumerate(row)]
