"""One row for many members, each with its own sign for a feature."""

import keras
import numpy as np
import pytest
from contracts.gradients import gradients_of, numbers

from dlfund import layers

X = np.random.default_rng(0).normal(size=(4, 3)).astype("float32")


def test_columns_of_a_feature_share_its_number():
    layer = layers.MemberScale(2, widths=[1, 2])
    layer.build((None, 3))
    layer.r.assign([[1.0, -1.0], [2.0, 3.0]])
    np.testing.assert_array_equal(numbers(layer(np.ones((1, 3), "float32")))[0], [[1, -1, -1], [2, 3, 3]])


def test_an_embedding_is_turned_as_a_whole():
    layer = layers.MemberScale(2)
    x = np.arange(6, dtype="float32").reshape(1, 3, 2)
    output = numbers(layer(x)).reshape(2, 3, 2)
    for member, r in enumerate(numbers(layer.r)):
        np.testing.assert_array_equal(output[member], x[0] * r[:, None])
    assert set(np.unique(numbers(layer.r))) <= {-1.0, 1.0}


def test_flat_blocks_are_an_embedding_of_as_many_features():
    flat, deep = layers.MemberScale(5, widths=[2, 2, 2]), layers.MemberScale(5)
    x = np.random.default_rng(1).normal(size=(4, 3, 2)).astype("float32")
    deep(x), flat(x.reshape(4, 6))
    flat.set_weights(deep.get_weights())
    np.testing.assert_array_equal(numbers(flat(x.reshape(4, 6))), numbers(deep(x)))


def test_it_is_the_first_scale_of_a_batch_ensemble():
    """Its output through a shared kernel equals BatchEnsembleDense with the same r, given every member the same row."""
    scale, dense = layers.MemberScale(5), layers.Dense(2)
    ensemble = layers.BatchEnsembleDense(2, 5, output_scale_initializer="ones")
    ensemble.build((None, 5, 3))
    dense.build((None, 5, 3)), scale.build((None, 3))
    dense.kernel.assign(ensemble.kernel), scale.r.assign(ensemble.r)
    repeated = np.repeat(X[:, None], 5, axis=1)
    np.testing.assert_allclose(numbers(dense(scale(X))), numbers(ensemble(repeated)), rtol=1e-5, atol=1e-6)


def test_a_tabm_has_its_first_scale_here_and_none_in_its_first_dense_layer():
    first = layers.BatchEnsembleDense(4, 5, scale_initializer=None, output_scale_initializer="ones")
    network = keras.Sequential([keras.Input((3,)), layers.MemberScale(5), first, layers.MemberHeads(1, 5)])
    assert [weight.name for weight in first.weights] == ["kernel", "s", "bias"]
    assert tuple(network(X).shape) == (4, 5, 1)


def test_a_loss_on_one_member_moves_only_its_own_numbers():
    gradients = gradients_of(layers.MemberScale(5), X, objective=lambda output: keras.ops.sum(output[:, 1] ** 2))
    (slope,) = gradients.values()
    assert slope[1].any()
    assert not np.delete(slope, 1, axis=0).any()


def test_what_does_not_fit_is_refused_with_the_way_out():
    with pytest.raises(ValueError, match="Received: members=0"):
        layers.MemberScale(0)
    with pytest.raises(ValueError, match=r"which sum to 2\. Give one width per feature"):
        layers.MemberScale(2, widths=[1, 1])(X)
    with pytest.raises(ValueError, match="Members are added by this layer"):
        layers.MemberScale(2, widths=[1, 1])(X[:, None])
