"""A whole training step with every number: forward, loss, backward, update.

forward     z = W x + b,  a = f(z)                       layer by layer
loss        loss = L(a_last, y)
backward    ∂loss/∂z = ∂loss/∂a · f'(z),  ∂loss/∂W = xᵀ · ∂loss/∂z
update      w_new = w_old − learning_rate · ∂loss/∂w_old,  or the optimizer's own rule
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import keras
import numpy as np

from dlfund.core.errors import UserError
from dlfund.core.keras_internals import compiled_loss_of
from dlfund.explain.backends.backend import to_numpy
from dlfund.explain.backends.keras_internals import as_given
from dlfund.explain.trace.by_name import ByName, unknown
from dlfund.explain.trace.layer_call import LayerCall, layer_calls
from dlfund.explain.trace.rows import as_tensors
from dlfund.explain.trace.step import OUTPUT, take
from dlfund.explain.trace.update import WeightUpdate, loss_scale, optimizer_for, updates
from dlfund.explain.trace.update_text import rule_of

if TYPE_CHECKING:
    import pandas as pd

OWN_STEP = (
    "The model has a train_step of its own. What follows is Keras's usual step with its layers, loss and optimizer: "
    "forward, loss, gradients, update."
)


@dataclass(frozen=True, eq=False)
class Trace:
    """A training step, computed in every detail but not applied to the model.

    `trace["dense_1"]` is a layer's call, `trace.updates["dense_1/kernel"]` a weight's step, `print(trace)` shows
    the whole step as on a blackboard.

    Args:
        model: str. The model's name.
        calls: tuple of LayerCall, in the order in which they were made.
        x, y: array, or list of arrays; `y` may be None.
        output: array, or list of arrays. What the model predicted, as in training.
        output_gradient: ∂loss/∂output, of the same structure.
        loss_name, loss: str, float. Penalties and layers' own losses are part of the loss.
        optimizer: str. Its name.
        updates: dict of weight path to Update.
        state: dict of path to (before, after). What else the step would change, such as moving averages.
        rule: str. The optimizer's formula with its constants, where it is a well-known one.
        note: str. What limits the trace, such as a `train_step` of the model's own; usually empty.
    """

    model: str
    calls: tuple[LayerCall, ...]
    x: Any
    y: Any
    output: Any
    output_gradient: Any
    loss_name: str
    loss: float
    optimizer: str
    updates: dict[str, WeightUpdate]
    state: dict[str, tuple[np.ndarray, np.ndarray]] = field(repr=False, default_factory=dict)
    rule: str = ""
    note: str = ""

    @property
    def names(self) -> list[str]:
        return [call.name for call in self.calls]

    def __getitem__(self, name: str) -> LayerCall:
        calls = [call for call in self.calls if call.name == name]
        calls = calls or [call for call in self.calls if call.name.rsplit("/", 1)[-1] == name]
        if len(calls) != 1:
            raise unknown("the name of one layer call", self.names, name)
        return calls[0]

    def text(self, *, row: int = 0, units: int = 3, terms: int = 4) -> str:
        """Formulas with the numbers filled in.

        Args:
            row: int. Which row is shown.
            units: int. How many units of a layer are written out.
            terms: int. How many terms of a sum are written out.
        """
        from dlfund.explain.trace.trace_text import trace_text

        return trace_text(self, row, units, terms)

    def __str__(self) -> str:
        return self.text()

    def to_frame(self, limit: int = 10_000) -> pd.DataFrame:
        """A pandas table with one line per number; of an array of more than `limit` numbers, its statistics."""
        from dlfund.explain.trace.trace_data import to_frame

        return to_frame(self, limit)

    def to_json(self, limit: int = 10_000) -> str:
        """The whole trace as JSON; of an array of more than `limit` numbers, its statistics."""
        from dlfund.explain.trace.trace_data import to_json

        return to_json(self, limit)


def trace(
    model: keras.Model, x: Any, y: Any = None, *, loss: Any = None, optimizer: Any = None, sample_weight: Any = None
) -> Trace:
    """Compute one training step in every detail. Model and optimizer are not changed.

    Works on any keras.Model (functional, Sequential, subclassed) and any Keras backend. Dropout and batch
    normalisation act as in training, with the noise that the model's next step would draw.

    Args:
        model: keras.Model.
        x, y: rows and their targets, as `fit` takes them.
        loss: whatever `compile` takes; None takes the compiled loss.
        optimizer: optimizer or name; None takes the compiled one, and plain gradient descent at 0.01 without one.
        sample_weight: one number per row, or None.

    Returns:
        Trace.

    Example:
        >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, name="neuron")])
        >>> model.set_weights([np.array([[1.0], [2.0]]), np.array([0.5])])
        >>> step = trace(model, [[3.0, 1.0]], [[4.5]], loss="mse", optimizer=keras.optimizers.SGD(0.1))
        >>> step["neuron"].output.tolist(), step.loss  # 1·3 + 2·1 + 0.5; (5.5 − 4.5)²
        ([[5.5]], 1.0)
        >>> step["neuron"].weight_gradients["kernel"].tolist()  # 2 (5.5 − 4.5) · x
        [[6.0], [2.0]]
    """
    x, y = as_tensors(x), as_tensors(y)
    optimizer = optimizer_for(model, optimizer)
    scale = loss_scale(optimizer)
    step = take(model, x, y, loss=loss, sample_weight=sample_weight, scale=scale)
    name, steps = updates(model, step.gradients, optimizer, scale)
    outputs = keras.tree.flatten(step.output)
    return Trace(
        model=model.name,
        calls=tuple(layer_calls(step, model, steps)),
        x=_arrays(x),
        y=_arrays(y),
        output=_arrays(step.output),
        output_gradient=_unpacked([step.probed.get((OUTPUT, index)) for index in range(len(outputs))]),
        loss_name=_name_of(loss if loss is not None else compiled_loss_of(model)),
        loss=step.loss,
        optimizer=name,
        updates=ByName({update.weight: update for update in steps}),
        state=step.state,
        rule=rule_of(optimizer),
        note=OWN_STEP if type(model).train_step is not keras.Model.train_step else "",
    )


def _arrays(part):
    return None if part is None else _unpacked([to_numpy(leaf) for leaf in keras.tree.flatten(part)])


def _unpacked(leaves):
    return leaves[0] if len(leaves) == 1 else leaves


def _name_of(loss):
    """The loss's usual name."""
    if loss is None:
        return "the model's own loss"
    loss = as_given(loss)
    if isinstance(loss, dict | list | tuple):
        return " + ".join(_name_of(part) for part in keras.tree.flatten(loss))
    return loss if isinstance(loss, str) else getattr(loss, "name", None) or getattr(loss, "__name__", "loss")


def check_row(row, rows):
    if not 0 <= row < rows:
        raise UserError(f"Expected a row from 0 to {rows - 1}. Received: {row}.")
