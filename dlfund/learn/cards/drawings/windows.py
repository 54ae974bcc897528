"""Layers that move a window over positions: convolution, its gradient used forwards, pooling, padding."""

from __future__ import annotations

import numpy as np

from dlfund.learn.cards.drawings.grids import Grid, scene
from dlfund.learn.cards.drawings.real import output

IMAGE = np.array([[0, 0, 1, 1, 1], [0, 0, 1, 1, 1], [0, 0, 1, 1, 1], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]], float)
EDGE = np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]], float)
SIGNAL = np.array([0, 1, 1, 3, 1, 0], float)
SMALL = np.array([[1, 3, 2, 0], [4, 2, 1, 1], [0, 1, 5, 2], [2, 0, 3, 1]], float)


def conv2d() -> str:
    from dlfund import layers

    y = output(layers.Conv2D(1, 3), IMAGE[..., None], weights=(EDGE[..., None, None], [0.0]))[..., 0]
    return scene(
        "Conv2D: a window of the picture times the filter, summed, is one number of the map; the filter finds an edge",
        [Grid(IMAGE, "picture", [(0, 0, 3, 3)]), "∗", Grid(EDGE, "filter"), "=", Grid(y, "map", [(0, 0, 1, 1)])],
        notes=("in the window: 3 · (0 · (−1) + 0 · 0 + 1 · 1) = 3", "The same 9 weights are used at every place."),
    )


def conv1d() -> str:
    from dlfund import layers

    kernel = np.array([-1.0, 0.0, 1.0])
    y = output(layers.Conv1D(1, 3), SIGNAL[:, None], weights=(kernel[:, None, None], [0.0]))[:, 0]
    return scene(
        "Conv1D: a window of the signal times the filter, summed, is one number of the output",
        [Grid(SIGNAL, "signal", [(0, 1, 1, 3)])],
        ["∗", Grid(kernel, "filter"), "=", Grid(y, "output", [(0, 1, 1, 1)])],
        notes=("in the window: 1 · (−1) + 1 · 0 + 3 · 1 = 2",),
    )


def conv1d_transpose() -> str:
    from dlfund import layers

    x, kernel = np.array([1.0, 2.0, -1.0]), np.array([1.0, 3.0, 1.0])
    layer = layers.Conv1DTranspose(1, 3, strides=2)
    y = output(layer, x[:, None], weights=(kernel[:, None, None], [0.0]))[:, 0]
    spread = np.full((3, len(y)), np.nan)
    for place, entry in enumerate(x):
        spread[place, 2 * place : 2 * place + 3] = entry * kernel
    return scene(
        "Conv1DTranspose: every input spreads the filter over the output, and what overlaps is added",
        [Grid(x, "x"), "·", Grid(kernel, "filter")],
        [Grid(spread, "each input spreads the filter, 2 places further on", rows=("1 ·", "2 ·", "−1 ·"))],
        [Grid(y, "their sum: the output")],
    )


def conv2d_transpose() -> str:
    from dlfund import layers

    x, kernel = np.array([[1.0, 2.0], [0.0, 3.0]]), np.array([[1.0, 1.0], [1.0, 0.0]])
    layer = layers.Conv2DTranspose(1, 2, strides=2)
    y = output(layer, x[..., None], weights=(kernel[..., None, None], [0.0]))[..., 0]
    return scene(
        "Conv2DTranspose: every number of the small picture paints the filter, times itself, into the large one",
        [Grid(x, "x", [(0, 1, 1, 1)]), "·", Grid(kernel, "filter"), "→", Grid(y, "output", [(0, 2, 2, 2)])],
        notes=("2 · filter is painted into the frame; the stride is 2.",),
    )


TWO = np.array(
    [[[1, 0], [2, 1], [0, 1]], [[0, 2], [1, 0], [1, 1]], [[1, 1], [0, 3], [2, 0]]], float
)  # 3 × 3, 2 channels


def depthwise_conv2d() -> str:
    from dlfund import layers

    kernel = np.stack([np.ones((2, 2)), np.array([[1.0, -1.0], [1.0, -1.0]])], axis=-1)[..., None]
    y = output(layers.DepthwiseConv2D(2), TWO, weights=(kernel, [0.0, 0.0]))
    lines: list[list[Grid | str]] = [
        [
            Grid(TWO[..., c], f"channel {c + 1}", [(0, 0, 2, 2)]),
            "∗",
            Grid(kernel[..., c, 0], "its filter"),
            "=",
            Grid(y[..., c], "output", [(0, 0, 1, 1)]),
        ]
        for c in (0, 1)
    ]
    return scene("DepthwiseConv2D: every channel has its own filter, and channels are not mixed", *lines)


def separable_conv2d() -> str:
    from dlfund import layers

    depth = np.stack([np.ones((2, 2)), np.array([[1.0, -1.0], [1.0, -1.0]])], axis=-1)[..., None]
    point = np.array([[1.0], [2.0]])
    z = output(layers.DepthwiseConv2D(2, use_bias=False), TWO, weights=(depth,))
    y = output(layers.SeparableConv2D(1, 2), TWO, weights=(depth, point[None, None], [0.0]))[..., 0]
    return scene(
        "SeparableConv2D: first a filter per channel, then a weighted sum of the channels at every place",
        [
            Grid(TWO[..., 0], "channel 1"),
            "∗",
            Grid(depth[..., 0, 0]),
            "=",
            Grid(z[..., 0], frames=[(0, 0, 1, 1)]),
            "× 1",
        ],
        [
            Grid(TWO[..., 1], "channel 2"),
            "∗",
            Grid(depth[..., 1, 0]),
            "=",
            Grid(z[..., 1], frames=[(0, 0, 1, 1)]),
            "× 2",
        ],
        ["added:", Grid(y, "output", [(0, 0, 1, 1)])],
    )


