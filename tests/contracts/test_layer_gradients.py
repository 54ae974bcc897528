"""Every layer's gradient is what finite differences measure, in float64, by its input and by each of its weights."""

import keras
import numpy as np
import pytest
from contracts.checks import if_differences_can_be_measured, skip_where_it_does_not_apply
from contracts.gradients import double_precision, finite_differences, gradient
from contracts.specimens import LAYERS
from keras import ops

ROWS = [
    pytest.param(specimen, id=f"{name}-{index}" if index else name)
    for name, specimens in LAYERS.items()
    for index, specimen in enumerate(specimens)
    if if_differences_can_be_measured(specimen, "tensorflow") is None
]


@pytest.mark.parametrize("specimen", ROWS)
def test_gradients_match_finite_differences(request, specimen):
    """Along one random direction in each tensor: a gradient with any wrong entry is wrong along it."""
    skip_where_it_does_not_apply(request, specimen)
    keras.utils.set_random_seed(0)
    with double_precision():
        layer = specimen.layer(dtype="float64")
        inputs = keras.tree.map_structure(lambda a: ops.convert_to_tensor(a, "float64"), specimen.inputs())
        layer(inputs, **specimen.call)
        weights = [ops.copy(weight.value) for weight in layer.trainable_variables]
        rest = [weight.value for weight in layer.non_trainable_variables]
        tensors = [*keras.tree.flatten(inputs), *weights]

        def output_with(index, tensor):
            moved = [*tensors[:index], tensor, *tensors[index + 1 :]]
            x = keras.tree.pack_sequence_as(inputs, moved[: len(moved) - len(weights)])
            return layer.stateless_call(moved[len(moved) - len(weights) :], rest, x, **specimen.call)[0]

        for index, tensor in enumerate(tensors):
            direction = np.random.default_rng(index).normal(size=tuple(tensor.shape))
            slope = np.sum(gradient(lambda t, i=index: output_with(i, t), tensor) * direction)
            measured = finite_differences(
                lambda step, i=index, t=tensor, d=direction: output_with(i, t + step * ops.convert_to_tensor(d)), 0.0
            )
            np.testing.assert_allclose(slope, measured, rtol=1e-8, atol=1e-8)
