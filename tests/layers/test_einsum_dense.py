import keras
import numpy as np
import pytest
from contracts.equality import assert_same_layer
from contracts.gradients import numbers
from keras import ops

from dlfund import layers

EQUATIONS = [
    ("ab,bc->ac", 4, "c", (2, 3)),
    ("abc,cd->abd", (None, 4), None, (2, 5, 3)),
    ("...x,xy->...y", 4, "y", (2, 5, 3)),
    ("ab...,bc->ac...", 4, "c", (2, 3, 5)),
    ("abc,cde->abde", (None, 2, 4), "de", (2, 5, 3)),  # to heads
    ("abcd,cde->abe", (5, 4), "e", (2, 5, 3, 6)),  # from heads
    ("abc,bde->acde", (None, 2, 4), "d", (2, 5, 3)),  # along the steps
    ("BFNH,NHD->BFD", (None, 4), "D", (2, 5, 3, 2)),
]


def sequence(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def test_worked_by_hand():
    layer = layers.EinsumDense("ab,bc->ac", 1, bias_axes="c", activation="relu")
    layer.build((None, 2))
    layer.set_weights([np.array([[2.0], [-1.0]]), np.array([0.5])])
    assert numbers(layer(np.array([[3.0, 1.0], [0.0, 4.0]]))).tolist() == [[5.5], [0.0]]


@pytest.mark.parametrize("equation, output_shape, bias_axes, shape", EQUATIONS)
def test_equals_keras(equation, output_shape, bias_axes, shape):
    ours, theirs = (room.EinsumDense(equation, output_shape, bias_axes=bias_axes) for room in (layers, keras.layers))
    assert_same_layer(ours, theirs, sequence(*shape))
    assert [w.shape for w in ours.weights] == [w.shape for w in theirs.weights]
    assert ours.compute_output_shape(shape) == tuple(theirs(sequence(*shape)).shape)
    assert type(ours).from_config(ours.get_config()).get_config() == ours.get_config()


def test_one_kernel_serves_every_step():
    layer, x = layers.EinsumDense("btd,dk->btk", (None, 4)), sequence(2, 5, 3)
    by_step = np.stack([numbers(layer(x))[:, t] for t in range(5)], axis=1)
    alone = np.stack([numbers(ops.matmul(x[:, t], layer.kernel)) for t in range(5)], axis=1)
    np.testing.assert_allclose(by_step, alone, rtol=1e-5, atol=1e-6)


def test_a_network_of_any_length_knows_its_output():
    heads = layers.EinsumDense("btd,dhk->bthk", (None, 2, 4))(keras.Input((None, 8)))
    assert heads.shape == (None, None, 2, 4)


@pytest.mark.parametrize(
    "settings, told",
    [
        (("ab,bc", 3), "Received: equation='ab,bc'"),
        (("...b,bc->ac", 3), "in input and output or in neither"),
        (("ab,cd->ad", 3), "with b, c in one"),
        (("ab,bc->ac", 3, None, "b"), "among the output's axes, ac"),
    ],
)
def test_a_bad_argument_is_named(settings, told):
    with pytest.raises(ValueError, match=told):
        layers.EinsumDense(*settings)


@pytest.mark.parametrize(
    "settings, told",
    [
        (("abc,cd->abd", (None, 4)), "the axes abc"),
        (("ab,bc->ac", (3, 4)), r"for each of c in ab,bc->ac"),
        (("ab,bc->ac", (None,)), "or one for a new axis"),
        (("ab,ab->ab", (7,)), "the input's length for b"),
    ],
)
def test_an_input_that_does_not_fit_is_named(settings, told):
    with pytest.raises(ValueError, match=told):
        layers.EinsumDense(*settings)(sequence(2, 3))
