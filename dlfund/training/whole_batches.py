"""Whole batches only: the rows left over at the end of an epoch sit it out; in the next, shuffled anew, others do."""

import keras
import numpy as np


class WholeBatches(keras.utils.PyDataset):
    """Serves rows to `fit` in batches of the same size; pass shuffle=False along, for it shuffles rows itself.

    Rows too few for a batch are one all the same.

    Args:
        parts: (x, y) or (x, y, sample_weight), each an array or a structure of arrays.
        batch_size: int. Rows in a batch.
        seed: int or None. Of the order of rows, which changes with every epoch; None keeps the order as it is.
    """

    def __init__(self, parts, *, batch_size, seed):
        super().__init__()
        self.parts, self.batch_size = parts, batch_size
        self.order = np.arange(len(keras.tree.flatten(parts)[0]))
        self.shuffler = None if seed is None else np.random.default_rng(seed)
        self.on_epoch_end()

    def __len__(self):
        return max(1, len(self.order) // self.batch_size)

    def __getitem__(self, index):
        rows = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        return keras.tree.map_structure(lambda part: np.asarray(part)[rows], self.parts)

    def on_epoch_end(self):
        if self.shuffler is not None:
            self.shuffler.shuffle(self.order)
