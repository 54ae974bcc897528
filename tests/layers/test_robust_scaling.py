"""Columns on their own scale, whatever their outliers."""

import keras
import numpy as np
import pytest
from contracts.gradients import double_precision, finite_differences, gradient, numbers
from sklearn.preprocessing import RobustScaler

from dlfund import layers

ROWS = np.random.default_rng(0).normal(loc=5, scale=20, size=(101, 3))


def adapted(rows, **options):
    layer = layers.RobustScaling(**options)
    layer.adapt(rows)
    return layer


def test_without_clipping_it_equals_scikit_learn():
    expected = RobustScaler().fit(ROWS).transform(ROWS)
    np.testing.assert_allclose(numbers(adapted(ROWS, limit=None)(ROWS.astype("float32"))), expected, atol=1e-5)


def test_the_soft_clip_by_hand():
    """z = 3 at a limit of 3 is 3 / √2; z = 4: 4 / √(1 + 16/9) = 2.4."""
    layer = layers.RobustScaling()
    np.testing.assert_allclose(
        numbers(layer(np.array([[3.0, 4.0, -4.0]], "float32")))[0], [3 / 2**0.5, 2.4, -2.4], rtol=1e-6
    )


def test_an_outlier_moves_nothing():
    spoiled = ROWS.copy()
    spoiled[np.argmax(ROWS[:, 0]), 0] = 1e12
    x = ROWS[:10].astype("float32")
    np.testing.assert_array_equal(numbers(adapted(ROWS)(x)), numbers(adapted(spoiled)(x)))


def test_no_value_leaves_the_limit_and_none_turns_to_nan():
    x = np.array([[1e30, -1e30, np.inf, -np.inf, 3.4e38, 1e-40, 0.0]], "float32")
    output = numbers(layers.RobustScaling()(x))[0]
    np.testing.assert_allclose(output, [3, -3, 3, -3, 3, 0, 0], atol=1e-6)
    assert np.isnan(numbers(layers.RobustScaling()(np.array([[np.nan]], "float32")))).all()


def test_the_slope_is_what_the_card_says():
    x = np.array([[-10.0, -3.0, -1.0, 0.0, 0.5, 3.0, 1e20]])
    with double_precision():
        layer = layers.RobustScaling(dtype="float64")
        slopes = gradient(layer, x, weights=1.0)
        np.testing.assert_allclose(slopes, (1 + (x / 3) ** 2) ** -1.5, atol=1e-12)
        measured = finite_differences(layers.RobustScaling(dtype="float64"), x[:, :-1], weights=1.0)
        np.testing.assert_allclose(slopes[:, :-1], measured, atol=1e-8)


def test_columns_without_spread():
    """Quartiles that coincide: half the range instead. A constant: always zero."""
    layer = adapted(np.array([[0.0, 7.0], [0.0, 7.0], [0.0, 7.0], [0.0, 7.0], [10.0, 7.0]]), limit=None)
    assert numbers(layer(np.array([[5.0, 7.0], [10.0, 9.0]], "float32"))).tolist() == [[1.0, 0.0], [2.0, 0.0]]


def test_a_large_median_keeps_its_digits_in_half_precision():
    rows = 10_000 + np.arange(5.0)[:, None]
    output = numbers(adapted(rows, limit=None, dtype="mixed_bfloat16")(rows.astype("float32")))
    np.testing.assert_allclose(output[:, 0], [-1, -0.5, 0, 0.5, 1])


def test_statistics_are_saved_with_the_model(tmp_path):
    model = keras.Sequential([keras.Input((3,)), adapted(ROWS)])
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    x = ROWS.astype("float32")
    np.testing.assert_array_equal(numbers(again(x)), numbers(model(x)))
    assert np.abs(numbers(again.layers[0].median)).min() > 0


def test_missing_values_and_a_limit_of_zero_are_refused():
    with pytest.raises(ValueError, match="Impute them first"):
        layers.RobustScaling().adapt([[np.nan], [1.0]])
    with pytest.raises(ValueError, match=r"Received: limit=0\."):
        layers.RobustScaling(limit=0)
