"""Rosenblatt's rule in Keras: scikit-learn's weights, and no more mistakes than Novikoff allows."""

import keras
import numpy as np
from contracts.gradients import numbers

from dlfund import losses, optimizers


def separable_rows(rows=40):
    generator = np.random.default_rng(0)
    x = generator.normal(size=(4 * rows, 2))
    side = x @ np.array([0.6, 0.8])
    far = np.abs(side) > 0.2  # a margin of 0.2
    return x[far][:rows].astype("float32"), np.sign(side[far][:rows]).astype("float32")


def trained_weights(x, y, epochs):
    inputs = keras.Input((2,))
    layer = keras.layers.Dense(1, kernel_initializer="zeros")
    model = keras.Model(inputs, layer(inputs))
    model.compile(optimizers.PerceptronRule(), losses.PerceptronLoss(reduction="sum"))
    model.fit(x, y, batch_size=1, epochs=epochs, shuffle=False, verbose=0)
    return numbers(layer.kernel).ravel(), numbers(layer.bias)


def test_training_equals_scikit_learns_perceptron():
    from sklearn.linear_model import Perceptron

    x, y = separable_rows()
    y[::7] *= -1  # not separable any more, so that every epoch has mistakes
    theirs = Perceptron(max_iter=2, tol=None, shuffle=False).fit(x, y)
    kernel, bias = trained_weights(x, y, epochs=2)
    np.testing.assert_allclose(kernel, theirs.coef_.ravel(), rtol=1e-5)
    np.testing.assert_allclose(bias, theirs.intercept_, rtol=1e-5)


def test_mistakes_stay_under_novikoffs_bound():
    x, y = separable_rows()
    w, mistakes = keras.Variable(np.zeros(2, "float32")), 0
    rule = optimizers.PerceptronRule()
    for _ in range(20):
        for row, t in zip(x, y, strict=True):
            if t * (numbers(w) @ row) <= 0:
                mistakes += 1
                rule.apply([keras.ops.convert_to_tensor(-t * row)], [w])
    longest, margin = np.linalg.norm(x, axis=1).max(), (y * (x @ np.array([0.6, 0.8]))).min()
    assert 0 < mistakes <= (longest / margin) ** 2
    assert (y * (x @ numbers(w)) > 0).all()


def test_the_learning_rate_changes_no_decision_from_zero_weights():
    x, y = separable_rows()
    ends = []
    for rate in (1.0, 0.25):
        w, rule = keras.Variable(np.zeros(2, "float32")), optimizers.PerceptronRule(learning_rate=rate)
        for row, t in zip(x, y, strict=True):
            mistake = float(t * (numbers(w) @ row) <= 0)
            rule.apply([keras.ops.convert_to_tensor(-t * mistake * row)], [w])
        ends.append(numbers(w) / rate)
    np.testing.assert_allclose(ends[0], ends[1], rtol=1e-6)
