"""Which rows may train, which may choose the epoch, and the weight of each row."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlfund.data.rows import TrainRows, ValidationRows


def check_parts(train: Any, validation: Any, patience: int | None) -> None:
    """Refuse rows of another purpose: test rows never train a network or choose an epoch."""
    if not isinstance(train, TrainRows):
        raise TypeError(
            f"Expected train to be TrainRows. Received: {type(train).__name__}. "
            "Only rows that were split off for training may be trained on: wrap them as TrainRows(x, y)."
        )
    if validation is not None and not isinstance(validation, ValidationRows):
        raise TypeError(
            f"Expected validation to be ValidationRows or None. Received: {type(validation).__name__}. "
            "The epoch is chosen on rows that are neither training nor test rows: wrap them as ValidationRows(x, y)."
        )
    if patience is not None and validation is None:
        raise ValueError(
            f"Expected validation rows where patience is given. Received: patience={patience}, validation=None. "
            "Pass ValidationRows, or leave patience out to train a fixed number of epochs."
        )
    if len(train) == 0 or (validation is not None and len(validation) == 0):
        raise ValueError(
            f"Expected at least one training row and one validation row. Received: {len(train)} training rows"
            + ("." if validation is None else f" and {len(validation)} validation rows.")
            + " Split the rows so that neither part is empty."
        )


def row_weights(rows: Any, class_weight: dict[int, float] | None = None) -> np.ndarray | None:
    """The weight of every row, its own times its class's; None if all rows count the same."""
    if class_weight is None:
        return rows.sample_weight
    classes = _classes(rows.y)
    missing = sorted(set(classes.tolist()) - set(class_weight))
    if missing:
        raise ValueError(
            "Expected class_weight to have a weight for every class of the training rows. "
            f"Received: {class_weight}, which lacks {missing}. Add a weight for each of them."
        )
    weights = np.array([class_weight[int(label)] for label in classes], dtype="float32")
    return weights if rows.sample_weight is None else weights * rows.sample_weight


def _classes(y: Any) -> np.ndarray:
    y = np.asarray(y)
    if y.ndim > 1 and y.shape[-1] > 1:  # one-hot
        return y.argmax(axis=-1)
    return y.reshape(len(y)).astype(int)
