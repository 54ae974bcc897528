"""Every argument of Keras's layers that programs use means the same here, under the same name and at the same place."""

import json

import keras
import numpy as np
import pytest
from contracts.equality import assert_same_layer, skip_where_keras_has_none
from contracts.gradients import numbers

from dlfund import layers

PICTURE, SEQUENCE, TABLE = (2, 7, 6, 4), (2, 7, 4), (3, 4)
WEIGHTS = {
    "kernel_initializer": "he_normal",
    "bias_initializer": "ones",
    "kernel_regularizer": "l2",
    "bias_regularizer": keras.regularizers.L1(0.1),
    "kernel_constraint": "non_neg",
    "bias_constraint": keras.constraints.MaxNorm(1.0),
    "activity_regularizer": "l1",
}
GAMMA = {
    "gamma_initializer": "random_normal",
    "beta_initializer": "random_uniform",
    "gamma_regularizer": "l2",
    "beta_regularizer": "l1",
    "gamma_constraint": "non_neg",
    "beta_constraint": "unit_norm",
}
MEMORY = {
    **WEIGHTS,
    "recurrent_initializer": "glorot_normal",
    "recurrent_regularizer": "l2",
    "recurrent_constraint": "non_neg",
    "use_bias": True,
}
# name, positional arguments, keyword arguments, input's shape
CALLS = [
    ("Dense", (8, "relu"), WEIGHTS, TABLE),
    ("Conv1D", (8, 3, 2, "same"), {"groups": 2, **WEIGHTS}, SEQUENCE),
    ("Conv1D", (8, 3), {"padding": "causal", "dilation_rate": 2, "data_format": "channels_first"}, (2, 4, 7)),
    ("Conv2D", (8, 3, 2), {"activation": "relu", "groups": 4, **WEIGHTS}, PICTURE),
    ("Conv2D", (8, (3, 2)), {"data_format": "channels_first", "padding": "same"}, (2, 4, 7, 6)),
    ("MaxPooling1D", (2, 2), {"data_format": "channels_first"}, SEQUENCE),
    ("MaxPooling2D", (2, 2, "same"), {"data_format": "channels_first"}, PICTURE),
    ("AveragePooling1D", (2, 1), {"data_format": "channels_first"}, SEQUENCE),
    ("AveragePooling2D", (3, 2, "same"), {"data_format": "channels_first"}, PICTURE),
    ("GlobalAveragePooling1D", (), {"data_format": "channels_first", "keepdims": True}, SEQUENCE),
    ("GlobalMaxPooling1D", (), {"keepdims": True}, SEQUENCE),
    ("GlobalAveragePooling2D", (), {"keepdims": True}, PICTURE),
    ("GlobalMaxPooling2D", ("channels_first",), {"keepdims": True}, PICTURE),
    ("BatchNormalization", (1, 0.9), {"moving_variance_initializer": "ones", **GAMMA}, PICTURE),
    ("LayerNormalization", ((1, 2, 3),), GAMMA, PICTURE),
    ("LayerNormalization", (-1, 1e-5), {"rms_scaling": False, **GAMMA}, SEQUENCE),
    ("RMSNormalization", ([1, 2],), {"epsilon": 1e-5}, SEQUENCE),
    # Keras's SimpleRNN takes an activity_regularizer and leaves it out
    ("SimpleRNN", (3, "relu"), {"unroll": True, **MEMORY, "activity_regularizer": None}, SEQUENCE),
    ("GRU", (3, "tanh", "sigmoid"), {"return_sequences": True, "reset_after": False, **MEMORY}, SEQUENCE),
    ("LSTM", (3,), {"go_backwards": True, "unit_forget_bias": False, "use_cudnn": "auto", **MEMORY}, SEQUENCE),
]


def pair(name, settings, options):
    return [getattr(room, name)(*settings, **options) for room in (layers, keras.layers)]


@pytest.mark.parametrize("name, settings, options, shape", CALLS)
def test_the_same_call_makes_the_same_layer(name, settings, options, shape):
    ours, theirs = pair(name, settings, options)
    x = np.random.default_rng(0).normal(size=shape).astype("float32")
    skip_where_keras_has_none(theirs, x)
    assert_same_layer(ours, theirs, x, tolerance=1e-5)
    assert ours.compute_output_shape(shape) == tuple(ours(x).shape)
    ours.set_weights(theirs.get_weights())
    ours(x), theirs(x)
    np.testing.assert_allclose(*[[float(numbers(loss)) for loss in a.losses] for a in (ours, theirs)], rtol=1e-5)
    held = [[type(weight.constraint).__name__ for weight in layer.weights] for layer in (ours, theirs)]
    assert held[0] == held[1]


