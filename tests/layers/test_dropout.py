import keras
import numpy as np
import pytest
from contracts.gradients import gradient, numbers

from dlfund import layers

ONES = np.ones((200, 100), "float32")


def test_drops_the_share_it_is_told_and_scales_the_rest():
    y = numbers(layers.Dropout(0.25, seed=1)(ONES, training=True))
    assert set(np.round(np.unique(y), 5)) == {0.0, np.round(np.float32(4 / 3), 5)}
    assert abs((y == 0).mean() - 0.25) < 0.01  # the standard error is 0.003


def test_keeps_the_expected_sum():
    y = numbers(layers.Dropout(0.5, seed=1)(ONES, training=True))
    assert abs(y.mean() - 1) < 0.03


def test_does_nothing_while_predicting():
    np.testing.assert_array_equal(numbers(layers.Dropout(0.9)(ONES)), ONES)


@pytest.mark.parametrize("rate, left", [(0.0, 1.0), (1.0, 0.0)])
def test_the_ends(rate, left):
    layer = layers.Dropout(rate)
    np.testing.assert_array_equal(numbers(layer(ONES, training=True)), left * ONES)
    assert np.isfinite(gradient(lambda x: layer(x, training=True), ONES, weights=1.0)).all()


def test_gradient_passes_where_the_number_passed():
    layer = layers.Dropout(0.5, seed=3)
    again = layers.Dropout(0.5, seed=3)
    kept = numbers(layer(ONES, training=True))
    np.testing.assert_array_equal(gradient(lambda x: again(x, training=True), ONES, weights=1.0), kept)


def test_another_call_drops_others():
    layer = layers.Dropout(0.5, seed=3)
    assert np.any(numbers(layer(ONES, training=True)) != numbers(layer(ONES, training=True)))


def test_the_rate_changes_without_compiling_again():
    calls = []

    class Counted(keras.layers.Layer):
        def call(self, x):
            calls.append(1)
            return x

    dropout = layers.Dropout(0.0, seed=1)
    model = keras.Sequential([keras.Input((100,)), Counted(), dropout])
    model.compile(keras.optimizers.SGD(0.0), "mse", run_eagerly=False)
    with pytest.MonkeyPatch.context() as patch:
        import warnings

        patch.setattr(warnings, "warn", lambda *args, **kwargs: None)  # Keras: nothing to train
        before = model.train_on_batch(ONES, ONES)
        traced = len(calls)
        dropout.rate.assign(1.0)
        after = model.train_on_batch(ONES, ONES)
    assert float(np.ravel(before)[0]) == 0.0
    if keras.backend.backend() != "torch":  # torch runs the layer's Python at every step
        assert len(calls) == traced
    assert float(np.ravel(after)[0]) > 0.4


def test_an_assigned_rate_is_saved(tmp_path):
    model = keras.Sequential([keras.Input((3,)), layers.Dropout(0.5)])
    model.layers[0].rate.assign(0.125)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    assert float(numbers(again.layers[0].rate)) == 0.125


def pair():
    return [
        keras.Sequential([keras.Input((3,)), kind.Dense(4), kind.Dropout(0.5), kind.Dense(1)])
        for kind in (layers, keras.layers)
    ]


def test_the_rate_is_no_weight_so_keras_networks_and_ours_exchange_weights(tmp_path):
    ours, theirs = pair()
    assert ours.count_params() == theirs.count_params()
    assert len(ours.weights) == 4
    ours.set_weights(theirs.get_weights())
    for first, other in ((ours, theirs), (theirs, ours)):
        first.layers[0].kernel.assign(np.full((3, 4), np.random.default_rng(0).random()))
        first.save_weights(tmp_path / "some.weights.h5")
        other.load_weights(tmp_path / "some.weights.h5")
        np.testing.assert_array_equal(numbers(ours(ONES[:2, :3])), numbers(theirs(ONES[:2, :3])))


def test_a_file_of_an_earlier_version_is_read():
    layer = layers.Dropout(0.5)
    layer.load_own_variables({"0": np.float32(0.25)})
    assert float(numbers(layer.rate)) == 0.25
    with pytest.raises(ValueError, match="Received: 'kernel' in it"):
        layer.load_own_variables({"kernel": np.float32(1.0)})


@pytest.mark.parametrize("rate", [-0.1, 1.1, 20, "half"])
def test_rate_must_be_a_share(rate):
    with pytest.raises(ValueError, match=f"from 0 to 1. Received: rate={rate!r}"):
        layers.Dropout(rate)


def test_a_scheduled_rate_follows_the_steps_trained_and_is_saved(tmp_path):
    from dlfund.optimizers import FlatCosineSchedule

    dropout = layers.Dropout(FlatCosineSchedule(0.5, steps=4, flat=0.5), seed=1)
    shares = [(numbers(dropout(ONES, training=True)) == 0).mean() for _ in range(5)]
    np.testing.assert_allclose(shares, [0.5, 0.5, 0.5, 0.25, 0.0], atol=0.01)
    dropout(ONES)  # predicting is no step
    assert int(numbers(dropout.step)) == 5

    model = keras.Sequential([keras.Input((100,)), dropout])
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras").layers[0]
    assert int(numbers(again.step)) == 5
    assert again.get_config() == dropout.get_config()
