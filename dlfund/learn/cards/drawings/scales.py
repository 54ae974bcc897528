"""Layers that change the scale of numbers or drop them: over which of them a mean is taken, what remains."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from dlfund.learn.cards.drawings.grids import Grid, scene
from dlfund.learn.cards.drawings.real import output
from dlfund.learn.process.drawing import chart

ROWS = np.array([[1.0, 20.0, 3.0, 0.0], [2.0, 30.0, 3.0, 1.0], [3.0, 40.0, 6.0, 5.0]])
OF, FEATURES = ("row 1", "row 2", "row 3"), ("x₁", "x₂", "x₃", "x₄")


def batch_normalization() -> str:
    from dlfund import layers
    from dlfund.learn.interview.networks import to_numpy

    y = to_numpy(layers.BatchNormalization()(ROWS.astype("float32"), training=True))
    columns = [(0, at, 3, 1) for at in range(4)]
    return scene(
        "BatchNormalization: every feature gets mean 0 and standard deviation 1 over the rows of the batch",
        [Grid(ROWS, "x", columns, rows=OF, columns=FEATURES)],
        [Grid(y, "y, in training", columns, rows=OF, columns=FEATURES)],
        notes=("framed: what one mean and one variance are taken over",),
    )


def layer_normalization() -> str:
    return _per_row(
        "LayerNormalization", "LayerNormalization: every row gets mean 0 and standard deviation 1 by itself"
    )


def rms_normalization() -> str:
    return _per_row(
        "RMSNormalization", "RMSNormalization: every row is divided by its root mean square, and not centred"
    )


def _per_row(kind: str, title: str) -> str:
    from dlfund import layers

    y = np.array([output(getattr(layers, kind)(), row) for row in ROWS])
    frames = [(at, 0, 1, 4) for at in range(3)]
    return scene(
        title,
        [Grid(ROWS, "x", frames, rows=OF, columns=FEATURES)],
        [Grid(y, "y", frames, rows=OF, columns=FEATURES)],
        notes=("framed: what one mean is taken over; other rows do not matter",),
    )


def group_normalization() -> str:
    from dlfund import layers

    y = np.array([output(layers.GroupNormalization(2), row) for row in ROWS])
    frames = [(row, at, 1, 2) for row in range(3) for at in (0, 2)]
    return scene(
        "GroupNormalization: two groups of channels, each with mean 0 and standard deviation 1 in every row",
        [Grid(ROWS, "x, two groups of two channels", frames, rows=OF)],
        [Grid(y, "y", frames, rows=OF)],
    )


def robust_scaling() -> str:
    from dlfund import layers
    from dlfund.learn.interview.networks import to_numpy

    x = np.array([1.0, 2.0, 3.0, 4.0, 1000.0])
    layer = layers.RobustScaling()
    layer.adapt(x[:, None])
    y = to_numpy(layer(x[:, None].astype("float32")))[:, 0]
    plain = (x - x.mean()) / x.std()
    return scene(
        "RobustScaling: an outlier ends below the limit of 3, and the others stay apart",
        [Grid(x, "x")],
        [Grid(plain, "standardised: four of five are alike")],
        [Grid(y, "y: by median and quartiles, clipped smoothly")],
    )


X = np.array([1.0, -0.5, 2.0, 0.5, -1.0, 1.5])
KEPT = np.array([1, 0, 1, 1, 0, 1])


def dropout() -> str:
    """A draw that is drawn here; tests hold it against the layer's own draws."""
    return scene(
        "Dropout at rate 0.5: in training dropped numbers are 0 and the others are doubled; in prediction x remains",
        [Grid(X, "x")],
        ["×", Grid(KEPT, "m: dropped where 0", [(0, int(at), 1, 1) for at in np.flatnonzero(KEPT == 0)]), "/ 0.5"],
        [Grid(dropped(X, KEPT, 0.5), "y in training: another draw at every step")],
        [Grid(X, "y in prediction")],
    )


def dropped(x: np.ndarray, kept: np.ndarray, rate: float) -> np.ndarray:
    """What dropout makes of x when it keeps these."""
    return np.asarray(x * kept / (1 - rate))


ALPHA = -1.7580993408473766  # SELU's lowest value


def alpha_dropped(x: np.ndarray, kept: np.ndarray, rate: float) -> np.ndarray:
    """What alpha dropout makes of x when it keeps these."""
    a = ((1 - rate) * (1 + rate * ALPHA**2)) ** -0.5
    return np.asarray(a * np.where(kept == 1, x, ALPHA) - a * ALPHA * rate)


def alpha_dropout() -> str:
    return scene(
        "AlphaDropout at rate 0.5: dropped numbers become SELU's lowest value, and all are scaled and moved back",
        [Grid(X, "x")],
        [
            Grid(
                np.where(KEPT == 1, X, ALPHA),
                "dropped → −1.76",
                [(0, int(at), 1, 1) for at in np.flatnonzero(KEPT == 0)],
            )
        ],
        [Grid(alpha_dropped(X, KEPT, 0.5), "y = a · that + b, for mean 0 and variance 1")],
    )


