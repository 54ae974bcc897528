"""Training, validation and test rows as three types, so that they can't be confused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Rows:
    """Inputs, targets and weights of the same rows.

    Args:
        x: array of shape (rows, …), or a list or dict of such arrays for a model with several inputs.
        y: array of shape (rows, …).
        sample_weight: array of shape (rows,), or None for equal weights.
    """

    x: Any
    y: np.ndarray
    sample_weight: np.ndarray | None = None

    def __post_init__(self) -> None:
        inputs = self.x.values() if isinstance(self.x, dict) else self.x if isinstance(self.x, list) else [self.x]
        lengths = {
            len(part) for part in [*inputs, self.y, *([] if self.sample_weight is None else [self.sample_weight])]
        }
        if len(lengths) > 1:
            raise ValueError(
                f"Expected x, y and sample_weight to have the same number of rows. Received: {sorted(lengths)}."
            )

    def __len__(self) -> int:
        return len(self.y)


class TrainRows(Rows):
    """Rows that weights are fitted to."""


class ValidationRows(Rows):
    """Rows on which hyperparameters and epochs are chosen."""


class TestRows(Rows):
    """Rows that are used for scores only, never for fitting or choosing."""

    __test__ = False  # pytest must not collect this class because of its name
