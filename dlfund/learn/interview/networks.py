"""Small networks for checks and proofs: with given weights, deep ones, one traced step, a short training."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np

from dlfund import explain, layers, optimizers, training
from dlfund.data.rows import TrainRows


def network(features: int, *stack: keras.Layer) -> keras.Model:
    """A Sequential of these layers, built."""
    return keras.Sequential([keras.Input((features,)), *stack])


def with_weights(model: keras.Model, *weights: Any) -> keras.Model:
    """The model, with these weights in its own order; numbers and lists are reshaped."""
    model.set_weights([np.reshape(new, old.shape) for new, old in zip(weights, model.get_weights(), strict=True)])
    return model


def deep(
    depth: int,
    width: int,
    activation: Any,
    initializer: Callable[..., Any],
    wrap: Callable[[Any], Any] = lambda layer: layer,
) -> keras.Model:
    """Many equally wide layers, each perhaps wrapped in something, and a linear head."""
    hidden = [
        wrap(layers.Dense(width, activation=activation, kernel_initializer=initializer(seed=place)))
        for place in range(depth)
    ]
    return network(width, *hidden, layers.Dense(1))


def step(model: keras.Model, x: Any, y: Any = 0.0, loss: Any = "mse", rate: float = 1.0) -> explain.Trace:
    """One traced step of gradient descent on one row."""
    return explain.trace(model, [list(x)], [[float(y)]], loss=loss, optimizer=optimizers.GradientDescent(rate))


def learn(
    model: keras.Model,
    x: Any,
    y: Any,
    *,
    loss: Any = "binary_crossentropy",
    rate: float = 0.1,
    steps: int = 300,
    optimizer: Any = None,
) -> keras.Model:
    """The model after some steps on all rows at once: one long epoch of the same batch, which is faster than many."""
    model.compile(optimizer or optimizers.GradientDescent(rate), loss)
    x, y = (np.asarray(part, "float32") for part in (x, y))
    rows = TrainRows(*(np.tile(part, (steps, *[1] * (part.ndim - 1))) for part in (x, y)))
    training.fit(model, rows, epochs=1, batch_size=len(x), shuffle=False, seed=0)
    return model


def predict(model: keras.Model, x: Any) -> np.ndarray:
    """Predictions as a flat array."""
    return np.ravel(to_numpy(model(np.asarray(x, "float32"), training=False)))


def to_numpy(tensor: Any) -> np.ndarray:
    """A tensor of any backend as an array."""
    return keras.ops.convert_to_numpy(tensor)


def accuracy(model: keras.Model, x: Any, y: Any, threshold: float = 0.5) -> float:
    return float(np.mean((predict(model, x) >= threshold) == (np.ravel(y) == 1)))


def first(array: Any) -> float:
    """The first number of an array."""
    return float(np.ravel(array)[0])


def xor(rows: int = 200, noise: float = 0.1, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Four clouds of points; yes where exactly one of the two inputs is near 1."""
    numbers = np.random.default_rng(seed)
    corners = numbers.integers(0, 2, size=(rows, 2))
    x = corners + numbers.normal(scale=noise, size=(rows, 2))
    return x.astype("float32"), (corners[:, 0] != corners[:, 1]).astype("float32")[:, None]
