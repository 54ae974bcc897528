import keras
import numpy as np
import pytest
from contracts.gradients import gradient, gradients_of, numbers
from keras import ops

from dlfund import layers


def sequence(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def with_equal_weights(ours, theirs, *inputs):
    ours(*inputs), theirs(*inputs)
    theirs.set_weights([w + 0.1 for w in ours.get_weights()])
    ours.set_weights(theirs.get_weights())
    return ours, theirs


@pytest.mark.parametrize("options", [{}, {"value_dim": 5, "use_bias": False}, {"output_shape": (4, 2)}])
@pytest.mark.parametrize("call", [{}, {"use_causal_mask": True}, {"return_attention_scores": True}])
def test_equals_keras(options, call):
    query, value, key = sequence(2, 5, 8), sequence(2, 6, 7, seed=1), sequence(2, 6, 3, seed=2)
    ours = layers.MultiHeadAttention(2, 3, **options)
    # with dropout Keras computes step by step; without, JAX has no fused form for values of another width
    theirs = keras.layers.MultiHeadAttention(2, 3, dropout=0.1, **options)
    with_equal_weights(ours, theirs, query, value, key)
    mask = ops.convert_to_tensor(np.random.default_rng(3).random((2, 5, 6)) < 0.7)
    mask = ops.logical_or(mask, ops.convert_to_tensor(np.arange(6) == 0))  # every target sees a step
    results = [keras.tree.flatten(layer(query, value, key, attention_mask=mask, **call)) for layer in (ours, theirs)]
    for mine, expected in zip(*results, strict=True):
        np.testing.assert_allclose(numbers(mine), numbers(expected), rtol=1e-5, atol=1e-6)
    slopes = [gradient(lambda q, a=layer: a(q, value, key), query) for layer in (ours, theirs)]
    np.testing.assert_allclose(*slopes, rtol=1e-4, atol=1e-5)
    assert tuple(ours.compute_output_shape(query.shape, value.shape, key.shape)) == tuple(results[0][0].shape)


@pytest.mark.filterwarnings("ignore:Explicitly requested dtype float64:UserWarning")  # JAX says that it has single
@pytest.mark.parametrize("call", [{}, {"use_causal_mask": True}])
def test_double_precision_is_kept(call):
    x = np.random.default_rng(0).normal(size=(2, 5, 8))
    ours = layers.MultiHeadAttention(2, 4, dtype="float64")  # Keras rounds 1/√key_dim to single precision on TensorFlow
    theirs = keras.layers.MultiHeadAttention(2, 4, dropout=0.1, dtype="float64")  # its fused form rounds
    with_equal_weights(ours, theirs, x, x)
    actual, expected = ours(x, x, **call), theirs(x, x, **call)
    assert actual.dtype == expected.dtype
    digits = 1e-12 if "float64" in str(actual.dtype) else 1e-5  # JAX has single precision unless it is told otherwise
    np.testing.assert_allclose(numbers(actual), numbers(expected), rtol=digits, atol=digits)


def test_grouped_queries_equal_those_of_keras():
    x, value = sequence(2, 5, 8), sequence(2, 6, 8, seed=1)
    ours = layers.MultiHeadAttention(4, 3, num_key_value_heads=2)
    theirs = keras.layers.GroupQueryAttention(3, 4, 2)
    with_equal_weights(ours, theirs, x, value)
    np.testing.assert_allclose(numbers(ours(x, value)), numbers(theirs(x, value)), rtol=1e-5, atol=1e-6)


def test_one_head_is_dot_product_attention():
    x = sequence(2, 5, 3)
    layer = layers.MultiHeadAttention(1, 3, use_bias=False)
    layer(x)
    layer.set_weights([np.eye(3).reshape(shape) for shape in ((3, 1, 3), (3, 1, 3), (3, 1, 3), (1, 3, 3))])
    expected = layers.ScaledDotProductAttention()([x, x])
    np.testing.assert_allclose(numbers(layer(x)), numbers(expected), rtol=1e-5, atol=1e-6)


def test_the_future_is_hidden():
    layer, x = layers.MultiHeadAttention(2, 3, rotary=False), sequence(1, 6, 4)
    before = numbers(layer(x, use_causal_mask=True))
    x[:, 4:] += 1
    after = numbers(layer(x, use_causal_mask=True))
    np.testing.assert_allclose(after[:, :4], before[:, :4], rtol=1e-6, atol=1e-7)
    assert np.all(after[:, 4:] != before[:, 4:])


def test_a_masked_step_changes_nothing():
    embedding, layer = layers.Embedding(9, 4, mask_zero=True), layers.MultiHeadAttention(2, 3)
    long, short = np.array([[3, 5, 0, 0]]), np.array([[3, 5]])
    np.testing.assert_allclose(
        numbers(layer(embedding(long)))[:, :2], numbers(layer(embedding(short))), rtol=1e-5, atol=1e-6
    )


def test_with_rotary_positions_only_distances_count():
    layer = layers.MultiHeadAttention(2, 4, rotary=True)
    x = sequence(1, 3, 4)
    later = np.concatenate([np.zeros((1, 5, 4), "float32"), x], axis=1)
    hidden = ops.convert_to_tensor((np.arange(8) >= 5)[None, None])
    moved = numbers(layer(later, attention_mask=hidden))[:, 5:]
    np.testing.assert_allclose(moved, numbers(layer(x)), rtol=1e-4, atol=1e-5)


def test_dropped_weights_are_drawn_in_training_alone():
    layer, x = layers.MultiHeadAttention(2, 3, dropout=0.5, seed=1), sequence(2, 5, 4)
    np.testing.assert_array_equal(numbers(layer(x)), numbers(layer(x)))
    assert np.any(numbers(layer(x, training=True)) != numbers(layer(x)))


def test_kernels_start_apart():
    layer = layers.MultiHeadAttention(2, 3)
    layer(sequence(1, 5, 6))
    assert np.any(numbers(layer.query_dense.kernel) != numbers(layer.key_dense.kernel))
    assert len(gradients_of(layer, sequence(1, 5, 6))) == 8


@pytest.mark.parametrize(
    "settings, options, told",
    [
        ((0, 3), {}, "num_heads"),
        ((3, 4), {"num_key_value_heads": 2}, "multiple of num_key_value_heads"),
        ((2, 3), {"rotary": True}, "even key_dim"),
        ((2, 3), {"sliding_window": 3}, "Use keras.layers.MultiHeadAttention"),
        ((2, 3), {"dropout": 1.0}, "Received: dropout=1.0"),
        ((2, 3), {"output_shape": 8.0}, "Received: output_shape=8.0"),
    ],
)
def test_a_bad_argument_is_named(settings, options, told):
    with pytest.raises(ValueError, match=told):
        layers.MultiHeadAttention(*settings, **options)


def test_a_mask_without_a_batch_and_one_for_every_head():
    x, layer = sequence(2, 5, 8), layers.MultiHeadAttention(2, 3)
    visible = np.tril(np.ones((5, 5), "bool"))
    expected = numbers(layer(x, attention_mask=np.stack([visible, visible])))
    np.testing.assert_allclose(numbers(layer(x, attention_mask=visible)), expected, rtol=1e-6)
    by_head = np.broadcast_to(visible, (2, 2, 5, 5))
    np.testing.assert_allclose(numbers(layer(x, attention_mask=by_head)), expected, rtol=1e-6)
    everything = np.ones((2, 2, 5, 5), "bool")
    np.testing.assert_allclose(
        numbers(layer(x, attention_mask=everything, use_causal_mask=True)), expected, rtol=1e-6, atol=1e-7
    )


def test_symbolic_scores_have_their_shape():
    x, y = keras.Input((5, 8)), keras.Input((6, 8))
    output, scores = layers.MultiHeadAttention(2, 3)(x, y, return_attention_scores=True)
    assert (output.shape, scores.shape) == ((None, 5, 8), (None, 2, 5, 6))


@pytest.mark.parametrize(
    "shapes, told",
    [
        ([(2, 5, 8), (2, 6, 8), (2, 4, 8)], "value and key of the same steps"),
        ([(2, 5, 4, 8), (2, 5, 4, 8), (2, 5, 4, 8)], "does not have that part of Keras's: steps along several axes"),
    ],
)
def test_inputs_that_do_not_fit_are_named(shapes, told):
    with pytest.raises(ValueError, match=told):
        layers.MultiHeadAttention(2, 3)(*(sequence(*shape) for shape in shapes))


def test_a_file_of_weights_serves_both(tmp_path):
    x = sequence(2, 5, 8)
    models = []
    for room in (layers, keras.layers):
        inputs = keras.Input((5, 8))
        models.append(keras.Model(inputs, room.MultiHeadAttention(2, 3)(inputs, inputs)))
    for source, target in (models, models[::-1]):
        source.set_weights([w + 0.1 for w in source.get_weights()])
        source.save_weights(tmp_path / "of.weights.h5")
        target.load_weights(tmp_path / "of.weights.h5")
        np.testing.assert_allclose(numbers(source(x)), numbers(target(x)), rtol=1e-5, atol=1e-6)
