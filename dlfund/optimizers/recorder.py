"""Recorder: every number of chosen updates.

    w_new = w_old + step

For each recorded step and each weight: w_old, the gradient, the step, and w_new.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from keras import ops

from dlfund.core.registration import register
from dlfund.optimizers.options import Inner
from dlfund.optimizers.wrapper import Wrapper, snapshot


@dataclass(frozen=True, eq=False)
class Update:
    """One weight's update at one iteration, as NumPy arrays: new_weight = old_weight + step."""

    iteration: int
    variable: str
    old_weight: np.ndarray
    gradient: np.ndarray
    new_weight: np.ndarray

    @property
    def step(self):
        return self.new_weight - self.old_weight


@register
class Recorder(Wrapper):
    """Records the updates of chosen steps, also inside a compiled training loop.

    `print` inside a compiled step shows nothing, and a callback can read weights but not gradients. The
    recorder writes into its own variables, so it works in graph mode, under XLA and on every backend, is
    saved with the model, and changes no update. It costs three numbers per weight and recorded step, at
    every step.

    Shape:
        Input:  a list of gradients, one per weight
        Output: the weights, changed in place; `updates()` gives the record

    Args:
        inner: keras optimizer instance that takes the steps.
        steps: the iterations to record, counted from 0, as `optimizer.iterations` counts them.
        name: str or None. The optimizer's name; None: the class's name, numbered from the second on.

    Example:
        >>> import keras
        >>> from dlfund.optimizers import GradientDescent
        >>> w = keras.Variable([1.0], name="w")
        >>> optimizer = Recorder(GradientDescent(learning_rate=0.25), steps=[0])
        >>> optimizer.apply([ops.convert_to_tensor([2.0])], [w])
        >>> update = optimizer.updates()[0]
        >>> [part.tolist() for part in (update.old_weight, update.gradient, update.step, update.new_weight)]
        [[1.0], [2.0], [-0.5], [0.5]]

    Use: to see what training does, and to check an update by hand.
    Misconception: "the step is learning_rate · gradient" — only for plain gradient descent; with Adam, steps
        have nearly the same size for gradients that differ a thousandfold.
    Interview: how do you see gradients during model.fit? — from inside the optimizer: every backend's
        training loop passes them there.
    Reference: Keras documentation, 2024, keras.Optimizer.apply (keras.io/api/optimizers).
    """

    def __init__(self, inner: Inner, *, steps: Sequence[int], name: str | None = None):
        super().__init__(inner, name=name)
        self.recorded_steps = tuple(int(step) for step in steps)
        if not steps or min(steps) < 0 or len(set(steps)) < len(steps):
            raise ValueError(
                f"Expected steps to be different iterations counted from 0. Received: steps={list(steps)}. "
                "Use steps=range(3) for the first three updates."
            )

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.paths = tuple(v.path for v in variables)
        slots = len(self.recorded_steps)
        self.filled = self.add_variable((len(variables), slots), dtype="int32", name="filled")
        self.records = []
        for variable in variables:
            shape = (slots, 3, *variable.shape)  # old weight, gradient, new weight
            self.records.append(self.add_variable(shape, dtype=variable.dtype, name="record"))

    def step(self, gradients, variables):
        now = ops.equal(np.array(self.recorded_steps), ops.cast(self.iterations, "int32"))  # (slots,)
        old_weights = snapshot(variables)
        super().step(gradients, variables)
        updates = zip(old_weights, gradients, snapshot(variables), strict=True)
        for variable, (old_weight, gradient, new_weight) in zip(variables, updates, strict=True):
            update = ops.stack([old_weight, ops.cast(gradient, variable.dtype), new_weight])  # (3, ...)
            self._write(self._get_variable_index(variable), now, update)

    def _write(self, index, now, update):
        """Every slot keeps its value, except that of the current step; without a branch, so that it compiles
        everywhere."""
        record = ops.convert_to_tensor(self.records[index])  # (slots, 3, ...)
        chosen = ops.reshape(now, (-1, *[1] * (len(record.shape) - 1)))
        self.records[index].assign(ops.where(chosen, update, record))
        row = np.arange(len(self.records))[:, None] == index  # (variables, 1)
        self.filled.assign(ops.where(ops.logical_and(row, now), 1, ops.convert_to_tensor(self.filled)))

    def updates(self):
        """What was recorded so far, in the order of the iterations: a list of `Update`.

        Call it when `fit` has returned: on JAX, variables are brought up to date at the end of an epoch.
        """
        if not self.built:
            return []
        filled = ops.convert_to_numpy(self.filled)
        records = [ops.convert_to_numpy(record) for record in self.records]
        return [
            Update(iteration, path, *records[index][slot])
            for iteration, slot in sorted(zip(self.recorded_steps, range(filled.shape[1]), strict=True))
            for index, path in enumerate(self.paths)
            if filled[index, slot]
        ]

    def get_config(self):
        return {**super().get_config(), "steps": list(self.recorded_steps)}