@pytest.mark.parametrize("name, settings, options, shape", CALLS)
def test_a_config_of_keras_makes_the_layer(name, settings, options, shape):
    ours, theirs = pair(name, settings, options)
    ours = type(ours).from_config(json.loads(json.dumps(theirs.get_config())))
    x = np.random.default_rng(0).normal(size=shape).astype("float32")
    skip_where_keras_has_none(theirs, x)
    ours(x)
    ours.set_weights(theirs.get_weights())
    np.testing.assert_allclose(numbers(ours(x)), numbers(theirs(x)), rtol=1e-5, atol=1e-6)


CONVOLUTIONS = ("Conv1D", "Conv2D", "Conv1DTranspose", "Conv2DTranspose", "SeparableConv1D", "SeparableConv2D")


@pytest.mark.parametrize("name", [*CONVOLUTIONS, "DepthwiseConv2D"])
def test_channels_first_is_channels_last_with_axes_moved(name):
    sizes = (3,) if name == "DepthwiseConv2D" else (4, 3)
    last, first = (getattr(layers, name)(*sizes, data_format=f"channels_{place}") for place in ("last", "first"))
    x = np.random.default_rng(0).normal(size=(2, 6, 3) if "1D" in name else (2, 6, 5, 3)).astype("float32")
    moved = np.moveaxis(x, -1, 1)
    last(x), first(moved)
    first.set_weights(last.get_weights())
    np.testing.assert_allclose(np.moveaxis(numbers(first(moved)), 1, -1), numbers(last(x)), rtol=1e-5, atol=1e-6)
    assert first.compute_output_shape(moved.shape) == tuple(first(moved).shape)


def test_embedding_under_keras_names_and_under_those_of_earlier_configs():
    ours = layers.Embedding(input_dim=7, output_dim=3, embeddings_regularizer="l2", embeddings_constraint="unit_norm")
    assert type(ours.embeddings_constraint).__name__ == "UnitNorm"
    earlier = {"name": "table", "categories": 7, "width": 3, "mask_zero": True, "embeddings_initializer": "zeros"}
    ours = layers.Embedding.from_config(earlier)
    assert (ours.input_dim, ours.output_dim, ours.categories, ours.width) == (7, 3, 7, 3)
    with pytest.raises(TypeError, match=r"Expected input_dim once\. Received: input_dim=5 and categories=7"):
        layers.Embedding(input_dim=5, categories=7, width=3)


def test_a_config_of_the_time_before_these_arguments_still_loads():
    dense = {"name": "d", "units": 3, "activation": "relu", "use_bias": True, "kernel_regularizer": None}
    assert layers.Dense.from_config(dense).bias_regularizer is None
    conv = {"filters": 2, "kernel_size": [3, 3], "strides": [1, 1], "padding": "same", "dilation_rate": [1, 1]}
    assert layers.Conv2D.from_config(conv).groups == 1
    lstm = {"units": 2, "return_sequences": True, "stateful": False, "unit_forget_bias": True, "activation": "tanh"}
    assert layers.LSTM.from_config(lstm).dropout == 0


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "SimpleRNN"])
def test_dropout_drops_the_same_inputs_at_every_step(kind):
    layer = getattr(layers, kind)(3, dropout=0.5, seed=0, return_sequences=True)
    x = np.ones((4, 6, 8), "float32")
    noisy, quiet = numbers(layer(x, training=True)), numbers(layer(x, training=False))
    assert np.any(noisy != quiet)
    # the same seed draws the same mask as Keras's layer, so the whole sequence is the same
    fresh = [getattr(room, kind)(3, dropout=0.5, seed=0, return_sequences=True) for room in (layers, keras.layers)]
    for again in fresh:
        again.build(x.shape)
        again.set_weights(layer.get_weights())
    ours, theirs = (numbers(again(x, training=True)) for again in fresh)
    np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "SimpleRNN"])
def test_recurrent_dropout_trains_in_our_loop_and_in_that_of_keras(kind):
    x, y = np.ones((4, 6, 2), "float32"), np.ones((4, 3), "float32")
    cell = getattr(layers, f"{kind}Cell")(3, dropout=0.2, recurrent_dropout=0.4)
    for layer in (getattr(layers, kind)(3, recurrent_dropout=0.4), keras.layers.RNN(cell)):
        assert np.any(numbers(layer(x, training=True)) != numbers(layer(x)))
        model = keras.Sequential([keras.Input((6, 2)), layer])
        model.compile("sgd", "mse")
        assert np.isfinite(model.fit(x, y, verbose=0).history["loss"][0])


def test_a_dropped_memory_is_the_same_at_every_step():
    layer = layers.SimpleRNN(1, activation="linear", recurrent_dropout=0.5, seed=1, use_bias=False)
    layer.build((None, 3, 1))
    layer.set_weights([np.ones((1, 1)), np.ones((1, 1))])
    sums = numbers(layer(np.ones((200, 3, 1), "float32"), training=True))
    # memory times 0 at every step leaves 1, memory times 2 gives 2·(2·1 + 1) + 1 = 7; a mix would give 3
    assert set(np.unique(sums)) == {1.0, 7.0}


