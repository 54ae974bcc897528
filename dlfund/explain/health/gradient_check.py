"""Gradient check: the backend's gradients compared with finite differences.

    slope(ε) = (loss(w + ε) − loss(w − ε)) / 2ε
    numeric = (4 · slope(ε/2) − slope(ε)) / 3              the curvature cancels
    error = |analytic − numeric| / max(|analytic|, |numeric|, 0.01 · largest |gradient| of this weight)

In float32 the losses differ in their last digits only, and the best possible error is about 2e-3; so everything is
computed in float64.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from keras import ops

from dlfund.core.errors import UserError
from dlfund.core.keras_internals import compiled_loss_of
from dlfund.explain.backends.backend import backend, to_numpy
from dlfund.explain.backends.keras_internals import everything_in, loss_like_compile
from dlfund.explain.trace.number_text import table
from dlfund.explain.trace.recording import Recording, floating_leaves
from dlfund.explain.trace.rows import as_tensors, build, check_lengths
from dlfund.explain.trace.step import loss_function, weight_names


@dataclass(frozen=True)
class WeightCheck:
    """One weight array's worst element: its place, both slopes, the error, and how many corners were left out."""

    weight: str
    place: tuple[int, ...]
    analytic: float
    numeric: float
    error: float
    checked: int
    corners: int


@dataclass(frozen=True)
class GradientCheck:
    """The verdict over all weights.

    Args:
        weights: tuple of WeightCheck, worst first.
        tolerance: float. The largest error that passes.
    """

    weights: tuple[WeightCheck, ...]
    tolerance: float

    @property
    def worst(self) -> WeightCheck:
        return self.weights[0]

    @property
    def passed(self) -> bool:
        return self.worst.error <= self.tolerance and any(check.checked for check in self.weights)

    def __str__(self) -> str:
        rows = [
            (check.weight, str(check.place), check.analytic, check.numeric, check.error, check.checked, check.corners)
            for check in self.weights
        ]
        header = ("weight", "worst at", "backend", "measured", "error", "checked", "corners")
        verdict = "agree" if self.passed else "do NOT agree"
        summary = f"Gradients and finite differences {verdict}: worst is {self.worst.weight}{list(self.worst.place)}, "
        return f"{summary}error {self.worst.error:.1e} (tolerance {self.tolerance:.0e})\n{table(header, rows)}"


def gradient_check(
    model: keras.Model,
    x: Any,
    y: Any = None,
    *,
    loss: Any = None,
    epsilon: float = 1e-4,
    samples: int = 20,
    tolerance: float = 1e-6,
    seed: int = 0,
) -> GradientCheck:
    """Compare the backend's gradients with finite differences, in float64; the model is left as it was.

    Args:
        model: keras.Model.
        x, y: a few rows and their targets.
        loss: whatever `compile` takes; None takes the compiled loss.
        epsilon: float. The small step. If larger, curvature adds an error; if smaller, rounding does.
        samples: int. How many numbers of each weight are checked, chosen at random; 0 checks all.
        tolerance: float. The largest error that passes.
        seed: int. Which numbers are chosen.

    Example:
        >>> model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4, "tanh"), keras.layers.Dense(1)])
        >>> gradient_check(model, np.ones((2, 3)), np.ones((2, 1)), loss="mse").passed
        True
    """
    build(model, as_tensors(x))
    check_lengths(as_tensors(x), as_tensors(y))
    if loss is not None:
        loss = loss_like_compile(model, loss)
    loss_function(model, loss, rows=(as_tensors(x), as_tensors(y)))
    names = weight_names(model, model.trainable_variables)
    losses = [candidate for candidate in (loss, compiled_loss_of(model)) if candidate is not None]
    with backend().double_precision(), everything_in("float64", model, losses):
        score, gradients = _functions(model, x, y, loss)
        values = [to_numpy(variable.value).astype("float64") for variable in model.trainable_variables]
        analytic = gradients(values)
        _check_steady(values, score, np.random.default_rng(seed))
        differences = _FiniteDifferences(values, score, epsilon, tolerance)
        checks = [
            differences.check(name, index, analytic[index], samples, np.random.default_rng(seed + index))
            for index, name in enumerate(names)
        ]
    ranked = sorted(checks, key=lambda check: -check.error if np.isfinite(check.error) else -np.inf)
    return GradientCheck(tuple(ranked), tolerance)


def _float(part, dtype):
    array = np.asarray(part)
    return array.astype(dtype) if array.dtype.kind == "f" else array


