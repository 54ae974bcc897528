"""Members that share one kernel."""

import keras
import numpy as np
import pytest
from contracts.gradients import gradients_of, numbers

from dlfund import layers

ROW = np.random.default_rng(0).normal(size=(4, 1, 3)).astype("float32")
X = np.repeat(ROW, 5, axis=1)


def test_every_member_is_a_dense_layer_of_its_own():
    """Member i computes x (r_i · W · s_i) + b_i, equal to Keras's dense layer with that kernel."""
    layer = layers.BatchEnsembleDense(2, 5, activation="tanh", bias_initializer="lecun_uniform")
    output = numbers(layer(X))
    layer.bias.assign(np.random.default_rng(1).normal(size=(5, 2)))
    output = numbers(layer(X))
    kernel, r, s, bias = layer.get_weights()
    for member in range(5):
        dense = keras.layers.Dense(2, activation="tanh")
        dense.build((None, 3))
        dense.set_weights([r[member][:, None] * kernel * s[member], bias[member]])
        np.testing.assert_allclose(output[:, member], numbers(dense(ROW[:, 0])), rtol=1e-5, atol=1e-6)


def test_members_start_apart():
    keras.utils.set_random_seed(0)
    output = numbers(layers.BatchEnsembleDense(8, 5)(X))
    for first in range(5):
        for other in range(first):
            assert np.abs(output[:, first] - output[:, other]).max() > 1e-3


def test_scales_of_one_leave_members_twins():
    output = numbers(layers.BatchEnsembleDense(8, 5, scale_initializer="ones")(X))
    np.testing.assert_allclose(output, np.broadcast_to(output[:, :1], output.shape), rtol=1e-5, atol=1e-6)


def test_input_and_output_scales_are_drawn_apart():
    layer = layers.BatchEnsembleDense(64, 5)
    layer.build((None, 5, 64))
    assert np.any(numbers(layer.r) != numbers(layer.s))
    assert set(np.unique(numbers(layer.r))) == {-1.0, 1.0}


def test_biases_start_the_same_for_every_member():
    layer = layers.BatchEnsembleDense(8, 5, bias_initializer="lecun_uniform")
    layer.build((None, 5, 3))
    bias = numbers(layer.bias)
    assert bias.any()
    assert (bias == bias[:1]).all()


def test_a_loss_on_one_member_moves_only_its_own_scales_and_the_shared_kernel():
    layer = layers.BatchEnsembleDense(2, 5)
    gradients = gradients_of(layer, X, objective=lambda output: keras.ops.sum(output[:, 0] ** 2))
    by_name = {path.split("/")[-1]: value for path, value in gradients.items()}
    assert by_name["kernel"].any()
    for name in ("r", "s", "bias"):
        assert by_name[name][0].any()
        assert not by_name[name][1:].any()


def test_input_without_members_is_refused_with_the_way_out():
    with pytest.raises(ValueError, match=r"To give every member the same row, repeat it along axis 1 first\."):
        layers.BatchEnsembleDense(4, 5)(ROW[:, 0])
    with pytest.raises(ValueError, match="Received: members=0"):
        layers.BatchEnsembleDense(4, 0)
