"""Whole batches only: rows that don't fill a batch are left out of the epoch; shuffling changes which ones they are."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np


class WholeBatches(keras.utils.PyDataset):
    """Gives `fit` the rows in batches of the same size. It shuffles them itself: pass `shuffle=False` to `fit`.

    Rows that are too few for a batch form one smaller batch.

    Args:
        parts: (x, y) or (x, y, sample_weight), each an array or a structure of arrays.
        batch_size: int. Rows per batch.
        seed: int or None. Seed of the order of rows, which changes with every epoch; None keeps the order.
    """

    def __init__(self, parts: Any, *, batch_size: int, seed: int | None) -> None:
        super().__init__()
        self.parts, self.batch_size = parts, batch_size
        self.order = np.arange(len(keras.tree.flatten(parts)[0]))
        self.shuffler = None if seed is None else np.random.default_rng(seed)
        self.on_epoch_end()

    def __len__(self) -> int:
        return max(1, len(self.order) // self.batch_size)

    def __getitem__(self, index: int) -> Any:
        rows = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        return keras.tree.map_structure(lambda part: np.asarray(part)[rows], self.parts)

    def on_epoch_end(self) -> None:
        if self.shuffler is not None:
            self.shuffler.shuffle(self.order)
