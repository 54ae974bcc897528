"""Transposed convolutions with output_padding: the shapes and numbers of Keras's."""

import keras
import numpy as np
import pytest

from dlfund import layers


@pytest.mark.parametrize(("padding", "extra"), [("valid", 0), ("valid", 1), ("same", 1), ("same", 2)])
def test_output_padding_is_keras_own(padding, extra):
    options = {"filters": 2, "kernel_size": 3, "strides": 3, "padding": padding, "output_padding": extra}
    ours, theirs = layers.Conv1DTranspose(**options), keras.layers.Conv1DTranspose(**options)
    x = np.random.default_rng(0).normal(size=(2, 4, 3)).astype("float32")
    theirs.build(x.shape)
    ours.build(x.shape)
    ours.set_weights(theirs.get_weights())
    y = keras.ops.convert_to_numpy(ours(x))
    np.testing.assert_allclose(y, keras.ops.convert_to_numpy(theirs(x)), rtol=1e-5, atol=1e-6)
    assert ours.compute_output_shape(x.shape) == y.shape
    assert ours.get_config()["output_padding"] == (extra,)


def test_output_padding_stays_below_the_stride():
    with pytest.raises(ValueError, match="Expected output_padding to be None, or along each axis"):
        layers.Conv2DTranspose(2, 3, strides=2, output_padding=2)
