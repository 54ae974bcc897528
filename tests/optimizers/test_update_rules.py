"""Every plain optimizer against its formula in NumPy, against torch.optim (100 steps) and against Keras."""

import keras
import numpy as np
import pytest
from contracts.gradients import double_precision, numbers

from dlfund import optimizers

STEPS = 100


def gradient_descent(w, g, t, s, rate=0.05):
    return w - rate * g


def momentum(w, g, t, s, rate=0.05, share=0.9):
    s["v"] = share * s.get("v", 0) - rate * g
    return w + s["v"]


def nesterov(w, g, t, s, rate=0.05, share=0.9):
    s["v"] = share * s.get("v", 0) - rate * g
    return w + share * s["v"] - rate * g


def adagrad(w, g, t, s, rate=0.05, epsilon=1e-7):
    s["total"] = s.get("total", 0.1) + g**2
    return w - rate * g / (np.sqrt(s["total"]) + epsilon)


def rmsprop(w, g, t, s, rate=0.05, rho=0.9, epsilon=1e-7):
    s["v"] = rho * s.get("v", 0) + (1 - rho) * g**2
    return w - rate * g / (np.sqrt(s["v"]) + epsilon)


def adam(w, g, t, s, rate=0.05, beta_1=0.9, beta_2=0.99, epsilon=1e-7):
    s["m"] = beta_1 * s.get("m", 0) + (1 - beta_1) * g
    s["v"] = beta_2 * s.get("v", 0) + (1 - beta_2) * g**2
    return w - rate * s["m"] / (1 - beta_1**t) / (np.sqrt(s["v"] / (1 - beta_2**t)) + epsilon)


def adamw(w, g, t, s, rate=0.05, decay=0.3):
    return adam(w, g, t, s) - rate * decay * w


def nadam(w, g, t, s, rate=0.05, beta_1=0.9, beta_2=0.99, epsilon=1e-7):
    def mu(t):
        return beta_1 * (1 - 0.5 * 0.96 ** (t * 0.004))

    s["product"] = s.get("product", 1) * mu(t)
    s["m"] = beta_1 * s.get("m", 0) + (1 - beta_1) * g
    s["v"] = beta_2 * s.get("v", 0) + (1 - beta_2) * g**2
    ahead = mu(t + 1) * s["m"] / (1 - s["product"] * mu(t + 1)) + (1 - mu(t)) * g / (1 - s["product"])
    return w - rate * ahead / (np.sqrt(s["v"] / (1 - beta_2**t)) + epsilon)


def lion(w, g, t, s, rate=0.05, beta_1=0.9, beta_2=0.99):
    m = s.get("m", 0)
    s["m"] = beta_2 * m + (1 - beta_2) * g
    return w - rate * np.sign(beta_1 * m + (1 - beta_1) * g)


# name -> (ours, its formula, torch's counterpart or None: torch has no Lion)
RULES = {
    "GradientDescent": (lambda o: o.GradientDescent(0.05), gradient_descent, lambda t, p: t.SGD(p, 0.05)),
    "Momentum": (lambda o: o.Momentum(0.05), momentum, lambda t, p: t.SGD(p, 0.05, momentum=0.9)),
    "Nesterov": (lambda o: o.Nesterov(0.05), nesterov, lambda t, p: t.SGD(p, 0.05, momentum=0.9, nesterov=True)),
    "Adagrad": (
        lambda o: o.Adagrad(0.05),
        adagrad,
        lambda t, p: t.Adagrad(p, 0.05, initial_accumulator_value=0.1, eps=1e-7),
    ),
    "RMSprop": (lambda o: o.RMSprop(0.05), rmsprop, lambda t, p: t.RMSprop(p, 0.05, alpha=0.9, eps=1e-7)),
    "Adam": (lambda o: o.Adam(0.05, beta_2=0.99), adam, lambda t, p: t.Adam(p, 0.05, (0.9, 0.99), eps=1e-7)),
    "AdamW": (
        lambda o: o.AdamW(0.05, beta_2=0.99, weight_decay=0.3),
        adamw,
        lambda t, p: t.AdamW(p, 0.05, (0.9, 0.99), eps=1e-7, weight_decay=0.3),
    ),
    "Nadam": (
        lambda o: o.Nadam(0.05, beta_2=0.99),
        nadam,
        lambda t, p: t.NAdam(p, 0.05, (0.9, 0.99), eps=1e-7, momentum_decay=0.004),
    ),
    "Lion": (lambda o: o.Lion(0.05), lion, None),
    "PerceptronRule": (lambda o: o.PerceptronRule(0.05), gradient_descent, lambda t, p: t.SGD(p, 0.05)),
}

# Keras's options that make it the same rule. It adds epsilon at another place (inside the root, or before Adam's
# correction of v), so epsilon is made too small to matter; Nadam's momentum rises 250 times faster there.
KERAS = {
    "GradientDescent": (lambda o: o.GradientDescent(0.05), lambda k: k.SGD(0.05)),
    "Momentum": (lambda o: o.Momentum(0.05), lambda k: k.SGD(0.05, momentum=0.9)),
    "Nesterov": (lambda o: o.Nesterov(0.05), lambda k: k.SGD(0.05, momentum=0.9, nesterov=True)),
    "Adagrad": (lambda o: o.Adagrad(0.05, epsilon=1e-12), lambda k: k.Adagrad(0.05, epsilon=1e-12)),
    "RMSprop": (lambda o: o.RMSprop(0.05, epsilon=1e-12), lambda k: k.RMSprop(0.05, epsilon=1e-12)),
    "Adam": (lambda o: o.Adam(0.05, epsilon=1e-12), lambda k: k.Adam(0.05, epsilon=1e-12)),
    "AdamW": (
        lambda o: o.AdamW(0.05, epsilon=1e-12, weight_decay=0.1),
        lambda k: k.AdamW(0.05, epsilon=1e-12, weight_decay=0.1),
    ),
    "Nadam": (lambda o: o.Nadam(0.05, epsilon=1e-12, momentum_decay=1.0), lambda k: k.Nadam(0.05, epsilon=1e-12)),
    "Lion": (lambda o: o.Lion(0.05, weight_decay=0.1), lambda k: k.Lion(0.05, weight_decay=0.1)),
}


def start_and_gradients(dtype):
    """Two weights, and 100 gradients for each, of sizes from a thousandth to ten."""
    generator = np.random.default_rng(0)
    starts = [generator.normal(size=shape).astype(dtype) for shape in ((3, 2), (2,))]
    sizes = 10.0 ** generator.uniform(-3, 1, STEPS)
    return starts, [[(size * generator.normal(size=w.shape)).astype(dtype) for w in starts] for size in sizes]


def train(optimizer, dtype, steps=STEPS):
    starts, gradients = start_and_gradients(dtype)
    weights = [keras.Variable(w, dtype=dtype) for w in starts]
    optimizer.build(weights)
    for step in gradients[:steps]:
        optimizer.apply([keras.ops.convert_to_tensor(g) for g in step], weights)
    return [numbers(w) for w in weights]


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
    make, make_keras = KERAS[name]
    assert_equal(train(make(optimizers), "float32", 30), train(make_keras(keras.optimizers), "float32", 30), 1e-5)


def test_every_plain_optimizer_is_in_the_table():
    classes = {name: getattr(optimizers, name) for name in optimizers.__all__}
    plain = {
        name
        for name, cls in classes.items()
        if issubclass(cls, keras.optimizers.Optimizer) and not issubclass(cls, optimizers.Wrapper)
    }
    assert plain == set(RULES)
