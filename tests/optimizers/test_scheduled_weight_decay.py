"""A decay that follows a schedule of its own."""

import keras
import numpy as np
import pytest
from contracts.gradients import numbers
from keras import ops

from dlfund.optimizers import Adam, AdamW, CosineSchedule, FlatCosineSchedule, Lookahead, ScheduledWeightDecay

START = np.array([1.0, -2.0, 0.5], "float32")


def walk(optimizer, steps=12, gradient=np.sin):
    variables = [keras.Variable(START, name=name) for name in ("kernel", "bias")]
    for _ in range(steps):
        optimizer.apply([ops.convert_to_tensor(gradient(numbers(v))) for v in variables], variables)
    return [numbers(v) for v in variables]


def test_a_number_is_adamw():
    ours = walk(ScheduledWeightDecay(Adam(0.05), 0.3, factors={}))
    for a, b in zip(ours, walk(AdamW(0.05, weight_decay=0.3)), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5)


def test_without_gradient_weights_shrink_by_the_schedules():
    """The product of 1 − rate(t) · decay(t), the step counted from 0; biases stay."""
    rate, decay = CosineSchedule(0.1, steps=20), FlatCosineSchedule(2.0, steps=12, flat=0.5)
    kernel, bias = walk(ScheduledWeightDecay(Adam(rate), decay), gradient=np.zeros_like)
    left = np.prod([1 - float(rate(step)) * float(decay(step)) for step in range(12)])
    np.testing.assert_allclose(kernel, START * left, rtol=1e-5)
    np.testing.assert_array_equal(bias, START)


def test_a_weight_has_a_factor_of_its_own():
    """The first pattern that is found decides."""
    still = ScheduledWeightDecay(Adam(0.1), 0.5, factors={"^ker": 3.0, "el": 0.0, "bias": 0.2})
    kernel, bias = walk(still, steps=4, gradient=np.zeros_like)
    np.testing.assert_allclose(kernel, START * (1 - 3.0 * 0.05) ** 4, rtol=1e-5)
    np.testing.assert_allclose(bias, START * (1 - 0.2 * 0.05) ** 4, rtol=1e-5)


def test_a_factor_below_zero_is_refused():
    with pytest.raises(ValueError, match="factors ≥ 0"):
        ScheduledWeightDecay(Adam(0.1), 0.1, factors={"bias": -1.0})


def test_at_the_end_of_the_schedule_nothing_decays():
    kernel = keras.Variable(START)
    over = ScheduledWeightDecay(Adam(0.05), FlatCosineSchedule(0.3, steps=1, flat=0.0), factors={})
    zero = ops.zeros((3,))
    over.apply([zero], [kernel])
    after = numbers(kernel)
    over.apply([zero], [kernel])
    np.testing.assert_array_equal(numbers(kernel), after)


def test_two_decays_and_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="two decays would add up"):
        ScheduledWeightDecay(AdamW(0.1), 0.1)
    with pytest.raises(ValueError, match="Swap the two"):
        ScheduledWeightDecay(Lookahead(Adam(0.1)), 0.1)
