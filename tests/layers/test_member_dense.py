"""The first layer of a TabM, its products in another order."""

import numpy as np
import pytest
from contracts.gradients import gradients_of, numbers, weighted
from hypothesis import given
from hypothesis import strategies as st

from dlfund import layers


def in_two_layers(layer, x):
    """The same numbers by MemberScale and Dense, with the same weights."""
    scale, dense = layers.MemberScale(layer.members, widths=layer.widths), layers.Dense(layer.units, activation="tanh")
    scale.build((None, x.shape[1]))
    dense.build((None, layer.members, x.shape[1]))
    scale.r.assign(layer.r), dense.kernel.assign(layer.kernel), dense.bias.assign(layer.bias)
    return scale, dense


@given(
    alike=st.tuples(st.integers(0, 3), st.integers(1, 4)),
    others=st.lists(st.integers(1, 3), max_size=3),
    members=st.integers(1, 3),
    seed=st.integers(0, 99),
)
def test_it_is_member_scale_and_a_dense_layer(alike, others, members, seed):
    widths = [alike[1]] * alike[0] + others or [1]
    x = np.random.default_rng(seed).normal(size=(4, sum(widths))).astype("float32")
    first = layers.MemberDense(3, members, widths=widths, activation="tanh", bias_initializer="random_normal")
    first.build((None, x.shape[1]))
    scale, dense = in_two_layers(first, x)
    np.testing.assert_allclose(numbers(first(x)), numbers(dense(scale(x))), rtol=1e-4, atol=1e-5)


def test_its_gradients_are_those_of_the_two_layers():
    x = np.random.default_rng(0).normal(size=(4, 9)).astype("float32")
    first = layers.MemberDense(3, 2, widths=[3, 3, 1, 2], activation="tanh", bias_initializer="random_normal")
    first.build((None, 9))
    scale, dense = in_two_layers(first, x)
    slopes = {name.split("/")[-1]: slope for name, slope in gradients_of(first, x).items()}
    kernel = gradients_of(dense, numbers(scale(x)))
    for path, slope in kernel.items():
        np.testing.assert_allclose(slopes[path.split("/")[-1]], slope, rtol=1e-4, atol=1e-5)
    (scales,) = gradients_of(scale, x, objective=lambda y: weighted(dense(y))).values()
    np.testing.assert_allclose(slopes["r"], scales, rtol=1e-4, atol=1e-5)


def test_what_does_not_fit_is_refused_with_the_way_out():
    with pytest.raises(ValueError, match="Received: members=0"):
        layers.MemberDense(4, 0)
    with pytest.raises(ValueError, match="Received: units=0"):
        layers.MemberDense(0, 4)
    with pytest.raises(ValueError, match=r"which sum to 2\. Give one width per feature"):
        layers.MemberDense(4, 2, widths=[1, 1])(np.ones((1, 3), "float32"))
    with pytest.raises(ValueError, match="Flatten embeddings first"):
        layers.MemberDense(4, 2)(np.ones((1, 3, 2), "float32"))
