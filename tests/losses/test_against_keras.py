"""Every loss against its counterpart in Keras: value and slope, random shapes and dtypes, extreme values."""

import keras
import numpy as np
import pytest
from contracts.gradients import double_precision, gradient, numbers
from contracts.loss_specimens import SPECIMENS, draw
from hypothesis import given, settings
from hypothesis import strategies as st

WITH_COUNTERPART = [(name, specimen) for name, specimen in SPECIMENS if specimen.keras]
NAMES = [name for name, _ in WITH_COUNTERPART]
EXTREME = [0.0, -0.0, 1e-40, 1e-9, 0.5, 1.0 - 1e-8, 1.0, -1.0, 30.0, -30.0, 1e30, -1e30, np.inf, -np.inf, np.nan]
BACKEND = keras.backend.backend()

# Where Keras's own backends disagree, ours is the same on all three, and is compared where they agree:
VALID_ONLY = {
    ("SparseCategoricalCrossentropy-0", "tensorflow"),  # Keras clips there before it makes the sum one
    ("SparseCategoricalCrossentropy-0", "torch"),  # Keras picks the class's entry there and overlooks NaN in others
    ("BinaryFocalCrossentropy-0", "torch"),  # nonsense such as p = −30 meets another rounding there
    # Keras on TensorFlow goes back to the logits, as ours does everywhere; elsewhere it clips the probabilities
    ("BinaryFocalCrossentropy-1", "jax"),
    ("BinaryFocalCrossentropy-1", "torch"),
}
REFUSES_NAN = {("BinaryCrossentropy-0", "torch"), ("BinaryFocalCrossentropy-0", "torch")}  # an error in torch itself
MASKS = "SparseCategoricalCrossentropy-1"  # ours allows logits of −∞ where Keras on JAX gives NaN


def value_and_slope(loss, y_true, y_pred):
    return numbers(loss(y_true, y_pred)), gradient(lambda p: loss(y_true, p), y_pred, 1.0)


def assert_like_reference(ours, reference, tolerance, masks=False):
    finite = np.isfinite(reference)
    np.testing.assert_allclose(ours[finite], reference[finite], rtol=tolerance, atol=tolerance)
    assert masks or not np.isfinite(ours[~finite]).any()


@pytest.mark.parametrize(("name", "specimen"), WITH_COUNTERPART, ids=NAMES)
@settings(max_examples=8)
@given(
    shape=st.sampled_from([(1, 2), (4, 3), (2, 3, 4)]),  # few: JAX compiles every operation anew for each
    dtype=st.sampled_from(["float32", "float64"]),
    seed=st.integers(0, 10_000),
)
def test_ordinary_values(name, specimen, shape, dtype, seed):
    generator = np.random.default_rng(seed)
    y_true = draw(generator, specimen.targets, shape)
    y_pred = draw(generator, specimen.outputs, shape).astype(dtype)
    with double_precision():
        ours = value_and_slope(specimen.make(reduction=None, dtype=dtype), y_true, y_pred)
        theirs = value_and_slope(specimen.keras(reduction=None, dtype=dtype), y_true, y_pred)
    assert ours[0].dtype == theirs[0].dtype
    for a, b in zip(ours, theirs, strict=True):
        assert a.shape == b.shape
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(("name", "specimen"), WITH_COUNTERPART, ids=NAMES)
@pytest.mark.parametrize("extreme", EXTREME)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_extreme_values(name, specimen, extreme):
    if (name, BACKEND) in VALID_ONLY or (np.isnan(extreme) and (name, BACKEND) in REFUSES_NAN):
        pytest.skip("Keras's backends disagree here; see the table above")
    y_true, y_pred = specimen.batch(rows=4)
    y_pred[1, 0] = y_pred[2, 2] = y_pred[3, :] = extreme
    ours = value_and_slope(specimen.make(reduction=None), y_true, y_pred)
    theirs = value_and_slope(specimen.keras(reduction=None), y_true, y_pred)
    for a, b in zip(ours, theirs, strict=True):
        assert_like_reference(a, b, 1e-5, masks=name == MASKS)


@pytest.mark.parametrize(("name", "specimen"), WITH_COUNTERPART, ids=NAMES)
def test_half_precision_outputs_are_judged_in_single(name, specimen):
    y_true, y_pred = specimen.batch()
    half = keras.ops.cast(y_pred, "float16")
    ours, theirs = specimen.make()(y_true, half), specimen.keras()(y_true, half)
    assert keras.backend.standardize_dtype(ours.dtype) == "float32"
    np.testing.assert_allclose(numbers(ours), numbers(theirs), rtol=1e-5)
