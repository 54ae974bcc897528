import keras
import numpy as np
import pytest
from contracts.gradients import numbers

from dlfund.losses import BinaryCrossentropy, Dice, Tversky

PICTURE = np.zeros((1, 100), "float32")
PICTURE[0, :2] = 1.0  # two pixels of a hundred


@pytest.mark.parametrize("axis", [None, -1, (1, 2), [1, 2]])
def test_both_equal_keras_over_any_axis(axis):
    generator = np.random.default_rng(0)
    t, p = generator.integers(0, 2, (2, 3, 4)).astype("float32"), generator.uniform(size=(2, 3, 4)).astype("float32")
    keras_axis = tuple(axis) if isinstance(axis, list) else axis
    for ours, theirs in (
        (Dice(None, axis=axis), keras.losses.Dice(None, axis=keras_axis)),
        (Tversky(0.3, 0.8, None, axis=axis), keras.losses.Tversky(0.3, 0.8, None, axis=keras_axis)),
    ):
        np.testing.assert_allclose(numbers(ours(t, p)), numbers(theirs(t, p)), rtol=1e-5)


def test_marking_nothing_is_cheap_for_cross_entropy_and_dear_for_overlap():
    nothing = np.full((1, 100), 1e-3, "float32")
    assert float(BinaryCrossentropy()(PICTURE, nothing)) < 0.15
    assert float(Dice()(PICTURE, nothing)) > 0.99


def test_a_half_each_is_dice():
    p = np.random.default_rng(1).uniform(size=(1, 100)).astype("float32")
    assert float(Tversky(0.5, 0.5)(PICTURE, p)) == pytest.approx(float(Dice()(PICTURE, p)), rel=1e-5)


def test_alpha_is_the_price_of_a_miss():
    one_missed, one_false = PICTURE.copy(), PICTURE.copy()
    one_missed[0, 0], one_false[0, 50] = 0.0, 1.0
    loss = Tversky(alpha=0.9, beta=0.1)
    assert float(loss(PICTURE, one_missed)) == pytest.approx(1 - 1 / 1.9, rel=1e-5)  # 1 found, 1 missed
    assert float(loss(PICTURE, one_false)) == pytest.approx(1 - 2 / 2.1, rel=1e-5)


def test_a_negative_price_is_refused():
    with pytest.raises(ValueError, match=r"Expected alpha and beta of at least 0\. Received: alpha=-1"):
        Tversky(alpha=-1.0)
