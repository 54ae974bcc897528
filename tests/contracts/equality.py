"""One door to the question "is this layer the same as that one?", for tests.

`assert_same_layer(ours, theirs, x)`   same output, same gradients by the input and by every weight
"""

import numpy as np
import pytest
from contracts.gradients import gradient, gradients_of, numbers


def assert_same_layer(ours, theirs, x, *, tolerance=1e-6, order=None, **call):
    """Give both layers the same weights and compare what they answer and what they learn.

    order   for layers whose weights stand in another order: theirs[i] gets ours[order[i]]
    """
    ours(x, **call), theirs(x, **call)  # builds them
    weights = ours.get_weights()
    start = [weights[i] for i in order] if order is not None else weights
    theirs.set_weights(start)
    ours.set_weights(weights)
    np.testing.assert_allclose(numbers(ours(x, **call)), numbers(theirs(x, **call)), rtol=tolerance, atol=tolerance)
    for layer in (ours, theirs):
        layer.set_weights(start if layer is theirs else weights)  # training may have moved an average
    if np.issubdtype(np.asarray(x).dtype, np.floating):
        slopes = [gradient(_without_side_effects(layer, call), x) for layer in (ours, theirs)]
        np.testing.assert_allclose(*slopes, rtol=10 * tolerance, atol=10 * tolerance)
    left, right = (list(gradients_of(layer, x, **call).values()) for layer in (ours, theirs))
    for a, b in zip(left, right, strict=True):
        np.testing.assert_allclose(a, b, rtol=10 * tolerance, atol=10 * tolerance)


def skip_where_keras_has_none(theirs, x):
    """TensorFlow's convolutions take channels first only on processors for which oneDNN has one; Keras's own too."""
    try:
        theirs(x)
    except Exception as error:
        if "NHWC" in str(error):
            pytest.skip("this processor has no convolution with the channels first for Keras's own layer")
        raise


def _without_side_effects(layer, call):
    """The layer as a function of its input alone: JAX lets no average be moved inside a gradient."""
    trainable = [weight.value for weight in layer.trainable_variables]
    rest = [weight.value for weight in layer.non_trainable_variables]
    return lambda x: layer.stateless_call(trainable, rest, x, **call)[0]
