"""The result of a training: the best weights, and how they were reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import keras


@dataclass
class Fitted:
    """One finished training.

    With validation rows, `weights` are those of the epoch with the lowest validation loss, the earliest one
    if several tie. Without them, they are those of the last epoch.

    Args:
        weights: list of arrays, in the order of `model.weights`.
        history: dict of lists of float, one number per epoch: `loss`, with validation rows `val_loss`, and the
            model's own metrics if Keras's loop trained it.
        best_epoch: int, counted from 1. The epoch whose weights were kept.
        best_score: float or None. Validation loss of that epoch; None without validation rows.
        seconds: float. Wall time of this training; a share of its program's time if members ran together.
        make_model: function without arguments that returns a keras.Model of this architecture.
        notes: list of str. What the reader of a report should know about this training.
    """

    weights: list[np.ndarray]
    history: dict[str, list[float]]
    best_epoch: int
    best_score: float | None
    seconds: float
    make_model: Callable[[], keras.Model] = field(repr=False)
    notes: list[str] = field(default_factory=list)

    @property
    def epochs_run(self) -> int:
        """How many epochs were trained, including those after the best one."""
        return len(self.history["loss"])

    def to_model(self) -> keras.Model:
        """An ordinary Keras model with the kept weights, to predict with, save or train further."""
        model = self.make_model()
        model.set_weights(self.weights)
        return model
