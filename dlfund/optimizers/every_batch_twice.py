"""Every batch twice: the same rows for both gradients of sharpness-aware minimisation.

    batches 0, 0, 1, 1, 2, 2, ...

Rows are shuffled again in every epoch.
"""

from typing import Any

import keras
import numpy as np


class EveryBatchTwice(keras.utils.PyDataset):
    """Yields arrays in shuffled batches, each of them twice in a row.

    `SharpnessAware` needs two calls for one step. With this dataset both get the same rows, so that training is
    the SAM of the paper on every backend. What is computed per batch (metrics, the running statistics of batch
    normalisation) counts every row twice.

    Pass it to `fit` with shuffle=False: it shuffles rows itself, and `fit` would separate the two copies of
    a batch.

    Shape:
        Input:  arrays of the same length
        Output: (x, y) or (x, y, sample_weight) of a batch; 2 · ceil(rows / batch_size) of them per
            epoch

    Args:
        x: array of inputs.
        y: array of targets.
        sample_weight: array of weights per row, or None.
        batch_size: int. Rows in a batch.
        seed: int or None. Of the order of rows, which changes with every epoch; None keeps the order as it is.

    Example:
        >>> rows = EveryBatchTwice(np.arange(4), np.arange(4), batch_size=2, seed=None)
        >>> [rows[i][0].tolist() for i in range(len(rows))]
        [[0, 1], [0, 1], [2, 3], [2, 3]]

    Use: with SharpnessAware: model.fit(EveryBatchTwice(x, y), shuffle=False).
    Misconception: "an epoch is twice as much learning" — it takes as many steps as before, with two gradients
        each.
    Interview: why must both gradients of SAM see the same rows? — the ascent measures how sharp this batch's
        loss is here; on other rows it would use another loss surface.
    Reference: Foret et al., 2021, Sharpness-aware minimization (arXiv:2010.01412).
    """

    def __init__(self, x: Any, y: Any, sample_weight: Any = None, *, batch_size: int = 32, seed: int = 0):
        super().__init__()
        self.parts = [np.asarray(part) for part in (x, y, sample_weight) if part is not None]
        if len({len(part) for part in self.parts}) != 1:
            raise ValueError(
                f"Expected arrays of the same length. Received: lengths {[len(part) for part in self.parts]}. "
                "Give every row one target and one weight."
            )
        self.batch_size = batch_size
        self.shuffler = None if seed is None else np.random.default_rng(seed)
        self.order = np.arange(len(self.parts[0]))
        self.last = None
        self.on_epoch_end()

    def __len__(self):
        return 2 * -(-len(self.order) // self.batch_size)

    def __getitem__(self, index):
        if index % 2 and self.last != index - 1:
            raise ValueError(
                f"Expected batch {index - 1} before batch {index}. Received: {self.last} before it. "
                "Pass shuffle=False to fit, and leave workers at 1: the rows are shuffled here."
            )
        self.last = index
        start = index // 2 * self.batch_size
        rows = self.order[start : start + self.batch_size]
        return tuple(part[rows] for part in self.parts)

    def on_epoch_end(self):
        if self.shuffler is not None:
            self.shuffler.shuffle(self.order)
