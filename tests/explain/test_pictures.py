"""Boundaries, landscapes and paths: grids whose numbers are known."""

import keras
import numpy as np
import pandas as pd
import pytest
from keras import layers, ops
from sklearn.linear_model import LogisticRegression

from dlfund import explain, optimizers
from dlfund.core.errors import UserError

X = np.random.default_rng(0).normal(size=(60, 3)).astype("float32")
Y = (X[:, 0] + X[:, 1] > 0).astype("float32")


def neuron():
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), layers.Dense(4, "tanh"), layers.Dense(1, "sigmoid")])
    model.compile("sgd", "binary_crossentropy")
    return model


def test_boundary_of_a_keras_model_and_its_frames():
    model = neuron()
    frames = explain.DecisionBoundaryFrames(X, (0, 2), every=2, points=5)
    model.fit(X, Y, epochs=4, verbose=0, callbacks=[frames])
    assert [epoch for epoch, _ in frames.frames] == [0, 2, 4]
    actual = explain.decision_boundary(model, X, (0, 2), points=5)
    np.testing.assert_allclose(frames.frames[-1][1].values, actual.values, rtol=1e-5)
    row = np.array([[actual.across[1], X[:, 1].mean(), actual.up[3]]], "float32")
    assert actual.values[3, 1] == pytest.approx(model.predict(row, verbose=0).item(), rel=1e-5)


def test_boundary_of_a_scikit_learn_model_by_column_names():
    table = pd.DataFrame(X, columns=["hours", "sleep", "noise"])
    estimator = LogisticRegression().fit(table, Y)
    actual = explain.decision_boundary(estimator, table, ("hours", "sleep"), points=4)
    row = pd.DataFrame([{"hours": actual.across[0], "sleep": actual.up[2], "noise": table.noise.mean()}])
    assert actual.values[2, 0] == pytest.approx(estimator.predict_proba(row)[0, 1])
    assert actual.classes == 2
    assert "across: hours" in str(actual)
    with pytest.raises(UserError, match="Expected a column: hours, sleep, noise"):
        explain.decision_boundary(estimator, table, ("hours", "play"))


def test_a_loss_line_ends_at_both_losses_and_leaves_the_weights():
    model = neuron()
    start = model.get_weights()
    model.fit(X, Y, epochs=3, verbose=0)
    end = model.get_weights()
    line = explain.loss_line(model, X, Y, start, end, points=5)
    assert line.losses[-1] == pytest.approx(model.evaluate(X, Y, verbose=0), rel=1e-4)
    assert line.losses[0] > line.losses[-1]
    assert line.barrier >= 0
    assert all(np.array_equal(a, b) for a, b in zip(end, model.get_weights(), strict=True))


def test_a_landscape_has_the_weights_own_loss_in_its_middle_and_is_scale_free():
    model = neuron()
    actual = explain.loss_landscape(model, X, Y, points=5)
    assert actual.center == pytest.approx(model.evaluate(X, Y, verbose=0), rel=1e-4)
    assert actual.losses.shape == (5, 5)
    with pytest.raises(UserError, match="odd number"):
        explain.loss_landscape(model, X, Y, points=4)


@pytest.mark.parametrize("name", explain.SURFACES)
def test_surfaces_slopes_and_minima(name):
    surface, step = explain.SURFACES[name], 1e-6
    for x, y in [(0.3, -0.7), (1.2, 0.4)]:
        measured = (
            (surface.function(x + step, y) - surface.function(x - step, y)) / (2 * step),
            (surface.function(x, y + step) - surface.function(x, y - step)) / (2 * step),
        )
        np.testing.assert_allclose(surface.gradient(x, y), measured, rtol=1e-6, atol=1e-6)
    for minimum in surface.minima:
        np.testing.assert_allclose(surface.gradient(*minimum), (0, 0), atol=1e-12)


def by_hand(name, x, y):
    """The slopes of the four surfaces, written out."""
    if name == "bowl":
        return np.array([x, 20 * y])
    if name == "rosenbrock":
        return np.array([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])
    if name == "saddle":
        return np.array([2 * x, y**3 - 2 * y])
    a, b, c = 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y**3
    return 2 * np.array([a * (y - 1) + b * (y**2 - 1) + c * (y**3 - 1), a * x + b * 2 * x * y + c * 3 * x * y**2])


@pytest.mark.parametrize("name", explain.SURFACES)
def test_paths_equal_updates_written_by_hand(name):
    """Plain descent, momentum and Adagrad, in float32 as the optimizers compute."""
    made = {
        "plain": optimizers.GradientDescent(1e-3),
        "momentum": keras.optimizers.SGD(1e-3, momentum=0.9),
        "adagrad": keras.optimizers.Adagrad(0.01),
    }
    paths = explain.optimizer_paths(made, name, steps=20)
    start = np.float32(explain.SURFACES[name].start)
    w, u, q, v, s = start, start, start, np.float32([0, 0]), np.float32([0.1, 0.1])
    for t in range(1, 21):
        w = w - np.float32(1e-3) * np.float32(by_hand(name, *np.float64(w)))
        v = np.float32(0.9) * v - np.float32(1e-3) * np.float32(by_hand(name, *np.float64(u)))
        u = u + v
        g = np.float32(by_hand(name, *np.float64(q)))
        s = s + g * g
        q = q - np.float32(0.01) * g / np.sqrt(s + np.float32(1e-7))
        for walk, point in zip(made, (w, u, q), strict=True):
            np.testing.assert_allclose(paths[walk].points[t], point, rtol=1e-6, atol=1e-6)
    assert not made["plain"].built
    assert "from the minimum" in str(paths)


def test_a_walk_that_diverges_is_shown():
    paths = explain.optimizer_paths({"too far": keras.optimizers.SGD(1.0)}, "rosenbrock", steps=20)
    assert not np.isfinite(ops.convert_to_numpy(paths["too far"].points)).all()