def separable_conv1d() -> str:
    from dlfund import layers

    x = np.stack([SIGNAL, SIGNAL[::-1]], axis=-1)[:5]
    depth = np.array([[[1.0], [1.0]], [[-1.0], [1.0]]])
    point = np.array([[[2.0], [1.0]]])
    y = output(layers.SeparableConv1D(1, 2), x, weights=(depth, point, [0.0]))[:, 0]
    z = np.stack([np.convolve(x[:, c], depth[::-1, c, 0], "valid") for c in (0, 1)])
    return scene(
        "SeparableConv1D: first a filter per channel along the positions, then a weighted sum of the channels",
        [Grid(x.T, "x", [(0, 0, 1, 2)], rows=("channel 1", "channel 2")), "∗", Grid(depth[:, :, 0].T, "filters")],
        [Grid(z, "each channel by itself", [(0, 0, 1, 1)], rows=("× 2", "× 1"))],
        [Grid(y, "added: the output", [(0, 0, 1, 1)])],
    )


def pooled(kind: str, sentence: str, title: str) -> str:
    from dlfund import layers

    y = output(getattr(layers, kind)(2), SMALL[..., None])[..., 0]
    quarters = [(a, b, 2, 2) for a in (0, 2) for b in (0, 2)]
    return scene(title, [Grid(SMALL, "x", quarters), "→", Grid(y, "y")], notes=(sentence,))


def pooled_1d(kind: str, title: str) -> str:
    from dlfund import layers

    y = output(getattr(layers, kind)(2), SIGNAL[:, None])[:, 0]
    return scene(title, [Grid(SIGNAL, "x", [(0, 0, 1, 2), (0, 2, 1, 2), (0, 4, 1, 2)])], [Grid(y, "y")])


def whole(kind: str, title: str) -> str:
    """A pooling over all positions, of two channels."""
    from dlfund import layers

    flat = kind.endswith("1D")
    x = np.stack([SIGNAL, SIGNAL[::-1] / 2], axis=-1) if flat else TWO
    y = output(getattr(layers, kind)(), x)
    parts = [Grid(np.atleast_2d(x[..., c]), f"channel {c + 1}") for c in (0, 1)]
    lines: list[list[Grid | str]] = [[part, "→", Grid(y[c], "y")] for c, part in enumerate(parts)]
    return scene(title, *lines)


def up_sampling_1d() -> str:
    from dlfund import layers

    x = np.array([1.0, 3.0, 2.0])
    y = output(layers.UpSampling1D(2), x[:, None])[:, 0]
    return scene("UpSampling1D: every step is repeated", [Grid(x, "x", [(0, 1, 1, 1)])], [Grid(y, "y", [(0, 2, 1, 2)])])


def up_sampling_2d() -> str:
    from dlfund import layers

    x = np.array([[1.0, 3.0], [2.0, 0.0]])
    y = output(layers.UpSampling2D(2), x[..., None])[..., 0]
    title = "UpSampling2D: every pixel becomes a square of equal pixels"
    return scene(title, [Grid(x, "x", [(0, 1, 1, 1)]), "→", Grid(y, "y", [(0, 2, 2, 2)])])


def zero_padding_1d() -> str:
    from dlfund import layers

    x = np.array([4.0, 1.0, 3.0])
    y = output(layers.ZeroPadding1D(2), x[:, None])[:, 0]
    return scene("ZeroPadding1D: zeros before and after", [Grid(x, "x"), "→", Grid(y, "y", [(0, 2, 1, 3)])])


def zero_padding_2d() -> str:
    from dlfund import layers

    x = np.array([[4.0, 1.0], [2.0, 3.0]])
    y = output(layers.ZeroPadding2D(1), x[..., None])[..., 0]
    return scene(
        "ZeroPadding2D: a border of zeros around the picture", [Grid(x, "x"), "→", Grid(y, "y", [(1, 1, 2, 2)])]
    )


DRAWINGS = {
    "Conv1D": conv1d,
    "Conv2D": conv2d,
    "Conv1DTranspose": conv1d_transpose,
    "Conv2DTranspose": conv2d_transpose,
    "DepthwiseConv2D": depthwise_conv2d,
    "SeparableConv1D": separable_conv1d,
    "SeparableConv2D": separable_conv2d,
    "MaxPooling1D": lambda: pooled_1d("MaxPooling1D", "MaxPooling1D: the largest number of each window"),
    "AveragePooling1D": lambda: pooled_1d("AveragePooling1D", "AveragePooling1D: the mean of each window"),
    "MaxPooling2D": lambda: pooled(
        "MaxPooling2D",
        "max(1, 3, 4, 2) = 4; where it stood is forgotten",
        "MaxPooling2D: the largest number of each window",
    ),
    "AveragePooling2D": lambda: pooled(
        "AveragePooling2D", "(1 + 3 + 4 + 2) / 4 = 2.5", "AveragePooling2D: the mean of each window"
    ),
    "GlobalMaxPooling1D": lambda: whole("GlobalMaxPooling1D", "GlobalMaxPooling1D: the largest number per channel"),
    "GlobalAveragePooling1D": lambda: whole("GlobalAveragePooling1D", "GlobalAveragePooling1D: the mean per channel"),
    "GlobalMaxPooling2D": lambda: whole("GlobalMaxPooling2D", "GlobalMaxPooling2D: the largest number per channel"),
    "GlobalAveragePooling2D": lambda: whole("GlobalAveragePooling2D", "GlobalAveragePooling2D: the mean per channel"),
    "UpSampling1D": up_sampling_1d,
    "UpSampling2D": up_sampling_2d,
    "ZeroPadding1D": zero_padding_1d,
    "ZeroPadding2D": zero_padding_2d,
}
