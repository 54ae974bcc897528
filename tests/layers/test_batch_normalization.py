import keras
import numpy as np
import pytest
from contracts.equality import assert_same_layer
from contracts.gradients import numbers
from keras import ops

from dlfund import layers


def rows(shape=(8, 3)):
    return (3 + 2 * np.random.default_rng(0).normal(size=shape)).astype("float32")


@pytest.mark.parametrize("shape", [(8, 3), (4, 5, 3), (2, 4, 4, 3)])
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("options", [{}, {"center": False, "scale": False}, {"momentum": 0.5, "epsilon": 1e-5}])
def test_equals_keras(shape, training, options):
    ours, theirs = layers.BatchNormalization(**options), keras.layers.BatchNormalization(**options)
    assert_same_layer(ours, theirs, rows(shape), training=training, tolerance=1e-5)
    np.testing.assert_allclose(numbers(ours.moving_mean), numbers(theirs.moving_mean), rtol=1e-5)
    np.testing.assert_allclose(numbers(ours.moving_variance), numbers(theirs.moving_variance), rtol=1e-5)


def test_masked_steps_do_not_count():
    x = rows((4, 5, 3))
    mask = np.ones((4, 5), bool)
    mask[:, 3:] = False
    ours, theirs = layers.BatchNormalization(), keras.layers.BatchNormalization()
    output = numbers(ours(x, training=True, mask=ops.convert_to_tensor(mask)))
    expected = numbers(theirs(x, training=True, mask=ops.convert_to_tensor(mask)))
    np.testing.assert_allclose(output, expected, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(output[:, :3].mean((0, 1)), 0, atol=1e-5)


def test_worked_by_hand():
    layer = layers.BatchNormalization(momentum=0.9, epsilon=0.0)
    y = numbers(layer(np.array([[1.0], [3.0]], "float32"), training=True))
    np.testing.assert_allclose(y, [[-1.0], [1.0]])  # mean 2, variance 1
    np.testing.assert_allclose(numbers(layer.moving_mean), [0.2], rtol=1e-6)  # 0.9 · 0 + 0.1 · 2
    np.testing.assert_allclose(numbers(layer.moving_variance), [1.0], rtol=1e-6)  # 0.9 · 1 + 0.1 · 1


def test_a_frozen_layer_uses_and_keeps_its_average():
    layer = layers.BatchNormalization(trainable=False, epsilon=0.0)
    x = rows()
    np.testing.assert_allclose(numbers(layer(x, training=True)), x, rtol=1e-6)
    np.testing.assert_array_equal(numbers(layer.moving_mean), np.zeros(3))


@pytest.mark.parametrize("momentum", [1.0, -0.1])
def test_momentum_is_a_share(momentum):
    with pytest.raises(ValueError, match=f"Received: momentum={momentum}"):
        layers.BatchNormalization(momentum=momentum)
