"""Rosenblatt's perceptron rule: right, leave it; wrong, move the weights by the input.

    w_new = w_old + learning_rate · (target − output) · x          target and output in {0, 1}
    w_new = w_old + learning_rate · t · x   where t · wᵀx ≤ 0      the same for targets t in {−1, +1}

Both are −∂loss/∂w_old: of the perceptron loss, or of half the squared error with a straight-through step.
"""

import keras
from keras import ops

from dlfund.registration import register


@register
class PerceptronRule(keras.optimizers.Optimizer):
    """The first learning rule of them all: learn from mistakes, and from nothing else.

    A mistake pulls the weighted sum of that row by learning_rate · |x|² towards the right side. If some weights
    separate the rows, only a limited number of mistakes is ever made. The rule reads its correction from the
    gradient, which is −t·x for a mistake and 0 otherwise: train with `PerceptronLoss(reduction="sum")` and
    batches of one row for the rule as Rosenblatt wrote it; larger batches add their rows' corrections.

    Shape:
        Input:  a gradient of the weight's own shape
        Output: the weight, changed in place

    Args:
        learning_rate: float or schedule. From zero weights it only scales them all; no decision depends on it.
        name: str or None. The optimizer's name.
        **options: any other argument of keras.Optimizer; an unknown one is an error.

    Example:
        >>> w = keras.Variable([0.0, 0.0])
        >>> x, target, output = ops.convert_to_tensor([3.0, 1.0]), 1.0, 0.0  # a mistake
        >>> PerceptronRule().apply([-(target - output) * x], [w])
        >>> ops.convert_to_numpy(w).tolist()
        [3.0, 1.0]

    Use: to see learning by hand on data that a line can separate.
    Misconception: "it settles on the best line" — it stops at the first line without mistakes, and where there is
        none it never stops; logistic regression settles in both cases.
    Interview: how many mistakes can it make? — at most (R / γ)²: R the longest input, γ the margin of the best
        unit-length separator (Novikoff), whatever the number of rows.
    Reference: Rosenblatt, 1958, The perceptron (doi:10.1037/h0042519).
    """

    def __init__(self, learning_rate=1.0, *, name="perceptron_rule", **options):
        super().__init__(learning_rate=learning_rate, name=name, **options)

    def update_step(self, gradient, variable, learning_rate):
        correction = -ops.cast(gradient, variable.dtype)  # (target − output) · x
        self.assign_add(variable, ops.cast(learning_rate, variable.dtype) * correction)
