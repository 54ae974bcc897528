"""Layers that join, pass on or rearrange: what is added to what, and which number goes where."""

from __future__ import annotations

import numpy as np

from dlfund.learn.cards.drawings.grids import Grid, scene
from dlfund.learn.cards.drawings.real import output

A, B = np.array([1.0, -2.0, 0.5]), np.array([3.0, 0.5, -0.5])
SQUARE = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def add() -> str:
    from dlfund import layers

    y = output(layers.Add(), A, B)
    return scene("Add: entry by entry", [Grid(A, "a"), "+", Grid(B, "b"), "=", Grid(y, "y")])


def multiply() -> str:
    from dlfund import layers

    y = output(layers.Multiply(), A, B)
    return scene("Multiply: entry by entry", [Grid(A, "a"), "×", Grid(B, "b"), "=", Grid(y, "y")])


def concatenate() -> str:
    from dlfund import layers

    y = output(layers.Concatenate(), A, B[:2])
    return scene(
        "Concatenate: one after the other",
        [Grid(A, "a"), "and", Grid(B[:2], "b")],
        [Grid(y, "y", [(0, 0, 1, 3), (0, 3, 1, 2)])],
    )


def identity() -> str:
    from dlfund import layers

    return scene("Identity: what comes in goes out", [Grid(A, "x"), "→", Grid(output(layers.Identity(), A), "y")])


def flatten() -> str:
    from dlfund import layers

    y = output(layers.Flatten(), SQUARE)
    return scene(
        "Flatten: row after row in one line", [Grid(SQUARE, "x", [(0, 0, 1, 3)])], [Grid(y, "y", [(0, 0, 1, 3)])]
    )


def reshape() -> str:
    from dlfund import layers

    y = output(layers.Reshape((3, 2)), SQUARE)
    return scene(
        "Reshape: the same numbers in the same order, in lines of another length",
        [Grid(SQUARE, "x (2, 3)", [(0, 0, 1, 3)]), "→", Grid(y, "y (3, 2)")],
        notes=("This is no transposition: 1, 2, 3, … are still read line by line.",),
    )


def activation() -> str:
    from dlfund import layers

    y = output(layers.Activation("relu"), A)
    return scene("Activation: a function of each number by itself", [Grid(A, "x"), "relu →", Grid(y, "y")])


def leaky_relu_layer() -> str:
    from dlfund import layers

    y = output(layers.LeakyReLULayer(negative_slope=0.1), A)
    return scene("LeakyReLULayer: negative numbers keep a small share", [Grid(A, "x"), "→", Grid(y, "y, slope 0.1")])


def softmax_layer() -> str:
    from dlfund import layers

    z = np.array([2.0, 1.0, 0.0])
    y = output(layers.SoftmaxLayer(), z)
    return scene(
        "SoftmaxLayer: powers of e, divided by their sum",
        [Grid(z, "z"), "exp →", Grid(np.exp(z), "powers"), "/ 11.1 →", Grid(y, "y, sum 1")],
    )


def residual() -> str:
    from dlfund import layers

    kernel = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.2, 0.0, 0.0]])
    y = output(layers.Residual(layers.Dense(3)), A, weights=(kernel, np.zeros(3)))
    return scene(
        "Residual: x goes on unchanged, and the inner layer adds a change",
        [Grid(A, "x: the straight path")],
        ["+", Grid(y - A, "f(x): the branch")],
        ["=", Grid(y, "y")],
        notes=("∂y/∂x = 1 + ∂f/∂x: the 1 is there whatever f has learned.",),
    )


def highway() -> str:
    from dlfund import layers

    gate = np.array([2.0, 0.0, -2.0])
    zero = np.zeros((3, 3))
    y = output(layers.Highway(activation="linear"), A, weights=(zero, B, zero, gate))
    t = 1 / (1 + np.exp(-gate))
    return scene(
        "Highway: a gate decides for each number how much of it is replaced",
        [Grid(t, "t: the gate"), "×", Grid(B, "the new numbers")],
        ["+", Grid(1 - t, "1 − t"), "×", Grid(A, "x")],
        ["=", Grid(y, "y")],
    )


def squeeze_excitation() -> str:
    from dlfund import layers

    x = np.array([[1.0, 0.2], [3.0, 0.0], [2.0, 0.4]])
    w1, w2 = np.array([[1.0], [0.0]]), np.array([[1.0, -2.0]])
    y = output(layers.SqueezeExcitation(ratio=2), x, weights=(w1, [0.0], w2, [0.0, 0.0]))
    e = y[0] / x[0]
    names = ("c₁", "c₂")
    return scene(
        "SqueezeExcitation: the means of the channels decide how strongly each channel goes on",
        [Grid(x, "x", columns=names), "mean →", Grid(x.mean(axis=0), "s"), "network →", Grid(e, "e")],
        ["x · e =", Grid(y, "y", columns=names)],
    )


DRAWINGS = {
    "Add": add,
    "Multiply": multiply,
    "Concatenate": concatenate,
    "Identity": identity,
    "Flatten": flatten,
    "Reshape": reshape,
    "Activation": activation,
    "LeakyReLULayer": leaky_relu_layer,
    "SoftmaxLayer": softmax_layer,
    "Residual": residual,
    "Highway": highway,
    "SqueezeExcitation": squeeze_excitation,
}
