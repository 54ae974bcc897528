"""Layers that lay out, join, pad and mark numbers: equal to Keras's, and what each is for."""

import keras
import numpy as np
import pytest
from contracts.equality import assert_same_layer
from contracts.gradients import gradient, numbers
from keras import ops

from dlfund import layers

CALLS = [
    ("Activation", ("gelu",), {}, (2, 3)),
    ("Flatten", (), {}, (2, 4, 3)),
    ("Flatten", ("channels_first",), {}, (2, 3, 4, 5)),
    ("Identity", (), {}, (2, 3)),
    ("LeakyReLU", (), {}, (2, 3)),
    ("Masking", (), {"mask_value": 0.5}, (2, 4, 3)),
    ("Reshape", ((3, -1),), {}, (2, 4, 6)),
    ("Softmax", (), {"axis": [1, 2]}, (2, 4, 3)),
    ("UpSampling1D", (3,), {}, (2, 4, 3)),
    ("UpSampling2D", (2, "channels_first"), {}, (2, 3, 4, 5)),
    ("UpSampling2D", ((2, 3),), {"interpolation": "bilinear"}, (2, 4, 5, 3)),
    ("ZeroPadding1D", (2,), {}, (2, 4, 3)),
    ("ZeroPadding1D", ((0, 1),), {"data_format": "channels_first"}, (2, 3, 4)),
    ("ZeroPadding2D", ((1, 2),), {}, (2, 4, 5, 3)),
    ("ZeroPadding2D", (((0, 1), (2, 0)), "channels_first"), {}, (2, 3, 4, 5)),
]


@pytest.mark.parametrize("name, settings, options, shape", CALLS)
def test_equals_keras(name, settings, options, shape):
    ours, theirs = (getattr(room, name)(*settings, **options) for room in (layers, keras.layers))
    x = np.random.default_rng(0).normal(size=shape).astype("float32")
    assert_same_layer(ours, theirs, x)
    again = type(ours).from_config(theirs.get_config())
    np.testing.assert_allclose(numbers(again(x)), numbers(theirs(x)), rtol=1e-6)


@pytest.mark.parametrize("name", ["Add", "Multiply"])
@pytest.mark.parametrize("shapes", [[(2, 3)] * 3, [(2, 4, 3), (2, 3)], [(2, 4, 3), (2, 1, 3)]])
def test_merges_equal_keras(name, shapes):
    ours, theirs = getattr(layers, name)(), getattr(keras.layers, name)()
    x = [np.random.default_rng(n).normal(size=shape).astype("float32") for n, shape in enumerate(shapes)]
    np.testing.assert_allclose(numbers(ours(x)), numbers(theirs(x)), rtol=1e-6)
    slopes = [gradient(lambda first, a=layer: a([first, *x[1:]]), x[0]) for layer in (ours, theirs)]
    np.testing.assert_allclose(*slopes, rtol=1e-6)
    assert ours.compute_output_shape(shapes) == theirs.compute_output_shape(shapes)


@pytest.mark.parametrize("axis, shapes", [(-1, [(2, 4, 3), (2, 4, 1)]), (1, [(2, 4, 3), (2, 2, 3)])])
def test_concatenate_equals_keras_with_its_mask(axis, shapes):
    ours, theirs = layers.Concatenate(axis), keras.layers.Concatenate(axis)
    x = [ops.convert_to_tensor(np.random.default_rng(n).normal(size=s).astype("float32")) for n, s in enumerate(shapes)]
    np.testing.assert_array_equal(numbers(ours(x)), numbers(theirs(x)))
    masks = [ops.convert_to_tensor(np.arange(shape[1])[None] < [[1], [2]]) for shape in shapes]
    for given in (masks, [masks[0], None]):
        np.testing.assert_array_equal(numbers(ours.compute_mask(x, given)), numbers(theirs.compute_mask(x, given)))


@pytest.mark.parametrize(
    "name, settings, told",
    [
        ("Reshape", ((-1, -1),), "one of which may be -1"),
        ("ZeroPadding2D", ((1, 2, 3),), "how many zeros stand before and after"),
        ("UpSampling2D", (2, None, "cubic"), "Received: interpolation='cubic'"),
        ("LeakyReLU", (-1.0,), "of 0 or above"),
        ("TimeDistributed", (layers.Dense,), "not the class"),
        ("Flatten", ("last",), "Received: data_format='last'"),
    ],
)
def test_a_bad_argument_is_named(name, settings, told):
    with pytest.raises(ValueError, match=told):
        getattr(layers, name)(*settings)


