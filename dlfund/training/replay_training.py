"""Replay: repeat a training and stop at some of its epochs.

A member's result depends on the member alone, and its epochs are the same whether more follow or not. So the
weights after epoch e are those of the same member with `epochs=e`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import keras
import numpy as np

from dlfund.training.fit_network import fit
from dlfund.training.members import Member
from dlfund.training.population import fit_population


def replay(member: Member, epochs: Iterable[int], *, batch_size: int) -> list[tuple[int, list[np.ndarray]]]:
    """The member's initial weights (epoch 0) and its weights after each of these epochs.

    Args:
        member: Member without validation rows, as in a refit.
        epochs: increasing whole numbers from 1; the last is the length of the training.
        batch_size: int. Rows per step.

    Returns:
        list of (epoch, weights), weights in the order of `model.weights`.

    Raises:
        ValueError: the member has validation rows.
    """
    if member.validation is not None:
        raise ValueError(
            "Expected a member without validation rows: with them, the best epoch's weights are kept instead of the "
            "last epoch's. Received: validation rows. Pass validation=None."
        )
    start = [(0, member.new_model().get_weights())]
    first, *rest = epochs
    fitted = fit_population([replace(member, epochs=first)], batch_size=batch_size)
    if any("model.fit" in note for note in fitted[0].notes):  # Keras's own loop reaches all epochs in one training
        return start + _by_keras(member, set(epochs), batch_size)
    fitted += fit_population([replace(member, epochs=epoch) for epoch in rest], batch_size=batch_size)
    return start + [(epoch, result.weights) for epoch, result in zip(epochs, fitted, strict=True)]


class _Weights(keras.callbacks.Callback):
    """Keeps the weights after these epochs."""

    def __init__(self, epochs: Iterable[int]) -> None:
        super().__init__()
        self.epochs = epochs
        self.kept: list[tuple[int, list[np.ndarray]]] = []

    def on_epoch_end(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
        if epoch + 1 in self.epochs:
            self.kept.append((epoch + 1, [np.array(weight) for weight in self.model.get_weights()]))


def _by_keras(member: Member, epochs: set[int], batch_size: int) -> list[tuple[int, list[np.ndarray]]]:
    weights = _Weights(epochs)
    fit(
        member.new_model(),
        member.train,
        epochs=max(epochs),
        batch_size=batch_size,
        seed=member.seed,
        class_weight=member.class_weight,
        shuffle=member.shuffle,
        whole_batches=member.whole_batches,
        callbacks=[weights],
    )
    return weights.kept
