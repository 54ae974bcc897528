import keras
import numpy as np
import pytest
from contracts.gradients import numbers

from dlfund import activations, layers

X = np.random.default_rng(0).normal(size=(2, 5, 4)).astype("float32")


def block(**options):
    layer = layers.TransformerBlock(2, 6, **options)
    layer(X)
    return layer


def test_pre_norm_is_its_formula():
    layer = block()
    x = X + numbers(layer.attention(layer.norms[0](X)))
    expected = x + numbers(layer.outer(layer.inner(layer.norms[1](x))))
    np.testing.assert_allclose(numbers(layer(X)), expected, rtol=1e-5, atol=1e-6)


def test_post_norm_is_its_formula():
    layer = block(norm_first=False)
    x = numbers(layer.norms[0](X + numbers(layer.attention(X))))
    expected = layer.norms[1](x + numbers(layer.outer(layer.inner(x))))
    np.testing.assert_allclose(numbers(layer(X)), numbers(expected), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(numbers(layer(X)).mean(axis=-1), 0, atol=1e-5)


def test_swiglu_multiplies_two_projections():
    layer = block(activation="swiglu")
    x = layer.norms[1](X)
    kernels = [numbers(part.kernel) for part in (layer.inner, layer.gate, layer.outer)]
    hidden = numbers(activations.silu(numbers(x) @ kernels[0])) * (numbers(x) @ kernels[1])
    np.testing.assert_allclose(numbers(layer._each_step(x, False)), hidden @ kernels[2], rtol=1e-4, atol=1e-5)


def test_a_causal_block_does_not_see_the_future():
    layer, later = block(causal=True), X.copy()
    later[:, 3:] += 1
    np.testing.assert_allclose(numbers(layer(later))[:, :3], numbers(layer(X))[:, :3], rtol=1e-5, atol=1e-6)


def test_it_learns_to_copy_the_step_before():
    keras.utils.set_random_seed(0)
    tokens = np.random.default_rng(0).integers(0, 5, (128, 6))
    model = keras.Sequential(
        [
            keras.Input((6,), dtype="int32"),
            layers.Embedding(5, 16),
            layers.LearnedPositions(6),
            layers.TransformerBlock(2, 32, causal=True),
            layers.Dense(5),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.02), loss, metrics=["accuracy"])
    before = np.concatenate([tokens[:, :1], tokens[:, :-1]], axis=1)
    model.fit(tokens, before, epochs=20, batch_size=32, verbose=0)
    assert model.evaluate(tokens, before, verbose=0)[1] > 0.9  # by chance 0.2


def test_what_does_not_fit_is_named():
    with pytest.raises(ValueError, match=r"Received: 'batch'"):
        layers.TransformerBlock(2, 6, normalization="batch")
    with pytest.raises(ValueError, match="Received: 4 features, num_heads=3"):
        layers.TransformerBlock(3, 6)(X)
