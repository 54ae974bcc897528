"""Replay: a training once more, stopped at some of its epochs.

A member's result depends on nothing but itself, and its epochs are the same whether more follow or not: so the
weights after epoch e are those of the same member with `epochs=e`.
"""

from __future__ import annotations

from dataclasses import replace

import keras
import numpy as np

from dlfund.training.fit import fit
from dlfund.training.members import Member
from dlfund.training.population import fit_population


def replay(member: Member, epochs, *, batch_size):
    """The member's weights at the start (epoch 0) and after each of these epochs.

    Args:
        member: Member without validation rows, as a refit is.
        epochs: increasing whole numbers from 1; the last is how long it trained.
        batch_size: int. Rows a step.

    Returns:
        list of (epoch, weights), weights in the order of `model.weights`.
    """
    if member.validation is not None:
        raise ValueError(
            "Expected a member without validation rows: with them the best epoch's weights are kept, not the last's. "
            "Received: validation rows. Pass validation=None."
        )
    start = [(0, member.new_model().get_weights())]
    first, *rest = epochs
    fitted = fit_population([replace(member, epochs=first)], batch_size=batch_size)
    if any("model.fit" in note for note in fitted[0].notes):  # then all epochs are one pass of Keras's own loop
        return start + _by_keras(member, set(epochs), batch_size)
    fitted += fit_population([replace(member, epochs=epoch) for epoch in rest], batch_size=batch_size)
    return start + [(epoch, one.weights) for epoch, one in zip(epochs, fitted, strict=True)]


class _Weights(keras.callbacks.Callback):
    """Keeps the weights after some epochs."""

    def __init__(self, epochs):
        super().__init__()
        self.epochs, self.kept = epochs, []

    def on_epoch_end(self, epoch, logs=None):
        if epoch + 1 in self.epochs:
            self.kept.append((epoch + 1, [np.array(weight) for weight in self.model.get_weights()]))


def _by_keras(member, epochs, batch_size):
    watch = _Weights(epochs)
    words = {"class_weight": member.class_weight, "shuffle": member.shuffle, "whole_batches": member.whole_batches}
    words |= {"epochs": max(epochs), "batch_size": batch_size, "seed": member.seed}
    fit(member.new_model(), member.train, callbacks=[watch], **words)
    return watch.kept
