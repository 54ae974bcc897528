"""A broken line with its joints at the data's quantiles."""

import keras
import numpy as np
import pytest
from contracts.gradients import numbers

from dlfund import layers


def bent(edges_from, kernel):
    """A layer of one unit whose straight part is zero: the pieces alone."""
    layer = layers.PiecewiseLinearEmbedding(1, bins=len(kernel))
    layer.adapt(np.array(edges_from)[:, None])
    layer.slope.assign([[0.0]])
    layer.bias.assign([[0.0]])
    layer.kernel.assign(np.array(kernel)[None, :, None])
    return lambda x: numbers(layer(np.array(x, "float32")[:, None]))[:, 0, 0].tolist()


def test_pieces_by_hand():
    """Edges 0, 1, 3 and heights 10, 20: half through the first bin, half through the second, and on beyond the last."""
    line = bent([0.0, 1.0, 3.0], [10.0, 20.0])
    assert line([0.0, 0.5, 1.0, 2.0, 3.0]) == [0.0, 5.0, 10.0, 20.0, 30.0]
    assert line([-1.0, 5.0]) == [-10.0, 50.0]  # the outer pieces go on as they were


def test_it_starts_as_a_straight_line():
    layer = layers.PiecewiseLinearEmbedding(3, bins=4)
    x = np.linspace(-3, 3, 7, dtype="float32")[:, None]
    output = numbers(layer(x))[:, 0]
    np.testing.assert_allclose(np.diff(output, n=2, axis=0), 0, atol=1e-5)
    assert np.abs(np.diff(output, axis=0)).min() > 0


def test_each_bin_holds_as_many_rows():
    rows = np.random.default_rng(0).exponential(size=(1000, 1))
    layer = layers.PiecewiseLinearEmbedding(2, bins=10)
    layer.adapt(rows)
    counts, _ = np.histogram(rows[:, 0], bins=numbers(layer.edges)[0])
    assert counts.min() >= 98
    assert counts.max() <= 102


def test_a_column_of_few_values_gets_few_bins_and_a_constant_one_none():
    layer = layers.PiecewiseLinearEmbedding(2, bins=6)
    layer.adapt(np.array([[0.0, 5.0], [1.0, 5.0], [1.0, 5.0], [0.0, 5.0]]))
    widths = np.diff(numbers(layer.edges))
    assert [int((row > 0).sum()) for row in widths][1] == 0
    assert np.isfinite(numbers(layer(np.array([[0.5, 5.0], [-9.0, 7.0]], "float32")))).all()


def test_it_can_learn_a_step_that_a_line_cannot():
    keras.utils.set_random_seed(0)
    x = np.random.default_rng(0).uniform(-1, 1, size=(512, 1)).astype("float32")
    y = (np.abs(x) > 0.5).astype("float32")
    layer = layers.PiecewiseLinearEmbedding(4, bins=16)
    layer.adapt(x)
    model = keras.Sequential([layer, keras.layers.Flatten(), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.05), "mse")
    model.fit(x, y, epochs=30, batch_size=128, verbose=0)
    assert model.evaluate(x, y, verbose=0) < 0.05  # the best straight line has 0.25


def test_edges_are_saved_with_the_model(tmp_path):
    rows = np.random.default_rng(0).normal(size=(100, 2)).astype("float32")
    layer = layers.PiecewiseLinearEmbedding(3, bins=4)
    layer.adapt(rows)
    model = keras.Sequential([keras.Input((2,)), layer])
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(numbers(again.layers[0].edges), numbers(layer.edges))
    np.testing.assert_array_equal(numbers(again(rows)), numbers(model(rows)))


def test_missing_values_and_no_bins_are_refused():
    with pytest.raises(ValueError, match=r"shape \(2, 1\) with 1 such values\. Impute them first"):
        layers.PiecewiseLinearEmbedding().adapt([[np.nan], [1.0]])
    with pytest.raises(ValueError, match="Received: bins=0"):
        layers.PiecewiseLinearEmbedding(bins=0)