def spatial_dropout_1d() -> str:
    x = np.array([[1.0, 2.0, -1.0], [0.5, 1.0, 3.0], [2.0, -1.0, 1.0]])
    kept = np.array([[1, 0, 1]])
    return scene(
        "SpatialDropout1D: a channel is dropped at all steps, or at none",
        [
            Grid(x, "x", rows=("t=1", "t=2", "t=3"), columns=("c₁", "c₂", "c₃")),
            "→",
            Grid(dropped(x, kept, 0.5), "y in training", [(0, 1, 3, 1)], columns=("c₁", "c₂", "c₃")),
        ],
    )


def spatial_dropout_2d() -> str:
    first, second = np.array([[1.0, 2.0], [0.5, 3.0]]), np.array([[2.0, 1.0], [1.0, -1.0]])
    return scene(
        "SpatialDropout2D: a channel's whole map is dropped, or nothing of it",
        [Grid(first, "channel 1"), "→", Grid(dropped(first, np.zeros((2, 2)), 0.5), "dropped", [(0, 0, 2, 2)])],
        [Grid(second, "channel 2"), "→", Grid(dropped(second, np.ones((2, 2)), 0.5), "kept, doubled")],
    )


NOISE = np.array([0.12, -0.3, 0.05, 0.21, -0.08, -0.17])


def gaussian_noise() -> str:
    return scene(
        "GaussianNoise: other small numbers are added at every step of training",
        [Grid(X, "x")],
        ["+", Grid(NOISE, "drawn anew, stddev 0.2")],
        ["=", Grid(X + NOISE, "y in training")],
    )


BINS = np.array([0.0, 1.0, 2.0, 4.0])  # equal shares of four training rows


def piecewise_linear_embedding() -> str:
    from dlfund import layers
    from dlfund.learn.interview.networks import to_numpy

    numbers = np.array([[0.5], [1.0], [3.0]])
    layer = layers.PiecewiseLinearEmbedding(3, bins=3)
    layer.adapt(BINS[:, None])
    layer(numbers.astype("float32"))
    for weight, value in ((layer.slope, 0.0), (layer.bias, 0.0), (layer.kernel, np.eye(3))):
        weight.assign(np.broadcast_to(value, weight.shape).astype("float32"))
    p = to_numpy(layer(numbers.astype("float32")))[:, 0]
    bins = [f"{low:.1f} to {high:.1f}" for low, high in pairwise(BINS)]
    return scene(
        "PiecewiseLinearEmbedding: how far through each bin a number is",
        [Grid(numbers, "x"), "→", Grid(p[:, :1], bins[0]), "", Grid(p[:, 1:2], bins[1]), "", Grid(p[:, 2:], bins[2])],
        notes=(
            "Bins that lie below x are 1, those above it 0.",
            "A weight per bin makes any line with bends at the edges.",
        ),
    )


def waves(kind: str) -> str:
    """What three units say along a number: frequencies are the picture's, the rest is the layer's formula."""
    from dlfund import layers
    from dlfund.learn.interview.networks import to_numpy

    x = np.linspace(-2, 2, 61)
    if kind == "PLREmbedding":
        layer: Any = layers.PLREmbedding(3, frequencies=2)
        c = np.array([[0.25, 0.7]])
        weights = [c, np.eye(4)[None, :, :3], np.zeros((1, 3))]
    else:
        layer = layers.PBLDEmbedding(3, frequencies=2)
        weights = [np.array([[0.25, 0.7]]), np.array([[0.0, 1.0]]), np.eye(2)[None], np.zeros((1, 2))]
    rows = x[:, None].astype("float32")
    layer(rows)
    layer.set_weights([np.reshape(w, old.shape) for w, old in zip(weights, layer.get_weights(), strict=True)])
    y = to_numpy(layer(rows)).reshape(len(x), -1)
    lines = {f"output {at + 1}": list(zip(x.tolist(), y[:, at].tolist(), strict=True)) for at in range(3)}
    title = f"{kind}: three outputs for one number, each a wave of its own length"
    return chart(title, lines, "x, the number", low=float(min(y.min(), 0)), high=float(y.max()))


DRAWINGS = {
    "BatchNormalization": batch_normalization,
    "LayerNormalization": layer_normalization,
    "RMSNormalization": rms_normalization,
    "GroupNormalization": group_normalization,
    "RobustScaling": robust_scaling,
    "Dropout": dropout,
    "AlphaDropout": alpha_dropout,
    "SpatialDropout1D": spatial_dropout_1d,
    "SpatialDropout2D": spatial_dropout_2d,
    "GaussianNoise": gaussian_noise,
    "PiecewiseLinearEmbedding": piecewise_linear_embedding,
    "PLREmbedding": lambda: waves("PLREmbedding"),
    "PBLDEmbedding": lambda: waves("PBLDEmbedding"),
}
