"""Rosenblatt's perceptron rule: a mistake changes the weights by the input, a right answer does not.

    w_new = w_old + learning_rate · (target − output) · x          target and output in {0, 1}
    w_new = w_old + learning_rate · t · x   where t · wᵀx ≤ 0      the same for targets t in {−1, +1}

Both are −∂loss/∂w_old: of the perceptron loss, or of half the squared error with a straight-through step.
"""

from typing import Unpack

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.options import LearningRate, OptionsWithDecay
from dlfund.optimizers.update_rule import UpdateRule


@register
class PerceptronRule(UpdateRule):
    """The first error-driven learning rule: it learns only from mistakes.

    A mistake moves the weighted sum of that row by learning_rate · |x|² towards the right side. If some weights
    separate the rows, the number of mistakes is bounded. The rule takes its correction from the gradient, which
    is −t·x for a mistake and 0 otherwise: train with `PerceptronLoss(reduction="sum")` and batches of one row
    for Rosenblatt's original rule; larger batches add up their rows' corrections.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place

    Args:
        learning_rate: float or schedule. With zero initial weights it only scales the weights; no decision
            depends on it.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.
        **options: any other argument of keras.Optimizer; an unknown one is an error.

    Example:
        >>> import keras
        >>> w = keras.Variable([0.0, 0.0])
        >>> x, target, output = ops.convert_to_tensor([3.0, 1.0]), 1.0, 0.0  # a mistake
        >>> PerceptronRule().apply([-(target - output) * x], [w])
        >>> ops.convert_to_numpy(w).tolist()
        [3.0, 1.0]

    Use: to follow learning by hand on data that a line can separate.
    Misconception: "it settles on the best line" — it stops at the first line without mistakes, and where there is
        none it never stops. The direction of logistic regression's weights settles in both cases; where a line
        separates the rows their length grows for ever unless they are penalised.
    Interview: how many mistakes can it make? — at most (R / γ)²: R the longest input, γ the margin of the best
        unit-length separator (Novikoff), whatever the number of rows.
    Reference: Rosenblatt, 1958, The perceptron (doi:10.1037/h0042519); for logistic regression on separable rows:
        Soudry, Hoffer, Nacson, Gunasekar and Srebro, 2018, The implicit bias of gradient descent on separable data
        (arXiv:1710.10345).
    """

    def __init__(
        self,
        learning_rate: LearningRate = 1.0,
        *,
        name: str | None = None,
        **options: Unpack[OptionsWithDecay],
    ):
        super().__init__(learning_rate=learning_rate, name=name, **options)

    def update_step(self, gradient, variable, learning_rate):
        correction = -ops.cast(gradient, variable.dtype)  # (target − output) · x
        self.assign_add(variable, ops.cast(learning_rate, variable.dtype) * correction)
