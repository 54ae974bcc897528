"""Early stopping: keep the weights of the best epoch, and stop after several epochs without a better one."""

from __future__ import annotations

from collections.abc import Mapping

import keras
import numpy as np


class KeepBest(keras.callbacks.Callback):
    """Keeps the weights of the epoch with the lowest validation loss, the earlier one if two tie.

    The rule is the compiled program's own, so a training that falls back to Keras's loop stops where the
    program would have stopped. A loss that is not a number is never the best.

    Args:
        patience: int or None. Stop after this many epochs in a row without a better one; None: never stop.
    """

    def __init__(self, patience: int | None = None) -> None:
        super().__init__()
        self.patience = patience
        self.best_score = np.inf
        self.best_epoch: int | None = None
        self.weights = None

    def on_epoch_end(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
        score = (logs or {})["val_loss"]
        if score < self.best_score:
            self.best_score, self.best_epoch = float(score), epoch + 1
            self.weights = self.model.get_weights()
        elif self.patience is not None and epoch + 1 - (self.best_epoch or 0) >= max(1, self.patience):
            self.model.stop_training = True
