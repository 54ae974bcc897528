"""Transposed, depthwise and separable convolutions: equal to Keras's, and what each is."""

import keras
import numpy as np
import pytest
from contracts.equality import assert_same_layer, skip_where_keras_has_none
from contracts.gradients import numbers

from dlfund import layers

CALLS = [
    ("Conv1DTranspose", (4, 3, 2), {}, (2, 5, 3)),
    ("Conv1DTranspose", (4, 2, 3, "same"), {"kernel_regularizer": "l2"}, (2, 5, 3)),
    ("Conv2DTranspose", (4, (3, 2), (2, 3)), {"activation": "relu"}, (2, 4, 5, 3)),
    ("Conv2DTranspose", (4, 3, 2, "same"), {"data_format": "channels_first"}, (2, 3, 4, 5)),
    ("DepthwiseConv2D", (3, 2, "same"), {"depth_multiplier": 2, "depthwise_initializer": "ones"}, (2, 6, 5, 3)),
    ("DepthwiseConv2D", ((3, 2),), {"use_bias": False, "activation": "relu"}, (2, 6, 5, 3)),
    ("SeparableConv1D", (4, 3), {"depth_multiplier": 2, "pointwise_regularizer": "l1"}, (2, 7, 3)),
    ("SeparableConv2D", (4, 3, 1, "same"), {"activation": "tanh"}, (2, 6, 5, 3)),
]


@pytest.mark.parametrize("name, settings, options, shape", CALLS)
def test_equals_keras(name, settings, options, shape):
    ours, theirs = (getattr(room, name)(*settings, **options) for room in (layers, keras.layers))
    x = np.random.default_rng(0).normal(size=shape).astype("float32")
    skip_where_keras_has_none(theirs, x)
    assert_same_layer(ours, theirs, x, tolerance=1e-5)
    assert ours.compute_output_shape(shape) == tuple(theirs(x).shape)
    assert type(ours).from_config(theirs.get_config()).compute_output_shape(shape) == tuple(theirs(x).shape)


def test_an_input_spreads_its_window():
    layer = layers.Conv1DTranspose(1, 3, strides=3, use_bias=False)
    x = np.array([[[1.0], [10.0]]], "float32")
    layer(x)
    layer.set_weights([np.array([1.0, 2.0, 3.0]).reshape(3, 1, 1)])
    np.testing.assert_array_equal(numbers(layer(x)).ravel(), [1, 2, 3, 10, 20, 30])


def test_depthwise_channels_don_t_mix():
    layer = layers.DepthwiseConv2D(3)
    x = np.zeros((1, 5, 5, 2), "float32")
    x[..., 0] = 1
    assert np.all(numbers(layer(x))[..., 1] == 0)


def test_separable_is_depthwise_and_then_one_by_one():
    x = np.random.default_rng(0).normal(size=(2, 6, 6, 3)).astype("float32")
    whole, first, second = layers.SeparableConv2D(4, 3), layers.DepthwiseConv2D(3, use_bias=False), layers.Conv2D(4, 1)
    whole(x), second(first(x))
    depthwise, pointwise, bias = whole.get_weights()
    first.set_weights([depthwise])
    second.set_weights([pointwise, bias])
    np.testing.assert_allclose(numbers(whole(x)), numbers(second(first(x))), rtol=1e-4, atol=1e-5)


def test_what_is_refused_is_named():
    with pytest.raises(ValueError, match=r"from 0 to below the stride\. Received: output_padding=1, strides=\(1, 1\)"):
        layers.Conv2DTranspose(2, 3, output_padding=1)
    with pytest.raises(ValueError, match="depth_multiplier=0"):
        layers.DepthwiseConv2D(3, depth_multiplier=0)
