"""Layers that are weighted sums: what is multiplied, what is added up, and what comes out."""

from __future__ import annotations

import numpy as np

from dlfund.learn.cards.drawings.grids import Grid, scene
from dlfund.learn.cards.drawings.real import output

X = np.array([1.0, -2.0, 0.5])
W = np.array([[0.5, -1.0], [0.25, 0.5], [2.0, 1.0]])
B = np.array([0.1, -0.5])
ROWS, UNITS = ("x₁", "x₂", "x₃"), ("u₁", "u₂")


def dense() -> str:
    from dlfund import layers

    z = output(layers.Dense(2), X, weights=(W, B))
    y = output(layers.Dense(2, activation="relu"), X, weights=(W, B))
    return scene(
        "Dense: every unit is a weighted sum of all inputs, its bias and an activation",
        [Grid(X[:, None], "x", rows=ROWS), "·", Grid(W, "W", [(0, 0, 3, 1)], columns=UNITS)],
        [Grid(z, "z = Wᵀx + b", [(0, 0, 1, 1)], columns=UNITS), "relu →", Grid(y, "y", columns=UNITS)],
        notes=("unit u₁:  0.5·1 + 0.25·(−2) + 2·0.5 + 0.1 = 1.1",),
    )


def perceptron() -> str:
    from dlfund import layers

    w, b, x = np.array([[1.0], [2.0]]), np.array([-1.0]), np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = np.array([output(layers.Perceptron(), row, weights=(w, b))[0] for row in x])
    return scene(
        "Perceptron: four inputs, their weighted sums, the sigmoid of these, and the decision at 0.5",
        [
            Grid(x, columns=("x₁", "x₂")),
            "→",
            Grid(x @ w + b, columns=("z",)),
            "σ →",
            Grid(y[:, None], columns=("y",)),
            "≥ 0.5 →",
            Grid((y >= 0.5)[:, None], columns=("1 or 0",)),
        ],
        notes=("z = 1·x₁ + 2·x₂ − 1", "The line x₁ + 2 x₂ = 1 separates the answers."),
    )


def weighted_sum() -> str:
    from dlfund import layers

    y = output(layers.WeightedSum(), X, weights=(W[:, :1],))
    return scene(
        "WeightedSum: each input times its weight, and all of them added up",
        [
            Grid(X[:, None], "x", rows=ROWS),
            "×",
            Grid(W[:, :1], "w"),
            "=",
            Grid(X[:, None] * W[:, :1], "products"),
            "Σ →",
            Grid(y, "y"),
        ],
    )


def bias() -> str:
    from dlfund import layers

    y = output(layers.Bias(), X, weights=([0.5, 3.0, -1.0],))
    return scene(
        "Bias: a number of its own is added to each feature", [Grid(X, "x"), "+", Grid(y - X, "b")], [Grid(y, "y")]
    )


def scale() -> str:
    from dlfund import layers

    factors = np.array([2.0, 0.5, 0.0])
    y = output(layers.Scale(), X, weights=(factors,))
    return scene(
        "Scale: each feature is multiplied by a factor of its own",
        [Grid(X, "x"), "×", Grid(factors, "s")],
        [Grid(y, "y")],
        notes=("A factor of 0 switches a feature off.",),
    )


def ntk_dense() -> str:
    from dlfund import layers

    kernel = np.array([[1.0, -1.0], [0.5, 2.0], [1.5, 0.0], [-1.0, 1.0]])
    x = np.array([2.0, 4.0, 0.0, 2.0])
    y = output(layers.NTKDense(2), x, weights=(kernel, [0.0, 0.0]))
    return scene(
        "NTKDense: the sum is divided by the root of the number of inputs",
        [Grid(x[:, None], "x"), "·", Grid(kernel, "W"), "=", Grid(x @ kernel, "x W"), "/ √4 =", Grid(y, "y")],
    )


def einsum_dense() -> str:
    from dlfund import layers

    x = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, -1.0]])
    y = output(layers.EinsumDense("abc,cd->abd", (None, 2)), x, weights=(W,))
    return scene(
        "EinsumDense with abc,cd->abd: the same kernel for every step b, summed over c",
        [
            Grid(x, "x (b, c)", [(0, 0, 1, 3)]),
            "·",
            Grid(W, "W (c, d)", [(0, 0, 3, 1)]),
            "=",
            Grid(y, "y (b, d)", [(0, 0, 1, 1)]),
        ],
        notes=("The letter that the output lacks is summed over: c.",),
    )


