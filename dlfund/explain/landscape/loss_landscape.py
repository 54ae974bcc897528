"""Loss landscape: the loss around a network's weights, along a line or over a plane.

    line     loss((1 − t) · w_a + t · w_b)
    plane    loss(w + u · d_1 + v · d_2),   each filter of d as long as the filter of w that it moves

Weights are never assigned: the model computes with other values and keeps its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from keras import ops

from dlfund.core.errors import UserError
from dlfund.explain.backends.backend import backend, to_numpy
from dlfund.explain.trace.rows import as_tensors, build, check_lengths
from dlfund.explain.trace.step import loss_function, mapped_scope


@dataclass(frozen=True, eq=False)
class LossLine:
    """Losses along a line; `positions` is 0 at the first weights and 1 at the second."""

    positions: np.ndarray
    losses: np.ndarray

    @property
    def barrier(self) -> float:
        """How far the loss rises above the higher of both ends on the way between them; 0 where it does not."""
        inside = (self.positions >= 0) & (self.positions <= 1)
        between = self.losses[inside]
        return float(max(0.0, between.max() - max(between[0], between[-1])))


@dataclass(frozen=True, eq=False)
class LossLandscape:
    """Losses over a plane: `losses[row, column]` at v = up[row] and u = across[column]; the weights are at 0, 0."""

    across: np.ndarray
    up: np.ndarray
    losses: np.ndarray

    @property
    def center(self) -> float:
        return float(self.losses[len(self.up) // 2, len(self.across) // 2])


def loss_line(
    model: keras.Model,
    x: Any,
    y: Any,
    start: Sequence[Any],
    end: Sequence[Any],
    *,
    points: int = 25,
    beyond: float = 0.0,
    loss: Any = None,
) -> LossLine:
    """The loss on the straight line between two sets of weights.

    Args:
        model: keras.Model.
        x, y: rows and their targets.
        start, end: lists of arrays, as `[w.numpy() for w in model.trainable_variables]` or `get_weights()` gives them.
        points: int.
        beyond: float. How far the line goes beyond both ends, as a share of its length.
        loss: whatever `compile` takes; None takes the compiled loss.
    """
    score = _score(model, x, y, loss)
    ends = [_trainable(model, weights) for weights in (start, end)]
    positions = np.linspace(-beyond, 1 + beyond, points)
    losses = [score([(1 - t) * a + t * b for a, b in zip(*ends, strict=True)]) for t in positions]
    return LossLine(positions, np.array(losses))


def loss_landscape(
    model: keras.Model, x: Any, y: Any, *, points: int = 21, reach: float = 1.0, seed: int = 0, loss: Any = None
) -> LossLandscape:
    """The loss over a random plane through the model's weights.

    Filter normalisation makes the pictures of two networks comparable: a step of 1 changes every filter by its own
    length, however large the weights are. Biases and scales stay as they are.

    Args:
        model: keras.Model.
        x, y: rows and their targets.
        points: int, odd, so that the weights themselves are in the middle.
        reach: float. How far the plane reaches; 1 is the length of the weights.
        seed: int. Of the two directions.
        loss: whatever `compile` takes; None takes the compiled loss.
    """
    if points < 3 or points % 2 == 0:
        raise UserError(f"Expected points to be an odd number, 3 or more. Received: points={points}.")
    score, rng = _score(model, x, y, loss), np.random.default_rng(seed)
    here = [to_numpy(variable.value) for variable in model.trainable_variables]
    first, second = ([_direction(weight, rng) for weight in here] for _ in range(2))
    steps = np.linspace(-reach, reach, points)
    losses = [
        [score([w + u * a + v * b for w, a, b in zip(here, first, second, strict=True)]) for u in steps] for v in steps
    ]
    return LossLandscape(steps, steps, np.array(losses))


def _direction(weight, rng):
    """Random, each filter (the last axis counts them) as long as the weight's own; zero for biases."""
    if weight.ndim < 2:
        return np.zeros_like(weight)
    drawn = rng.normal(size=weight.shape).reshape(-1, weight.shape[-1])
    lengths = np.linalg.norm(weight.reshape(drawn.shape), axis=0) / np.maximum(np.linalg.norm(drawn, axis=0), 1e-12)
    return (drawn * lengths).reshape(weight.shape).astype(weight.dtype)


def _score(model, x, y, loss):
    x, y = as_tensors(x), as_tensors(y)
    build(model, x)
    check_lengths(x, y)
    loss_of = loss_function(model, loss, rows=(x, y))
    others = [variable.value for variable in model.non_trainable_variables]

    def forward(weights, others, x, y):
        with mapped_scope(model, weights, others):
            return loss_of(x, y, model(x, training=False), None)

    compiled = backend().compiled(forward)

    def score(arrays):
        weights = [ops.convert_to_tensor(np.asarray(array, "float32")) for array in arrays]
        return float(to_numpy(compiled(weights, others, x, y)))

    return score


def _trainable(model, weights):
    """The trainable weights, from a list of these or of all weights."""
    shapes = [tuple(variable.shape) for variable in model.trainable_variables]
    if len(weights) == len(model.weights):
        trainable = {id(variable) for variable in model.trainable_variables}
        by_id = {id(variable): weight for variable, weight in zip(model.weights, weights, strict=True)}
        weights = [by_id[id(variable)] for variable in model.trainable_variables if id(variable) in trainable]
    if [np.shape(weight) for weight in weights] != shapes:
        raise UserError(f"Expected weights of shapes {shapes}. Received: {[np.shape(weight) for weight in weights]}.")
    return [np.asarray(weight) for weight in weights]
