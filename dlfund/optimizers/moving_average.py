"""Moving average of weights: train with the latest, judge with the average.

    average_new = momentum · average_old + (1 − momentum) · w

The first average is w after the first step.
"""

import contextlib

import keras
from keras import ops

from dlfund.optimizers.wrapper import Wrapper
from dlfund.registration import register


@register
class MovingAverage(Wrapper):
    """Keeps a running average of the weights beside those that train.

    Late in training the weights circle around a minimum; their average lies nearer to it than any of them.
    The average takes no part in training: it is kept in the optimizer and lent to the network for as long as a
    `with optimizer.averaged():` lasts. So resuming is exact, which it is not where the average overwrites the
    weights at the end of `fit` (as Keras's use_ema does).

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place; one more number is kept per weight

    Args:
        inner: keras optimizer instance that takes the steps.
        momentum: float in [0, 1). Memory, about 1 / (1 − momentum) steps. Longer than the training: the
            average still holds the first, random weights.
        name: str or None. The optimizer's name.

    Example:
        >>> from dlfund.optimizers import GradientDescent
        >>> w = keras.Variable([0.0])
        >>> optimizer = MovingAverage(GradientDescent(learning_rate=1.0), momentum=0.5)
        >>> for _ in range(2):  # w goes to −1, −2; the average starts at −1
        ...     optimizer.apply([ops.convert_to_tensor([1.0])], [w])
        >>> with optimizer.averaged():
        ...     ops.convert_to_numpy(w)[0].item()
        -1.5
        >>> ops.convert_to_numpy(w)[0].item()
        -2.0

    Use: for evaluation, prediction and saving after any training that ends with a learning rate above zero.
    Misconception: "average the predictions instead, it is the same" — an ensemble keeps every network; this
        keeps one, and works because the averaged weights lie in one valley.
    Interview: what must be done with batch normalisation? — its running statistics belong to the training
        weights; after averaging, estimate them again on training rows if the difference matters.
    Reference: Polyak and Juditsky, 1992, Acceleration of stochastic approximation by averaging
        (doi:10.1137/0330046).
    """

    def __init__(self, inner, *, momentum=0.99, name="moving_average"):
        super().__init__(inner, name=name)
        if not 0.0 <= momentum < 1.0:
            raise ValueError(
                f"Expected momentum in [0, 1). Received: momentum={momentum}. Use 0.99 to average about 100 steps."
            )
        self.momentum = momentum

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.averages = self.add_optimizer_variables(variables, "average")

    def step(self, gradients, variables):
        before = ops.cast(self.iterations, "int32") + 0
        super().step(gradients, variables)
        # An inner optimizer that accumulates gradients takes no step at most calls: nothing new to average then.
        stepped = ops.cast(self.iterations, "int32") - before
        started = ops.cast(ops.greater(before, 0), "float32")
        share = ops.cast(stepped, "float32") * (1.0 - self.momentum * started)  # of the new weights: all at first
        for v in variables:
            average = self.averages[self._get_variable_index(v)]
            average.assign(average + ops.cast(share, v.dtype) * (v - average))

    @contextlib.contextmanager
    def averaged(self):
        """Lend the averages to the network's weights; afterwards it has its own again, whatever happened.

        Use it outside of `fit`, or in a callback's on_test_begin and on_test_end. Don't train inside.
        """
        if not self.built:
            raise ValueError(
                "Expected an optimizer that has taken a step. Received: a MovingAverage that isn't built. "
                "Call model.fit first."
            )
        own = [ops.convert_to_numpy(v).copy() for v in self._trainable_variables]
        for variable, average in zip(self._trainable_variables, self.averages, strict=True):
            variable.assign(ops.convert_to_numpy(average).copy())
        try:
            yield self
        finally:
            for variable, value in zip(self._trainable_variables, own, strict=True):
                variable.assign(value)

    def get_config(self):
        return {**super().get_config(), "momentum": self.momentum}


class EvaluateAverage(keras.callbacks.Callback):
    """During `fit`, validates with the averaged weights of a `MovingAverage`, and trains on with its own.

    Shape:
        Input:  the weights that train
        Output: their average, while a validation lasts

    Args:
        optimizer: the MovingAverage, however deep it is wrapped.

    Example:
        >>> from dlfund.optimizers import Adam
        >>> average = MovingAverage(Adam())
        >>> callback = EvaluateAverage(average)  # model.fit(..., callbacks=[callback])

    Use: with MovingAverage and validation data, so that early stopping judges the network that will be used.
    Misconception: "the average slows learning down" — training never sees it: the weights are lent for the
        validation and taken back.
    Interview: why validate with the average? — what is chosen on the validation rows must be what is deployed; the
        training weights' loss is another network's.
    Reference: Polyak and Juditsky, 1992, Acceleration of stochastic approximation by averaging
        (doi:10.1137/0330046).
    """

    def __init__(self, optimizer):
        super().__init__()
        if not isinstance(optimizer, MovingAverage):
            raise TypeError(
                f"Expected optimizer to be a MovingAverage. Received: {optimizer!r}. "
                "Pass the wrapper itself, also where another one goes around it."
            )
        self.average = optimizer

    def on_test_begin(self, logs=None):
        self.lent = self.average.averaged()
        self.lent.__enter__()

    def on_test_end(self, logs=None):
        self.lent.__exit__(None, None, None)