def test_noise_shape_drops_whole_features():
    ours = numbers(layers.Dropout(0.5, (None, 1, None), seed=1)(np.ones((8, 5, 4), "float32"), training=True))
    assert set(np.unique(ours)) == {0.0, 2.0}
    np.testing.assert_array_equal(ours, np.repeat(ours[:, :1], 5, axis=1))
    with pytest.raises(ValueError, match=r"one per axis\. Received: noise_shape=0\.5"):
        layers.Dropout(0.5, 0.5)


@pytest.mark.parametrize("states", [False, True])
def test_a_bidirectional_layer_gives_both_directions(states):
    x = np.random.default_rng(0).normal(size=(3, 5, 2)).astype("float32")
    options = {"return_sequences": True, "return_state": states}
    ours = layers.Bidirectional(layers.LSTM(3, **options), None)
    theirs = keras.layers.Bidirectional(keras.layers.LSTM(3, **options), None)
    ours(x), theirs(x)
    ours.set_weights(theirs.get_weights())
    for mine, expected in zip(ours(x), theirs(x), strict=True):
        np.testing.assert_allclose(numbers(mine), numbers(expected), rtol=1e-5, atol=1e-6)
    assert ours.compute_output_shape(x.shape) == tuple(tuple(part.shape) for part in ours(x))


def test_another_layer_may_read_backwards():
    ours = layers.Bidirectional(layers.GRU(3), backward_layer=layers.GRU(2, go_backwards=True), merge_mode=None)
    ours = layers.Bidirectional.from_config(json.loads(json.dumps(ours.get_config())))
    assert [part.shape[-1] for part in ours(np.ones((2, 4, 3), "float32"))] == [3, 2]
    with pytest.raises(ValueError, match="different directions"):
        layers.Bidirectional(layers.GRU(3), backward_layer=layers.GRU(3))


@pytest.mark.parametrize(
    "name, options, told",
    [
        ("Dense", {"lora_rank": 4}, "Received: lora_rank=4. Use keras.layers.Dense"),
        ("BatchNormalization", {"renorm": True}, "Received: renorm=True. Use keras.layers.BatchNormalization"),
        ("LayerNormalization", {"rms_scaling": True}, "rms_scaling=True. Use keras.layers.LayerNormalization"),
        ("LSTM", {"use_cudnn": True}, "Received: use_cudnn=True. Use keras.layers.LSTM"),
    ],
)
def test_what_is_refused_is_named_with_the_layer_that_has_it(name, options, told):
    settings = () if "Norm" in name else (3,)
    with pytest.raises(ValueError, match=told):
        getattr(layers, name)(*settings, **options)


def test_adapters_and_quantisation_are_refused_with_the_layer_that_has_them():
    layer = layers.Dense(3)
    layer.build((None, 2))
    with pytest.raises(NotImplementedError, match=r"low-rank adapters. .* Use keras.layers.Dense"):
        layer.enable_lora(2)
    with pytest.raises(NotImplementedError, match=r"8 bits and fewer. .* Use keras.layers.Dense"):
        layer.quantize("int8")


@pytest.mark.parametrize("name", ["MaxPooling1D", "AveragePooling2D", "GlobalMaxPooling2D", "GlobalAveragePooling1D"])
def test_what_has_nothing_to_build_is_built(name):
    assert getattr(layers, name)().built


def test_rms_is_taken_over_any_axis():
    x = np.random.default_rng(0).normal(size=(2, 5, 3)).astype("float32")
    expected = x / np.sqrt(np.mean(x**2, axis=1, keepdims=True) + 1e-6)
    np.testing.assert_allclose(numbers(layers.RMSNormalization(axis=1)(x)), expected, rtol=1e-5)


@pytest.mark.parametrize("axis", [1, (1, 2)])
def test_layers_are_standardised_over_any_axes(axis):
    """On torch Keras's own layer fails here."""
    x = np.random.default_rng(0).normal(size=(2, 5, 4, 3)).astype("float32")
    layer = layers.LayerNormalization(axis, gamma_initializer="random_normal", epsilon=1e-3)
    y = numbers(layer(x))
    gamma = numbers(layer.gamma)
    gamma = gamma[:, None, None] if axis == 1 else gamma[..., None]
    mean, variance = x.mean(axis=axis, keepdims=True), x.var(axis=axis, keepdims=True)
    np.testing.assert_allclose(y, (x - mean) / np.sqrt(variance + 1e-3) * gamma, rtol=1e-4, atol=1e-6)


def test_groups_don_t_mix():
    layer = layers.Conv1D(2, 1, groups=2, use_bias=False)
    x = np.zeros((1, 1, 4), "float32")
    x[0, 0, :2] = 1  # the first group's channels
    assert numbers(layer(x))[0, 0, 1] == 0
    with pytest.raises(ValueError, match="multiple of groups"):
        layers.Conv1D(3, 1, groups=2)
    with pytest.raises(ValueError, match="Received: 3 channels, groups=2"):
        layers.Conv1D(2, 1, groups=2).build((None, 5, 3))
