"""Stochastic weight averaging (SWA): the mean of the weights at many steps late in training.

    average = 1/n · (w_s + w_{s+p} + w_{s+2p} + ...)

The first of the n weights is taken after step s + 1, `start` being s, and then one every p steps, the `period`. Before
that the average is w itself.
"""

import numbers

from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.moving_average import MovingAverage
from dlfund.optimizers.options import Inner


@register
class StochasticWeightAveraging(MovingAverage):
    """One network from many: the centre of the region in which training wanders.

    With a constant or cyclic learning rate the weights end somewhere at the rim of a flat region of the loss. Their
    mean lies in its middle, where the loss of new rows is usually lower.

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place; one more number is kept per weight

    Args:
        inner: keras optimizer instance that takes the steps; its learning rate should not go to zero.
        start: int ≥ 0. Steps before the first weights are taken: usually three quarters of the training.
        period: int > 0. Steps between two of them: one, an epoch, or a cycle of the learning rate.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.

    Example:
        >>> import keras
        >>> from dlfund.optimizers import GradientDescent
        >>> w = keras.Variable([0.0])
        >>> optimizer = StochasticWeightAveraging(GradientDescent(learning_rate=1.0), start=1)
        >>> for _ in range(3):  # w goes to −1, −2, −3
        ...     optimizer.apply([ops.convert_to_tensor([1.0])], [w])
        >>> with optimizer.averaged():  # of the last two
        ...     ops.convert_to_numpy(w)[0].item()
        -2.5

    Use: at the end of a training with a constant or cyclic learning rate; evaluate and save inside
        `with optimizer.averaged():`, or with the callback `EvaluateAverage`.
    Misconception: "it is a moving average with another name" — a moving average forgets old weights and follows the
        newest; here all weights since the start count alike.
    Interview: why must batch normalisation be looked at? — its running statistics belong to the single weights; they
        have to be estimated again for the mean.
    Reference: Izmailov et al., 2018, Averaging weights leads to wider optima (arXiv:1803.05407).
    """

    def __init__(self, inner: Inner, start: int, *, period: int = 1, name: str | None = None):
        super().__init__(inner, name=name)
        for key, value, least in (("start", start, 0), ("period", period, 1)):
            if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < least:
                raise ValueError(
                    f"Expected {key} to be a whole number of at least {least}. Received: {key}={value!r}. "
                    "Count in steps: epochs times batches of an epoch."
                )
        self.start, self.period = int(start), int(period)

    def share_of_new(self, before):
        after = before - self.start  # steps after the start, before this one
        taken = ops.logical_and(after >= 0, ops.equal(after % self.period, 0))
        n = ops.cast(ops.maximum(after, 0) // self.period + 1, "float32")
        return ops.where(after < 0, 1.0, ops.where(taken, 1.0 / n, 0.0))

    def get_config(self):
        config = super().get_config()
        del config["momentum"]
        return {**config, "start": self.start, "period": self.period}
