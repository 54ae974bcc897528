"""Every batch twice: the same rows for the climb and the descent of sharpness-aware minimisation.

    batches 0, 0, 1, 1, 2, 2, ...

Rows are shuffled anew in every epoch.
"""

import keras
import numpy as np


class EveryBatchTwice(keras.utils.PyDataset):
    """Serves arrays in shuffled batches, each of them two times in a row.

    `SharpnessAware` takes two calls for one step. Fed from here both see the same rows, and training is the SAM of
    the paper on every backend. What is counted per batch (metrics, the running statistics of batch normalisation)
    sees every row twice.

    Pass it to `fit` with shuffle=False: it shuffles rows itself, and `fit` would shuffle its batches apart.

    Shape:
        Input:  arrays of the same length
        Output: (x, y) or (x, y, sample_weight) of a batch; 2 · ceil(rows / batch_size) of them an epoch

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
    Misconception: "an epoch is twice as much learning" — it takes as many steps as before, of two gradients each.
    Interview: why must both gradients of SAM see the same rows? — the climb asks how sharp this batch's loss is
        here; on other rows it is a climb on another surface.
    Reference: Foret et al., 2021, Sharpness-aware minimization (arXiv:2010.01412).
    """

    def __init__(self, x, y, sample_weight=None, *, batch_size=32, seed=0):
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
