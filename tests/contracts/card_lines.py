"""Helpers for the derivative lines of cards: a registry of lines, drawn inputs, gradients by name."""

import numpy as np
from contracts.gradients import gradient, gradients_of

ROWS = {}  # a card's name -> the part of its line that is computed, and the function that yields (stated, measured)


def states(text, *names):
    """This function computes `text`, which stands in the Derivative line of these cards."""

    def keep(function):
        for name in names:
            ROWS.setdefault(name, []).append((text, function))
        return function

    return keep


def drawn(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def ready(layer, *shape):
    """The layer, built, with weights that are drawn (biases too), and an input."""
    x = drawn(*shape, seed=1)
    layer(x)
    layer.set_weights([drawn(*weight.shape, seed=place) for place, weight in enumerate(layer.get_weights(), 2)])
    return layer, x


def weight_gradients(layer, x, g, **call):
    return {path.split("/")[-1]: value for path, value in gradients_of(layer, x, g, **call).items()}


def jacobian(function, x, outputs):
    """∂y/∂x of vectors, a row per output."""
    return np.stack([gradient(function, x, weights=np.eye(outputs, dtype="float32")[row]) for row in range(outputs)])
