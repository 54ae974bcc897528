"""Small networks for checks and proofs: with given weights, deep ones, one traced step, a short training."""

import keras
import numpy as np

from dlfund import explain, layers, optimizers, training
from dlfund.data.rows import TrainRows


def network(features, *stack):
    """A Sequential of these layers, built."""
    return keras.Sequential([keras.Input((features,)), *stack])


def with_weights(model, *weights):
    """The model, with these weights in its own order; numbers and lists are given their shapes."""
    model.set_weights([np.reshape(new, old.shape) for new, old in zip(weights, model.get_weights(), strict=True)])
    return model


def deep(depth, width, activation, initializer, wrap=lambda layer: layer):
    """Many equally wide layers, each perhaps wrapped in something, and a linear head."""
    hidden = [
        wrap(layers.Dense(width, activation=activation, kernel_initializer=initializer(seed=place)))
        for place in range(depth)
    ]
    return network(width, *hidden, layers.Dense(1))


def step(model, x, y=0.0, loss="mse", rate=1.0):
    """One step of gradient descent on one row, taken apart."""
    return explain.trace(model, [list(x)], [[float(y)]], loss=loss, optimizer=optimizers.GradientDescent(rate))


def learn(model, x, y, *, loss="binary_crossentropy", rate=0.1, steps=300, optimizer=None):
    """The model after some steps on all rows at once: one long epoch of the same batch, which spares Keras the many."""
    model.compile(optimizer or optimizers.GradientDescent(rate), loss)
    x, y = (np.asarray(part, "float32") for part in (x, y))
    rows = TrainRows(*(np.tile(part, (steps, *[1] * (part.ndim - 1))) for part in (x, y)))
    training.fit(model, rows, epochs=1, batch_size=len(x), shuffle=False, seed=0)
    return model


def predict(model, x):
    """Predictions as a flat array."""
    return np.ravel(to_numpy(model(np.asarray(x, "float32"), training=False)))


def to_numpy(tensor):
    """A tensor of any backend as an array."""
    return keras.ops.convert_to_numpy(tensor)


def accuracy(model, x, y, threshold=0.5):
    return float(np.mean((predict(model, x) >= threshold) == (np.ravel(y) == 1)))


def first(array):
    """The first number of an array."""
    return float(np.ravel(array)[0])


def xor(rows=200, noise=0.1, seed=0):
    """Four clouds of points; yes where exactly one of the two inputs is near 1."""
    numbers = np.random.default_rng(seed)
    corners = numbers.integers(0, 2, size=(rows, 2))
    x = corners + numbers.normal(scale=noise, size=(rows, 2))
    return x.astype("float32"), (corners[:, 0] != corners[:, 1]).astype("float32")[:, None]
