"""Update rule: what stands around the formula of every optimizer that takes the step itself.

    gradients, dense → scale, clip, accumulate, decay (keras.optimizers.Optimizer) → the rule's own update_step

An optimizer here writes its formula for one weight and one dense gradient of the same shape; everything else is said
once, in Keras's optimizer and in this file.
"""

from typing import Unpack

import keras

from dlfund.core.keras_internals import weights_of
from dlfund.optimizers.dense_gradients import dense_gradients
from dlfund.optimizers.in_place import InPlace
from dlfund.optimizers.options import LearningRate, OptionsWithDecay, refuse_unknown


class UpdateRule(InPlace, keras.optimizers.Optimizer):
    """The parent of every optimizer that takes a step; a `Wrapper` is the parent of those that go around one."""

    def __init__(self, learning_rate: LearningRate, *, name: str | None = None, **options: Unpack[OptionsWithDecay]):
        refuse_unknown(type(self).__name__, options)
        super().__init__(learning_rate=learning_rate, name=name, **options)

    def apply(self, grads, trainable_variables=None):
        if len(grads) and (self.built or trainable_variables is not None):  # else Keras says what is missing
            variables = list(weights_of(self) if trainable_variables is None else trainable_variables)
            grads = dense_gradients(grads, variables)
            trainable_variables = None if trainable_variables is None else variables
        super().apply(grads, trainable_variables)