def _functions(model, x, y, loss):
    """loss(weights) and its gradients, as functions of float64 arrays."""

    def tensors(part):
        to_tensor = lambda leaf: ops.convert_to_tensor(_float(leaf, "float64"))  # noqa: E731
        return None if part is None else keras.tree.map_structure(to_tensor, part)

    x, y = tensors(x), tensors(y)
    loss_of = loss_function(model, loss)
    others = [(variable, _as_float64(variable)) for variable in model.non_trainable_variables]

    def run(weights):
        scope = keras.StatelessScope(collect_losses=True, initialize_variables=False)
        for variable, value in [*zip(model.trainable_variables, weights, strict=True), *others]:
            scope.add_update((variable, value))
        with scope, Recording(model, scope, traced=True) as recording:
            predicted = model(x, training=True)
            _check_precision(recording.calls)
            return loss_of(x, y, predicted, None), ()

    compiled = backend().compiled(lambda weights: run(weights)[0])

    def score(arrays):
        with backend().noise_kept():
            return float(to_numpy(compiled([ops.convert_to_tensor(array) for array in arrays])))

    def gradients(arrays):
        with backend().noise_kept():
            loss, _, slopes = backend().value_and_gradients(run, [ops.convert_to_tensor(array) for array in arrays])
        _check_float64(loss.dtype, "the loss")
        pairs = zip(arrays, slopes, strict=True)
        return [np.zeros_like(array) if g is None else to_numpy(g).astype("float64") for array, g in pairs]

    return score, gradients


def _check_precision(calls):
    for call in calls:
        for _, leaf in floating_leaves(call.output):
            _check_float64(leaf.dtype, f"layer {call.layer.name}")


def _check_float64(dtype, where):
    precision = keras.backend.standardize_dtype(dtype)
    if precision != "float64":
        raise _no_verdict(f"{precision} from {where}")


def _check_steady(values, score, rng):
    """A walk of steps far smaller than float32 can tell apart must move the loss in proportion, in one direction or
    another. Its end lies a few float32 roundings away, so that a number rounded on the way jumps at least once."""
    middle, steps = score(values), np.arange(1, 9)
    for _ in range(3):
        direction = [rng.normal(size=value.shape) for value in values]
        moved = [
            # asarray: a sum of weights that are one number is no array, and torch would take it as float32
            score([np.asarray(value + 4e-8 * step * d) for value, d in zip(values, direction, strict=True)]) - middle
            for step in steps
        ]
        allowed = 0.001 * abs(moved[-1]) + 1e-13 * max(1.0, abs(middle))
        if not np.abs(moved - steps / steps[-1] * moved[-1]).max() > allowed:
            return
    raise _no_verdict("a loss that changes in jumps, so something inside rounds to float32")


def _no_verdict(received):
    return UserError(
        f"Expected everything in float64 on the {keras.backend.backend()} backend. Received: {received}. The best "
        "possible error in float32 is 2e-3, so there is no verdict. Look for a layer or a loss that casts by itself."
    )


def _as_float64(variable):
    array = to_numpy(variable.value)
    return ops.convert_to_tensor(_float(array, "float64"))


@dataclass(frozen=True)
class _FiniteDifferences:
    """Slopes of the loss at these weights, measured with steps of epsilon; errors up to the tolerance pass."""

    values: list[np.ndarray]
    score: Callable[[list[np.ndarray]], float]
    epsilon: float
    tolerance: float

    def check(self, name, index, gradient, samples, rng):
        """Compare a weight's gradient at some of its numbers, chosen at random; 0 samples are all."""
        weight, middle = self.values[index], self.score(self.values)
        noise = 1e-14 * max(1.0, abs(middle)) / self.epsilon  # the losses' last digits, divided by the small step
        floor = max(0.01 * np.abs(gradient).max(initial=0.0), 10 * noise / self.tolerance)
        chosen = np.arange(weight.size)
        if 0 < samples < weight.size:
            chosen = rng.choice(weight.size, samples, replace=False)
        worst, corners = WeightCheck(name, (), 0.0, 0.0, 0.0, 0, 0), 0
        for flat in chosen:
            place = tuple(int(at) for at in np.unravel_index(flat, weight.shape))
            exact, scale = float(gradient[place]), max(abs(float(gradient[place])), floor)
            line = functools.partial(_moved, self.values, index, place, self.score)
            numeric, is_corner = _slope(line, middle, self.epsilon, self.tolerance * scale)
            if is_corner:
                corners += 1
                continue
            error = abs(exact - numeric) / max(scale, abs(numeric))
            if not error <= worst.error or not worst.place:
                worst = WeightCheck(name, place, exact, float(numeric), float(error), 0, 0)
        return WeightCheck(
            name, worst.place, worst.analytic, worst.numeric, worst.error, len(chosen) - corners, corners
        )


def _slope(line, middle, epsilon, allowed):
    """The slope of line(step) at 0, and whether there is a corner: the slopes left and right stay apart however near
    one looks, or steps of three sizes do not agree on one slope."""
    (far, far_bend), (near, near_bend) = (_two_sides(line, middle, step) for step in (epsilon, epsilon / 2))
    numeric = (4 * near - far) / 3
    if near_bend > allowed and near_bend > 0.75 * far_bend:  # a smooth curve's change of slope halves with the step
        return numeric, True
    if abs(far - near) <= allowed / 10:
        return numeric, False
    nearest, _ = _two_sides(line, middle, epsilon / 4)
    return numeric, bool(abs((4 * nearest - near) / 3 - numeric) > allowed / 4)


def _two_sides(line, middle, step):
    right, left = line(step), line(-step)
    return (right - left) / (2 * step), abs((right - middle) - (middle - left)) / step


def _moved(values, index, place, score, step):
    weight = values[index].copy()
    weight[place] += step
    return score([*values[:index], weight, *values[index + 1 :]])
