"""Gradient centralisation: the gradient of every unit's incoming weights is shifted to mean zero.

    g_new = g − mean of g over all axes but the last

The last axis of a kernel counts its units.
"""

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.options import Inner
from dlfund.optimizers.wrapper import Wrapper


@register
class GradientCentralization(Wrapper):
    """Subtracts from each unit's gradient its mean over the incoming weights.

    With gradient descent or momentum, the sum of each unit's incoming weights then stays constant, which keeps
    weights small and often makes training with batch normalisation smoother. Biases and other vectors are not
    changed.

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place

    Args:
        inner: keras optimizer instance that takes the steps.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.

    Example:
        >>> import keras
        >>> from dlfund.optimizers import GradientDescent
        >>> w = keras.Variable([[0.0], [0.0]])  # two inputs, one unit
        >>> optimizer = GradientCentralization(GradientDescent(learning_rate=1.0))
        >>> optimizer.apply([ops.convert_to_tensor([[3.0], [1.0]])], [w])
        >>> ops.convert_to_numpy(w).ravel().tolist()  # the mean, 2, is gone
        [-1.0, 1.0]

    Use: with convolutional and dense networks that use batch normalisation; costs nearly nothing.
    Misconception: "it centres the weights" — it centres the gradient. With gradient descent or momentum the sum of a
        unit's incoming weights stays where it started; under Adam, which divides each weight's gradient by its own
        size, it drifts.
    Interview: which weights does it not change, and why? — biases and scales: a vector has no incoming
        weights to average over, and its mean would be most of the gradient.
    Reference: Yong et al., 2020, Gradient centralization (arXiv:2004.01461).
    """

    def __init__(self, inner: Inner, *, name: str | None = None):
        super().__init__(inner, name=name)

    def step(self, gradients, variables):
        super().step([_centred(g) for g in gradients], variables)


def _centred(gradient):
    g = ops.convert_to_tensor(gradient)
    if len(g.shape) < 2:
        return g
    return g - ops.mean(g, axis=tuple(range(len(g.shape) - 1)), keepdims=True)
