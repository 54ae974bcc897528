"""Gradient centralisation: every unit's incoming gradient is moved to mean zero.

    g_new = g − mean of g over all axes but the last

The last axis of a kernel counts its units.
"""

from keras import ops

from dlfund.optimizers.wrapper import Wrapper
from dlfund.registration import register


@register
class GradientCentralization(Wrapper):
    """Takes from each unit's gradient the part that its incoming weights share.

    A step that moves all weights into a unit by the same amount only shifts the unit's mean input, which the
    bias can do alone. Without it the sum of each unit's incoming weights stays where it started, which keeps
    weights small and often smooths training with batch normalisation. Biases and other vectors are left alone.

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place

    Args:
        inner: keras optimizer instance that takes the steps.
        name: str or None. The optimizer's name.

    Example:
        >>> import keras
        >>> from dlfund.optimizers import GradientDescent
        >>> w = keras.Variable([[0.0], [0.0]])  # two inputs, one unit
        >>> optimizer = GradientCentralization(GradientDescent(learning_rate=1.0))
        >>> optimizer.apply([ops.convert_to_tensor([[3.0], [1.0]])], [w])
        >>> ops.convert_to_numpy(w).ravel().tolist()  # the mean, 2, is gone
        [-1.0, 1.0]

    Use: with convolutional and dense networks that use batch normalisation; costs nearly nothing.
    Misconception: "it centres the weights" — it centres the step; with weight decay or a random start the
        weights' own mean is not zero.
    Interview: which weights does it leave alone, and why? — biases and scales: a vector has no incoming
        weights to average over, and its mean would be the whole signal.
    Reference: Yong et al., 2020, Gradient centralization (arXiv:2004.01461).
    """

    def __init__(self, inner, *, name="gradient_centralization"):
        super().__init__(inner, name=name)

    def step(self, gradients, variables):
        super().step([_centred(g) for g in gradients], variables)


def _centred(gradient):
    g = ops.convert_to_tensor(gradient)
    if len(g.shape) < 2:
        return g
    return g - ops.mean(g, axis=tuple(range(len(g.shape) - 1)), keepdims=True)
