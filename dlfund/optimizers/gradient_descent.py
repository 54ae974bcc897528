"""Gradient descent: walk downhill, by a step in proportion to the slope.

    w_new = w_old − learning_rate · ∂loss/∂w_old

Everything else in this folder is this line with something added.
"""

import keras
from keras import ops

from dlfund.optimizers.in_place import InPlace
from dlfund.registration import register


@register
class GradientDescent(InPlace, keras.optimizers.Optimizer):
    """The plainest way to learn: a step against the gradient.

    Every other optimizer here is this one with something added: a memory of earlier steps (momentum), a
    step length per weight (AdaGrad, RMSprop), or both (Adam). With one batch of all rows it is gradient
    descent proper; with small batches the same line is stochastic gradient descent.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place

    Args:
        learning_rate: float or schedule. Too large: the loss jumps or becomes NaN. Too small: nothing happens.
        name: str or None. The optimizer's name.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> w = keras.Variable([1.0])
        >>> GradientDescent(learning_rate=0.25).apply([ops.convert_to_tensor([2.0])], [w])
        >>> ops.convert_to_numpy(w).tolist()  # 1 − 0.25 · 2
        [0.5]

    Use: to learn what training is, on small convex problems, and with momentum on large image networks.
    Misconception: "the gradient points to the minimum" — it points up the steepest slope at this spot; in a
        narrow valley that is nearly across the way down, and the steps zigzag.
    Interview: why does a large learning rate diverge? — along a direction of curvature c the error is
        multiplied by 1 − learning_rate · c at each step, which grows as soon as learning_rate > 2 / c.
    Reference: Cauchy, 1847, Méthode générale pour la résolution des systèmes d'équations simultanées.
    """

    def __init__(self, learning_rate=0.01, *, name="gradient_descent", **options):
        super().__init__(learning_rate=learning_rate, name=name, **options)

    def update_step(self, gradient, variable, learning_rate):
        learning_rate = ops.cast(learning_rate, variable.dtype)
        gradient = ops.cast(gradient, variable.dtype)
        self.assign_sub(variable, learning_rate * gradient)  # w_new = w_old − learning_rate · ∂loss/∂w_old