def embedding() -> str:
    from dlfund import layers

    table = np.array([[0.0, 0.0, 0.0], [0.9, 0.1, -0.3], [0.8, 0.2, -0.2], [-0.7, 0.5, 1.0], [0.1, -0.9, 0.4]])
    codes = np.array([3, 1, 3])
    y = output(layers.Embedding(5, 3), codes, weights=(table,))
    return scene(
        "Embedding: a code is looked up as a row of a learned table",
        [
            Grid(codes[:, None], "codes"),
            "→",
            Grid(table, "E", [(3, 0, 1, 3), (1, 0, 1, 3)], rows=tuple("01234")),
            "→",
            Grid(y, "y"),
        ],
        notes=("The same code gets the same vector; rows 1 and 2 are alike.",),
    )


PAIR = np.array([[1.0, 2.0], [1.0, 2.0]])
SIGNS = np.array([[1.0, -1.0], [-1.0, 1.0]])
KERNEL = np.array([[0.5, 1.0], [1.0, -0.5]])
OF = ("member 1", "member 2")


def _batch_ensemble() -> str:
    from dlfund import layers

    out = np.array([[1.0, 1.0], [1.0, 2.0]])
    y = output(layers.BatchEnsembleDense(2, 2), PAIR, weights=(KERNEL, SIGNS, out, np.zeros((2, 2))))
    return scene(
        "BatchEnsembleDense: one kernel for all members, and two short vectors for each",
        [Grid(PAIR, "x", rows=OF), "×", Grid(SIGNS, "r"), "·", Grid(KERNEL, "W, shared")],
        ["×", Grid(out, "s"), "=", Grid(y, "y", rows=OF)],
    )


def _member_dense() -> str:
    from dlfund import layers

    y = output(layers.MemberDense(2, 2), PAIR[0], weights=(SIGNS, KERNEL, np.zeros(2)))
    return scene(
        "MemberDense: one input and one kernel for all members, and a factor per feature for each",
        [Grid(PAIR[0], "x"), "×", Grid(SIGNS, "r", rows=OF), "·", Grid(KERNEL, "W, shared")],
        [Grid(y, "y", rows=OF)],
    )


def _heads() -> str:
    from dlfund import layers

    kernels = np.array([[[0.5], [1.0]], [[-1.0], [0.5]]])
    y = output(layers.MemberHeads(1, 2), PAIR, weights=(kernels, np.zeros((2, 1))))
    return scene(
        "MemberHeads: every member has output weights of its own",
        [Grid(PAIR, "x", rows=OF), "×", Grid(kernels[:, :, 0], "W₁, W₂"), "Σ →", Grid(y, "y")],
    )


def member_scale() -> str:
    from dlfund import layers

    y = output(layers.MemberScale(2), PAIR, weights=(SIGNS,))
    return scene(
        "MemberScale: every member sees the features with factors of its own",
        [Grid(PAIR, "x", rows=OF), "×", Grid(SIGNS, "r"), "=", Grid(y, "y")],
    )


def mean_of_members() -> str:
    from dlfund import losses
    from dlfund.learn.interview.networks import to_numpy

    y_true, predicted = np.array([[1.0]]), np.array([[[0.0], [3.0]]])
    terms = [float(to_numpy(losses.MeanSquaredError()(y_true, predicted[:, at]))) for at in (0, 1)]
    loss = float(to_numpy(losses.MeanOfMembers(losses.MeanSquaredError())(y_true, predicted)))
    return scene(
        "MeanOfMembers: the loss of each member, then their mean",
        [
            Grid(predicted[0], "predictions", rows=OF),
            "loss →",
            Grid(np.array(terms)[:, None], "target 1"),
            "mean →",
            Grid(loss, "loss"),
        ],
        notes=("Of the mean prediction 1.5 the loss would be 0.25.",),
    )


DRAWINGS = {
    "Dense": dense,
    "Perceptron": perceptron,
    "WeightedSum": weighted_sum,
    "Bias": bias,
    "Scale": scale,
    "NTKDense": ntk_dense,
    "EinsumDense": einsum_dense,
    "Embedding": embedding,
    "BatchEnsembleDense": _batch_ensemble,
    "MemberDense": _member_dense,
    "MemberHeads": _heads,
    "MemberScale": member_scale,
    "MeanOfMembers": mean_of_members,
}
