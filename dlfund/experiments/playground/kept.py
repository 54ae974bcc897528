"""A network that the page kept: its numbers as JSON, checked, and the Keras model that they make.

Nothing in the file is run: activations and layers are names of a list, everything else is numbers and text.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from dlfund.core.errors import UserError, printable
from dlfund.core.task_kind import LABELLED, TASK_KINDS
from dlfund.core.typed_json import WrongJsonError, read_json

if TYPE_CHECKING:
    import keras

MOST_LAYERS, MOST_UNITS, MOST_INPUTS = 7, 16, 100
ActivationName = Literal[
    "elu", "gelu", "hard_sigmoid", "leaky_relu", "linear", "log_softmax", "mish", "relu", "selu", "sigmoid", "sign",
    "silu", "softmax", "softplus", "step", "straight_through_step", "tanh",
]  # fmt: skip
LossName = Literal[
    "binary_crossentropy", "hinge", "mean_squared_error", "sparse_categorical_crossentropy", "mean_absolute_error",
    "huber",
]  # fmt: skip
OURS = ("step", "straight_through_step", "sign")  # Keras lacks them


@dataclass(frozen=True)
class KeptLayer:
    """A dense layer; the kernel has a row for each input."""

    units: int
    activation: ActivationName
    dropout: float
    kernel: list[list[float]]
    bias: list[float]

    def __post_init__(self) -> None:
        if not 1 <= self.units <= MOST_UNITS:
            raise WrongJsonError(f"1 to {MOST_UNITS} units", str(self.units), ("units",))
        if not 0 <= self.dropout < 1:
            raise WrongJsonError("a share from 0 to below 1", str(self.dropout), ("dropout",))
        if len(self.bias) != self.units:
            raise WrongJsonError(f"{self.units} numbers, one a unit", str(len(self.bias)), ("bias",))
        if not self.kernel or any(len(row) != self.units for row in self.kernel):
            raise WrongJsonError(f"rows of {self.units} numbers, one a unit", "other rows", ("kernel",))


@dataclass(frozen=True)
class PlaygroundNetwork:
    """What "Keep" writes."""

    format: Literal[1]
    made_by: Literal["dlfund play"]
    kind: str
    classes: list[str]
    inputs: list[str]
    steps: int
    loss: LossName
    optimizer: str
    learning_rate: float
    layers: list[KeptLayer]

    def __post_init__(self) -> None:
        if self.kind not in LABELLED:
            raise WrongJsonError(f"one of {', '.join(LABELLED)}", printable(self.kind[:80]), ("kind",))
        if not 1 <= len(self.inputs) <= MOST_INPUTS:
            raise WrongJsonError(f"1 to {MOST_INPUTS} names", str(len(self.inputs)), ("inputs",))
        if not 1 <= len(self.layers) <= MOST_LAYERS:
            raise WrongJsonError(f"1 to {MOST_LAYERS} layers", str(len(self.layers)), ("layers",))
        sizes = [len(self.inputs), *(layer.units for layer in self.layers)]
        for number, (layer, inputs) in enumerate(zip(self.layers, sizes, strict=False)):
            if len(layer.kernel) != inputs:
                place = ("layers", str(number), "kernel")
                raise WrongJsonError(f"{inputs} rows, one an input", str(len(layer.kernel)), place)
        outputs = TASK_KINDS[self.kind].outputs(len(self.classes), len(self.inputs))
        if sizes[-1] != outputs:
            raise WrongJsonError(f"{outputs} units in the last layer", str(sizes[-1]), ("layers",))


def read_kept(path: Path) -> PlaygroundNetwork:
    """The file, checked.

    Raises:
        UserError: a sentence that names the file and the place.
    """
    try:
        return read_json(path, PlaygroundNetwork)
    except WrongJsonError as error:
        raise UserError(
            f"Expected a file that the page of `dlfund play` kept. Received: {str(path)!r}. {error} Press Keep again."
        ) from None


def keras_model(kept: PlaygroundNetwork) -> keras.Model:
    """The network with its weights, to predict with."""
    import keras

    dropped = [layer.dropout for layer in kept.layers]
    dense = [keras.layers.Dense(layer.units, activation=_activation(layer.activation)) for layer in kept.layers]
    stack: list[Any] = [keras.Input((len(kept.inputs),), name="inputs")]
    for layer, rate in zip(dense, dropped, strict=True):
        stack += [layer, keras.layers.Dropout(rate)] if rate else [layer]
    model = keras.Sequential(stack)
    for layer, own in zip(dense, kept.layers, strict=True):
        layer.set_weights([np.array(own.kernel, dtype="float32"), np.array(own.bias, dtype="float32")])
    return model


def save_model(kept: PlaygroundNetwork, path: Path) -> Path:
    """Write the model whole or not at all."""
    from dlfund.core.atomic_write import atomic_write

    with atomic_write(path, fix="Choose another place with --out.") as beside:
        keras_model(kept).save(beside)
    return path


def _activation(name: str) -> Any:
    if name not in OURS:
        return name
    from dlfund import activations

    return getattr(activations, name)
