"""Cosine, warm-up, flat-cosine, coslog4 and one-cycle."""

import keras
import numpy as np
import pytest
from contracts.gradients import numbers
from keras import ops

from dlfund.optimizers import (
    CosineSchedule,
    CosLog4Schedule,
    FlatCosineSchedule,
    OneCycleSchedule,
    WarmUpSchedule,
)


def rates(schedule, steps):
    return np.array([float(schedule(ops.convert_to_tensor(step))) for step in steps])


def test_cosine_is_keras_cosine_decay():
    kerass = keras.optimizers.schedules.CosineDecay(0.2, 50, alpha=0.1)
    ours = CosineSchedule(0.2, steps=50, floor=0.02)
    np.testing.assert_allclose(rates(ours, range(0, 70, 3)), rates(kerass, range(0, 70, 3)), rtol=1e-5)


def test_one_cycle_is_torchs():
    torch = pytest.importorskip("torch")
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)
    torchs = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        max_lr=0.5,
        total_steps=40,
        pct_start=0.25,
        div_factor=20.0,
        final_div_factor=100.0,
        cycle_momentum=False,
    )
    expected = []
    for _ in range(40):
        expected.append(torchs.get_last_lr()[0])
        optimizer.step()
        if len(expected) < 40:
            torchs.step()
    ours = OneCycleSchedule(0.5, steps=40, rise=0.25, start_divisor=20.0, end_divisor=100.0)
    np.testing.assert_allclose(rates(ours, range(40)), expected, rtol=2e-5, atol=1e-7)


def test_coslog4_has_four_waves_each_twice_as_long():
    got = rates(CosLog4Schedule(1.0, steps=1500), range(1501))
    t = np.arange(1501) / 1500
    np.testing.assert_allclose(got, 0.5 * (1 - np.cos(2 * np.pi * np.log2(1 + 15 * t))), atol=1e-5)
    valleys = [0, *[i for i in range(1, 1500) if got[i] < got[i - 1] and got[i] <= got[i + 1]], 1500]
    np.testing.assert_allclose(np.diff(valleys), [100, 200, 400, 800], atol=2)


def test_flat_cosine_is_flat_and_then_a_cosine():
    got = rates(FlatCosineSchedule(0.3, steps=100, flat=0.4), range(101))
    np.testing.assert_allclose(got[:41], 0.3, rtol=1e-6)
    np.testing.assert_allclose(got[40:], rates(CosineSchedule(0.3, steps=60), range(61)), atol=1e-6)


def test_warm_up_rises_in_a_line_and_hands_over_at_step_zero():
    after = CosineSchedule(0.4, steps=20)
    got = rates(WarmUpSchedule(after, steps=4), range(30))
    np.testing.assert_allclose(got[:4], [0.1, 0.2, 0.3, 0.4], rtol=1e-6)
    np.testing.assert_allclose(got[4:], rates(after, range(26)), rtol=1e-6)


def test_an_optimizer_takes_the_rate_of_its_step():
    optimizer = keras.optimizers.SGD(WarmUpSchedule(0.4, steps=4))
    w = keras.Variable([0.0])
    for _ in range(5):
        optimizer.apply([ops.convert_to_tensor([-1.0])], [w])
    assert numbers(w)[0] == pytest.approx(0.1 + 0.2 + 0.3 + 0.4 + 0.4)


@pytest.mark.parametrize(
    "make, sentence",
    [
        (lambda: CosineSchedule(0.1, steps=0), r"Expected steps above 0\. Received: steps=0"),
        (lambda: FlatCosineSchedule(0.1, steps=5, flat=1.0), r"Expected flat in \[0, 1\)"),
        (lambda: OneCycleSchedule(0.1, steps=2), "more than one step of it"),
        (lambda: WarmUpSchedule(-0.1, steps=2), "Expected after above 0"),
    ],
)
def test_bad_arguments(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()
