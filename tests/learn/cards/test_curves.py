"""The plain-Python curves and walks are the concepts themselves, to float32."""

import keras
import numpy as np
import pytest
from contracts.gradients import gradient, numbers
from contracts.specimens import LOSS_FUNCTIONS
from keras import ops

from dlfund import activations, initializers, losses, optimizers
from dlfund.learn.cards import walks
from dlfund.learn.cards.curves import ACTIVATIONS, DENSITIES, LOSSES, SCHEDULES

POINTS = 25

# what the axis means, for those that take more than one number
ACTIVATION_CALLS = {
    "glu": lambda x: activations.glu(ops.stack([ops.ones_like(x), x], axis=-1))[:, 0],
    "softmax": lambda x: activations.softmax(ops.stack([x, ops.zeros_like(x)], axis=-1))[:, 0],
    "log_softmax": lambda x: activations.log_softmax(ops.stack([x, ops.zeros_like(x)], axis=-1))[:, 0],
    "ParametricBlend": lambda x: activations.ParametricBlend("selu", start=0.5)(x[:, None])[:, 0],
}


def each(loss, y_true, across):
    """A loss of every row: `across` makes the rows' outputs from the numbers along the axis."""

    def call(x):
        outputs = across(x)
        targets = ops.convert_to_tensor(np.broadcast_to(np.float32(y_true), outputs.shape).copy())
        return loss(targets, outputs)

    return call


def column(x):
    return x[:, None]


def lead(x):
    return ops.stack([x, ops.zeros_like(x)], axis=-1)


def share(x):
    return ops.stack([x, 1 - x], axis=-1)


def sparse(x):
    loss = losses.SparseCategoricalCrossentropy(from_logits=True, reduction=None)
    return loss(np.zeros(len(x), "int32"), lead(x))


each_row = {"reduction": None}
LOSS_CALLS = {
    "BinaryCrossentropy": each(losses.BinaryCrossentropy(from_logits=True, **each_row), [1], column),
    "BinaryFocalCrossentropy": each(losses.BinaryFocalCrossentropy(**each_row), [1], column),
    "CategoricalCrossentropy": each(losses.CategoricalCrossentropy(from_logits=True, **each_row), [1, 0], lead),
    # the slope along p alone: of probabilities that are not brought to sum 1
    "CategoricalFocalCrossentropy": each(losses.CategoricalFocalCrossentropy(alpha=1.0, **each_row), [1, 0], share),
    "Hinge": each(losses.Hinge(**each_row), [1], column),
    "Huber": each(losses.Huber(**each_row), [0], column),
    "KLDivergence": each(losses.KLDivergence(**each_row), [0.7, 0.3], share),
    "LogCosh": each(losses.LogCosh(**each_row), [0], column),
    "MeanAbsoluteError": each(losses.MeanAbsoluteError(**each_row), [0], column),
    "MeanSquaredError": each(losses.MeanSquaredError(**each_row), [0], column),
    "PerceptronLoss": each(losses.PerceptronLoss(**each_row), [1], column),
    "Poisson": each(losses.Poisson(**each_row), [3], column),
    "Quantile": each(losses.Quantile(quantile=0.9, **each_row), [0], column),
    "SparseCategoricalCrossentropy": sparse,
    "SquaredHinge": each(losses.SquaredHinge(**each_row), [1], column),
}


def places(curve):
    # off the grid, so that no point lies on a corner, where slopes are a convention
    return np.linspace(curve.low + 1e-3, curve.high - 2e-3, POINTS).astype("float32")


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_an_activation_is_its_curve(name):
    agree(ACTIVATIONS[name], ACTIVATION_CALLS.get(name) or getattr(activations, name))


@pytest.mark.parametrize("name", sorted(LOSSES))
def test_a_loss_is_its_curve(name):
    agree(LOSSES[name], LOSS_CALLS[name])


def agree(curve, concept):
    x = places(curve)
    y = numbers(concept(ops.convert_to_tensor(x)))
    np.testing.assert_allclose(y, [curve.value(float(entry)) for entry in x], rtol=2e-5, atol=2e-6)
    slopes = gradient(concept, x, weights=1.0)
    np.testing.assert_allclose(slopes, [curve.slope(float(entry)) for entry in x], rtol=1e-4, atol=1e-5)


def test_every_loss_of_one_number_has_a_curve():
    assert set(losses.__all__) - LOSS_FUNCTIONS - set(LOSSES) == {
        *("MeanOfMembers", "CosineSimilarity", "CTC", "Dice", "Tversky"),  # of vectors, texts, regions
        *("InfoNCE", "Triplet", "LogNormal", "NormalCRPS", "OrdinalCrossentropy"),  # of a batch, of two or more outputs
    }
    assert set(LOSS_CALLS) == set(LOSSES)


@pytest.mark.parametrize(
    "name, schedule",
    [
        ("CosineSchedule", lambda: optimizers.CosineSchedule(1.0, steps=100)),
        ("CosLog4Schedule", lambda: optimizers.CosLog4Schedule(1.0, steps=100)),
        ("FlatCosineSchedule", lambda: optimizers.FlatCosineSchedule(1.0, steps=100)),
        ("OneCycleSchedule", lambda: optimizers.OneCycleSchedule(1.0, steps=100)),
        ("WarmUpSchedule", lambda: optimizers.WarmUpSchedule(optimizers.CosineSchedule(1.0, steps=80), steps=20)),
    ],
)
def test_a_schedule_is_its_curve(name, schedule):
    rate = schedule()
    steps = range(0, 100, 7)
    drawn = [SCHEDULES[name].value(float(step)) for step in steps]
    np.testing.assert_allclose([float(rate(step)) for step in steps], drawn, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", sorted(DENSITIES))
def test_a_density_is_what_the_initializer_draws(name):
    weights = numbers(getattr(initializers, name)(seed=0)((50, 150)))
    curve = DENSITIES[name]
    points = curve.points(2001)
    width = points[1][0] - points[0][0]
    assert sum(y for _, y in points) * width == pytest.approx(1, rel=0.01)
    deviation = (sum(x * x * y for x, y in points) * width) ** 0.5
    assert np.std(weights) == pytest.approx(deviation, rel=0.03)
    assert all(curve.value(float(w) * 0.999) > 0 for w in weights.ravel()[:500])


KERAS_OPTIONS = {"AdamW": {"weight_decay": 0.1}}


@pytest.mark.parametrize("name", sorted(walks.RULES))
def test_a_walk_is_the_optimizers(name):
    _, rate = walks.RULES[name]
    optimizer = getattr(optimizers, name)(learning_rate=rate, **KERAS_OPTIONS.get(name, {}))
    weights = keras.Variable(np.float32(walks.START))
    visited = [numbers(weights)]
    for _ in range(walks.STEPS):
        optimizer.apply([ops.convert_to_tensor(np.float32(walks.CURVATURE)) * weights], [weights])
        visited.append(numbers(weights))
    np.testing.assert_allclose(visited, walks.walk(name), rtol=1e-3, atol=1e-4)


def test_every_optimizer_that_follows_a_slope_has_a_walk():
    from dlfund.learn.cards import card as cards

    assert {card.name for card in cards.cards() if card.kind == "optimizer"} - set(walks.RULES) == {
        "PerceptronRule",
        *("Adafactor", "Lamb", "Muon", "SOAP", "ScheduleFreeAdamW"),  # of whole arrays, or of a mean of all steps
    }
