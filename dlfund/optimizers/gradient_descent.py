"""Gradient descent: a step against the gradient, in proportion to its size.

    w_new = w_old − learning_rate · ∂loss/∂w_old

The other optimizers extend this line.
"""

from typing import Unpack

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.options import LearningRate, OptionsWithDecay
from dlfund.optimizers.update_rule import UpdateRule


@register
class GradientDescent(UpdateRule):
    """The simplest way to learn: a step against the gradient.

    Every other optimizer here is this one with something added: a memory of earlier steps (momentum), a
    step length per weight (AdaGrad, RMSprop), or both (Adam). With one batch of all rows it is gradient
    descent proper; with small batches the same line is stochastic gradient descent.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place

    Args:
        learning_rate: float or schedule. Too large: the loss jumps or becomes NaN. Too small: the loss hardly
            changes.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.
        **options: any other argument of keras.Optimizer: weight_decay, clipnorm, use_ema, ...; an unknown
            one is an error.

    Example:
        >>> import keras
        >>> w = keras.Variable([1.0])
        >>> GradientDescent(learning_rate=0.25).apply([ops.convert_to_tensor([2.0])], [w])
        >>> ops.convert_to_numpy(w).tolist()  # 1 − 0.25 · 2
        [0.5]

    Use: to learn what training is, on small convex problems, and with momentum on large image networks.
    Misconception: "the negative gradient points to the minimum" — it points in the direction of steepest
        descent at this point; in a narrow valley that is nearly perpendicular to the direction of the
        minimum, and the steps zigzag.
    Interview: why does a large learning rate diverge? — along a direction of curvature c the error is
        multiplied by 1 − learning_rate · c at each step, which grows as soon as learning_rate > 2 / c.
    Reference: Cauchy, 1847, Méthode générale pour la résolution des systèmes d'équations simultanées (Comptes rendus
        25, pages 536–538).
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.01,
        *,
        name: str | None = None,
        **options: Unpack[OptionsWithDecay],
    ):
        super().__init__(learning_rate=learning_rate, name=name, **options)

    def update_step(self, gradient, variable, learning_rate):
        learning_rate = ops.cast(learning_rate, variable.dtype)
        gradient = ops.cast(gradient, variable.dtype)
        self.assign_sub(variable, learning_rate * gradient)  # w_new = w_old − learning_rate · ∂loss/∂w_old
