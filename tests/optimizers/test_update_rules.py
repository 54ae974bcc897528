"""Every plain optimizer against its formula in NumPy, against torch.optim (100 steps) and against Keras."""

import keras
import numpy as np
import pytest
from contracts.gradients import double_precision
from contracts.optimizer_rules import KERAS, RULES, skip_where_keras_differs, start_and_gradients, train

from dlfund import optimizers


def train_numpy(rule):
    starts, gradients = start_and_gradients("float64")
    ends = []
    for index, w in enumerate(starts):
        state = {}
        for t, step in enumerate(gradients, start=1):
            w = rule(w, step[index], t, state)
        ends.append(w)
    return ends


def train_torch(make, dtype):
    torch = pytest.importorskip("torch")
    starts, gradients = start_and_gradients(dtype)
    weights = [torch.nn.Parameter(torch.tensor(w)) for w in starts]
    optimizer = make(torch.optim, weights)
    for step in gradients:
        for w, g in zip(weights, step, strict=True):
            w.grad = torch.tensor(g)
        optimizer.step()
    return [w.detach().cpu().numpy() for w in weights]


def assert_equal(ours, theirs, tolerance):
    for a, b in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("name", RULES)
def test_a_hundred_steps_equal_the_formula(name):
    make, rule, _ = RULES[name]
    with double_precision():
        assert_equal(train(make(optimizers), "float64"), train_numpy(rule), 1e-6)


@pytest.mark.parametrize("name", [name for name in RULES if RULES[name][2]])
def test_a_hundred_steps_equal_torch(name):
    make, _, make_torch = RULES[name]
    assert_equal(train(make(optimizers), "float32"), train_torch(make_torch, "float32"), 1e-5)


@pytest.mark.parametrize("name", KERAS)
def test_thirty_steps_equal_keras(name):
    skip_where_keras_differs(name)
    make, make_keras = KERAS[name]
    assert_equal(train(make(optimizers), "float32", 30), train(make_keras(keras.optimizers), "float32", 30), 1e-5)


def test_every_plain_optimizer_is_in_the_table():
    classes = {name: getattr(optimizers, name) for name in optimizers.__all__}
    plain = {
        name
        for name, cls in classes.items()
        if issubclass(cls, keras.optimizers.Optimizer) and not issubclass(cls, optimizers.Wrapper)
    }
    assert plain == {name.partition(",")[0] for name in RULES}
    assert plain - {"SOAP"} == {name.partition(",")[0] for name in KERAS}  # Keras has no such rule
