"""Moving average of weights: train the latest weights, evaluate their average.

    average_new = momentum · average_old + (1 − momentum) · w

The first average is w after the first step.
"""

import contextlib

import keras
from keras import ops

from dlfund.core.keras_internals import weights_of
from dlfund.core.registration import register
from dlfund.optimizers.options import Inner
from dlfund.optimizers.wrapper import Wrapper, snapshot


@register
class MovingAverage(Wrapper):
    """Keeps a running average of the weights in addition to those that are trained.

    Late in training the weights circle around a minimum; their average is usually closer to it than any of them.
    The average takes no part in training: it is kept in the optimizer and copied into the network only inside
    `with optimizer.averaged():`. So resuming is exact, which it is not where the average overwrites the
    weights at the end of `fit` (as Keras's use_ema does). Inside the block, the optimizer keeps the network's own
    weights in the average's place: a model saved there predicts with the average, and continues to train from its
    own weights. (Only `EvaluateAverage`, or `take_back()`, restores them before the first gradient.)

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place; one more number is kept per weight

    Args:
        inner: keras optimizer instance that takes the steps.
        momentum: float in [0, 1). It averages over about 1 / (1 − momentum) steps. If that is longer
            than the training, the average still contains the initial, random weights.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.

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
        keeps one, and works because the averaged weights lie in the same valley of the loss.
    Interview: what must be done with batch normalisation? — its running statistics belong to the training
        weights; after averaging, estimate them again on training rows if the difference matters.
    Reference: Polyak and Juditsky, 1992, Acceleration of stochastic approximation by averaging
        (doi:10.1137/0330046).
    """

    def __init__(self, inner: Inner, *, momentum: float = 0.99, name: str | None = None):
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
        self.lent = self.add_variable((), dtype="int32", name="lent")  # 1 while weights and averages are swapped

    def step(self, gradients, variables):
        self._swap_if(ops.equal(self.lent, 1))  # a model that was saved with the average lent trains on with its own
        before = ops.cast(self.iterations, "int32") + 0
        super().step(gradients, variables)
        # An inner optimizer that accumulates gradients takes no step at most calls: nothing new to average then.
        stepped = ops.cast(self.iterations, "int32") - before
        share = ops.cast(stepped, "float32") * self.share_of_new(before)
        for v in variables:
            average = self.averages[self._get_variable_index(v)]
            average.assign(average + ops.cast(share, v.dtype) * (v - average))

    def share_of_new(self, before):
        """What of the new weights goes into the average, after so many steps before: all at first."""
        return 1.0 - self.momentum * ops.cast(ops.greater(before, 0), "float32")

    def _swap_if(self, condition):
        for variable, average in zip(weights_of(self), self.averages, strict=True):
            w, kept = snapshot([variable, average])
            variable.assign(ops.where(condition, kept, w))
            average.assign(ops.where(condition, w, kept))
        self.lent.assign(ops.where(condition, 1 - self.lent, self.lent + 0))

    def lend(self):
        """Between two batches: the averages into the network, its own weights into their place."""
        if not self.built:
            raise ValueError(
                "Expected an optimizer that has taken a step. Received: a MovingAverage that isn't built. "
                "Call model.fit first."
            )
        self._swap_if(ops.equal(self.lent, 0))

    def take_back(self):
        """Between two batches: the network has its own weights again; nothing happens where nothing is lent."""
        if self.built:
            self._swap_if(ops.equal(self.lent, 1))

    @contextlib.contextmanager
    def averaged(self):
        """Use the averages as the network's weights inside the block; afterwards it has its own again, even after an
        error.

        Use it outside of `fit`; inside, `EvaluateAverage` does it. Don't train inside.
        """
        self.lend()
        try:
            yield self
        finally:
            self.take_back()

    def finalize_variable_values(self, var_list):
        self.take_back()  # the last epoch's validation lent them
        super().finalize_variable_values(var_list)

    @property
    def added_later(self):
        return 1

    def get_config(self):
        return {**super().get_config(), "momentum": self.momentum}


class EvaluateAverage(keras.callbacks.Callback):
    """During `fit`, validates with the averaged weights of a `MovingAverage`, and trains with the network's own.

    The average stays in the network until the next epoch begins, so that whatever keeps weights at the end of an epoch
    (EarlyStopping with restore_best_weights, ModelCheckpoint) keeps those that were judged. `fit` ends with the
    network's own weights, unless early stopping restored the best ones.

    Shape:
        Input:  the weights in training
        Output: their average, from a validation to the end of its epoch

    Args:
        optimizer: the MovingAverage, however deep it is wrapped.

    Example:
        >>> from dlfund.optimizers import Adam
        >>> average = MovingAverage(Adam())
        >>> callback = EvaluateAverage(average)  # model.fit(..., callbacks=[callback])

    Title: Evaluate the average: validation judges the averaged weights, training goes on with the others.
    Use: with MovingAverage and validation data, so that early stopping evaluates the network that will be used.
    Misconception: "the average slows learning down" — training does not use it: the network has its own weights
        again before the next step.
    Interview: why validate with the average? — what is chosen on the validation rows must be what is deployed; the
        loss of the training weights is that of another network.
    Reference: Polyak and Juditsky, 1992, Acceleration of stochastic approximation by averaging
        (doi:10.1137/0330046).
    """

    def __init__(self, optimizer: Inner):
        super().__init__()
        if not isinstance(optimizer, MovingAverage):
            raise TypeError(
                f"Expected optimizer to be a MovingAverage. Received: {optimizer!r}. Pass the MovingAverage itself, "
                "even if another wrapper is around it."
            )
        self.average = optimizer
        self.in_fit = False

    def on_train_begin(self, logs=None):
        self.in_fit = True
        self.average.take_back()  # a model that was saved with its average lent

    def on_epoch_begin(self, epoch, logs=None):
        self.average.take_back()

    def on_test_begin(self, logs=None):
        self.average.lend()

    def on_test_end(self, logs=None):
        if not self.in_fit:
            self.average.take_back()

    def on_train_end(self, logs=None):
        self.in_fit = False
