"""A head for every member."""

import keras
import numpy as np
import pytest
from contracts.gradients import gradient, gradients_of, numbers

from dlfund import layers

X = np.random.default_rng(0).normal(size=(4, 5, 3)).astype("float32")


def test_every_head_is_a_dense_layer_of_its_own():
    layer = layers.MemberHeads(2, 5, activation="softmax")
    output, slopes = numbers(layer(X)), gradient(layer, X, weights=1.0)
    kernel, bias = layer.get_weights()
    for member in range(5):
        dense = keras.layers.Dense(2, activation="softmax")
        dense.build((None, 3))
        dense.set_weights([kernel[member], bias[member]])
        np.testing.assert_allclose(output[:, member], numbers(dense(X[:, member])), rtol=1e-5, atol=1e-6)
        reference = gradient(dense, X[:, member].copy(), weights=1.0)
        np.testing.assert_allclose(slopes[:, member], reference, rtol=1e-4, atol=1e-6)


def test_a_sum_by_hand():
    layer = layers.MemberHeads(1, 2)
    x = np.array([[[1.0, 2.0], [1.0, 2.0]]], "float32")
    layer(x)
    layer.set_weights([np.array([[[3.0], [4.0]], [[5.0], [6.0]]]), np.array([[0.5], [0.0]])])
    assert numbers(layer(x))[0, :, 0].tolist() == [11.5, 17.0]


def test_no_head_learns_from_another_members_error():
    layer = layers.MemberHeads(2, 5)
    gradients = gradients_of(layer, X, objective=lambda output: keras.ops.sum(output[:, 3] ** 2))
    for value in gradients.values():
        assert [bool(part.any()) for part in value] == [False, False, False, True, False]


def test_heads_start_apart_and_as_a_single_head_would():
    keras.utils.set_random_seed(0)
    layer = layers.MemberHeads(50, 4)
    layer.build((None, 4, 100))
    kernel = numbers(layer.kernel)
    assert np.any(kernel[0] != kernel[1])
    np.testing.assert_allclose(kernel.std(axis=(1, 2)), 0.1, rtol=0.05)  # LeCun: 1 / √100, whatever the number of heads


def test_input_without_members_is_refused():
    with pytest.raises(ValueError, match=r"Expected input of shape \(batch, members=5, features\)"):
        layers.MemberHeads(2, 5)(X[:, 0])


def test_while_predicting_the_answer_can_be_the_members_mean():
    heads = layers.MemberHeads(2, 5, activation="softmax", mean_in_prediction=True)
    every = numbers(heads(X, training=True))
    assert every.shape == (4, 5, 2)
    np.testing.assert_allclose(numbers(heads(X)), every.mean(axis=1), rtol=1e-6)
