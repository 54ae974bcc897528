"""What is predicted: the one object that a network builder needs to know about the data.

A network is a function `(task, hp) -> keras.Model`. Everything it may ask about the data is
here; the data itself is not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dlfund.core.task_kind import TASK_KINDS, TaskKind, classes_of_every_kind

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class Task:
    """What goes in, what comes out, and how a miss is counted.

    Args:
        kind: str. `"binary"`, `"multiclass"`, `"regression"`, or `"clustering"`, where a network learns to
            give back its own input and its layer named `code` is what rows are grouped by.
        input_shape: tuple of int. Shape of one encoded row, without the batch axis.
        classes: tuple of str. Class names; the second one is the positive class of a binary
            task. Empty for regression.
        metric: str. The score that a comparison is decided by; empty takes the usual one of the kind.
        vocabulary: tuple of int. How many different codes there are: of words, or in each column of
            identifiers. Empty where the inputs are measured numbers.
        numeric: int or None. How many of a row's first columns are measured numbers, the rest being indicators (one-hot
            blocks, marks of empty cells); None: all of them.
        widths: tuple of int. How many columns each feature has, in their order, a number one. Empty: one each.
        steps: int. Steps of the whole training, which a schedule waves along: epochs · batches an epoch. 0: unknown.

    Example:
        >>> task = Task(kind="binary", input_shape=(3,), classes=("fail", "pass"), metric="roc_auc")
        >>> task.outputs
        1
    """

    kind: str
    input_shape: tuple[int, ...]
    classes: tuple[str, ...] = ()
    metric: str = ""
    vocabulary: tuple[int, ...] = ()
    numeric: int | None = None
    widths: tuple[int, ...] = ()
    steps: int = 0

    def __post_init__(self) -> None:
        if self.kind not in TASK_KINDS:
            raise ValueError(f"Expected kind to be one of {tuple(TASK_KINDS)}. Received: kind={self.kind!r}.")
        if not self.task_kind.fits(len(self.classes)):
            raise ValueError(
                f"Expected {classes_of_every_kind()}. Received: kind={self.kind!r}, classes={self.classes!r}."
            )
        if not self.metric:
            object.__setattr__(self, "metric", self.task_kind.metric)
        if self.widths and (len(self.input_shape) != 1 or sum(self.widths) != self.input_shape[0]):
            raise ValueError(
                f"Expected widths that sum to the columns of a row. Received: widths={self.widths!r}, "
                f"input_shape={self.input_shape!r}. Give one width a feature, 1 for a number."
            )
        if self.numeric is not None and not 0 <= self.numeric <= math.prod(self.input_shape):
            raise ValueError(
                f"Expected numeric to count some of the columns of a row. Received: numeric={self.numeric!r}, "
                f"input_shape={self.input_shape!r}. None means all of them."
            )

    @property
    def task_kind(self) -> TaskKind:
        """Every fact about the kind."""
        return TASK_KINDS[self.kind]

    @property
    def outputs(self) -> int:
        """How many numbers the head returns for a row."""
        return self.task_kind.outputs(len(self.classes), math.prod(self.input_shape))

    @property
    def blocks(self) -> tuple[int, ...]:
        """How many columns each feature has that is no measured number, in the order of the columns."""
        first = math.prod(self.input_shape) if self.numeric is None else self.numeric
        return self.widths[first:] if self.widths else (1,) * (math.prod(self.input_shape) - first)

    @property
    def input_dtype(self) -> str:
        """Of the array that a network gets: whole numbers where they are codes."""
        return "int32" if self.vocabulary else "float32"

    @property
    def activation(self) -> str:
        """Of the last layer: what makes a probability, one a class that sum to 1, or a number of what it is given."""
        return self.task_kind.activation

    def head(self) -> keras.Layer:
        """The last layer: a probability, one probability per class, or a number."""
        import keras

        return keras.layers.Dense(self.outputs, activation=self.activation, name="head")

    def loss(self, **options: Any) -> keras.losses.Loss:
        """The loss that fits the head; `options` (`label_smoothing`, …) go to its class."""
        import keras

        return getattr(keras.losses, self.task_kind.loss)(**options)