@pytest.mark.parametrize(
    "call, told",
    [
        (lambda: layers.Add()(np.ones((2, 3))), r"layer|list of inputs"),
        (lambda: layers.Add()([np.ones((2, 3)), np.ones((2, 4))]), "inputs of one shape"),
        (lambda: layers.Concatenate()([np.ones((2, 3)), np.ones((3, 3))]), "differ along axis -1 alone"),
        (lambda: layers.Reshape((5,))(np.ones((2, 6))), "target_shape of 6 numbers"),
        (lambda: layers.Add().compute_mask([np.ones((2, 3))] * 2, [None]), "a list of 2 masks"),
        (lambda: layers.Concatenate().compute_mask([np.ones((2, 3))] * 2, np.ones(2)), "a list of 2 masks"),
        (lambda: layers.TimeDistributed(layers.Dense(2))(np.ones((2, 6))), r"shape \(batch, time, ...\)"),
    ],
)
def test_a_bad_input_is_named(call, told):
    with pytest.raises(ValueError, match=told):
        call()


def test_time_distributed_is_the_layer_of_every_step():
    x = np.random.default_rng(0).normal(size=(2, 3, 6, 6, 1)).astype("float32")
    inner = layers.Conv2D(2, 3)
    y = numbers(layers.TimeDistributed(inner)(x))
    np.testing.assert_allclose(y, np.stack([numbers(inner(x[:, t])) for t in range(3)], axis=1), rtol=1e-5, atol=1e-6)
    theirs = keras.layers.TimeDistributed(inner)
    np.testing.assert_allclose(y, numbers(theirs(x)), rtol=1e-5, atol=1e-6)


def test_a_masked_step_reaches_the_recurrent_layer():
    x = np.random.default_rng(0).normal(size=(2, 5, 3)).astype("float32")
    x[:, 3:] = 9.0
    model = keras.Sequential([keras.Input((5, 3)), layers.Masking(9.0), layers.GRU(2)])
    np.testing.assert_allclose(numbers(model(x)), numbers(model.layers[1](x[:, :3])), rtol=1e-5, atol=1e-6)


def test_softmax_gives_nothing_to_what_is_excluded():
    layer = layers.Softmax()
    mask = ops.convert_to_tensor(np.array([[True, False, True], [False, False, False]]))
    y = numbers(layer(np.zeros((2, 3), "float32"), mask=mask))
    np.testing.assert_allclose(y, [[0.5, 0, 0.5], [0, 0, 0]])


def test_a_network_of_any_height_is_flattened_only_when_it_is_known():
    assert layers.Flatten().compute_output_shape((None, None, 3)) == (None, None)
    model = keras.Sequential([keras.Input((None, 3)), layers.Flatten()])
    assert tuple(model(np.ones((2, 4, 3), "float32")).shape) == (2, 12)


def test_a_masked_step_leaves_the_other_factor_as_it_is():
    first, second = ([[[0.0], [2.0], [0.0]]], [[[0.0], [0.0], [3.0]]])
    for room in (layers, keras.layers):  # masked in both, in the second, in the first
        masked = [room.Masking()(ops.convert_to_tensor(x)) for x in (first, second)]
        assert numbers(room.Multiply()(masked))[0, :, 0].tolist() == [0.0, 2.0, 3.0]
        assert numbers(room.Multiply()([masked[0], ops.convert_to_tensor(second)]))[0, :, 0].tolist() == [0.0, 0.0, 3.0]


def test_a_concatenations_mask_can_be_symbolic():
    x, y = keras.Input((2, 1)), keras.Input((3, 1))
    joined = layers.Concatenate(axis=1)([layers.Masking()(x), y])
    mask = keras.Model([x, y], keras.src.backend.get_keras_mask(joined))
    shown = numbers(mask([np.array([[[0.0], [1.0]]]), np.zeros((1, 3, 1))]))
    assert shown.tolist() == [[False, True, True, True, True]]


def test_the_layer_at_each_step_keeps_its_own_precision():
    """As a head in single precision has it in a network of half precision."""
    layer = layers.TimeDistributed(layers.Dense(2, dtype="float32"), dtype="mixed_float16")
    known = layer(keras.Input((3, 4), dtype="float16"))
    assert (known.dtype, known.shape) == ("float32", (None, 3, 2))
    assert keras.backend.standardize_dtype(layer(np.ones((1, 3, 4), "float16")).dtype) == "float32"


def test_the_slope_has_keras_s_earlier_name_too():
    layer = layers.LeakyReLU(alpha=0.1)
    assert layer.get_config()["negative_slope"] == 0.1
    np.testing.assert_allclose(numbers(layer(np.array([-2.0, 3.0]))), [-0.2, 3.0], rtol=1e-6)


@pytest.mark.parametrize(
    "name", ["AvgPool1D", "AvgPool2D", "GlobalAvgPool1D", "GlobalMaxPool2D", "MaxPool1D", "MaxPool2D"]
)
def test_a_short_name_means_the_same_layer(name):
    assert getattr(layers, name) is getattr(layers, getattr(keras.layers, name).__name__)


@pytest.mark.parametrize("name", ["add", "multiply", "concatenate"])
def test_joining_is_also_a_function(name):
    inputs = [np.array([[1.0, 2.0]]), np.array([[3.0, 5.0]])]
    actual, expected = (numbers(getattr(room, name)(inputs)) for room in (layers, keras.layers))
    np.testing.assert_array_equal(actual, expected)
