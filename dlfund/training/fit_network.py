"""Train one network with Keras's own loop: any compiled model, any backend, any callback."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import keras
import numpy as np

from dlfund.data.rows import TrainRows, ValidationRows
from dlfund.training.fitted import Fitted
from dlfund.training.keep_best import KeepBest
from dlfund.training.part_rules import check_parts, row_weights
from dlfund.training.whole_batches import WholeBatches


def fit(
    model: keras.Model,
    train: TrainRows,
    validation: ValidationRows | None = None,
    *,
    epochs: int,
    batch_size: int,
    patience: int | None = None,
    seed: int,
    class_weight: dict[int, float] | None = None,
    shuffle: bool = True,
    whole_batches: bool = False,
    callbacks: Sequence[keras.callbacks.Callback] = (),
) -> Fitted:
    """Train `model` on `train`; keep the weights with the lowest loss on `validation`.

    Args:
        model: compiled keras.Model. It is trained in place and holds the kept weights afterwards.
        train: TrainRows. Rows that weights are fitted to.
        validation: ValidationRows or None. With them the best epoch's weights are kept, without them the last epoch's.
        epochs: int. Maximum number of epochs.
        batch_size: int. Rows per step.
        patience: int or None. Stop after this many epochs in a row without a lower validation loss.
        seed: int. Decides the order of the rows. Initial weights and dropout noise were decided when the model
            was built: call `keras.utils.set_random_seed` before building to fix those too.
        class_weight: dict of class index to float, or None. Multiplied by the rows' own weights.
        shuffle: bool. False keeps the rows' order in every epoch.
        whole_batches: bool. Whether rows that don't fill a batch at the end of an epoch are left out of that epoch.
        callbacks: keras.callbacks.Callback objects to run in addition to dlfund's own.

    Returns:
        Fitted.

    Raises:
        TypeError: rows of another class than TrainRows and ValidationRows.
        ValueError: no rows, patience without validation rows, or a model that is not compiled.
    """
    check_parts(train, validation, patience)
    if not model.compiled:
        raise ValueError(
            f"Expected a compiled model. Received: model={model.name!r}, not compiled. "
            "Call model.compile(optimizer=…, loss=…) first."
        )
    keep_best = KeepBest(patience) if validation is not None else None
    keras.utils.set_random_seed(seed)
    started = time.perf_counter()
    parts = _as_tuple(train, row_weights(train, class_weight))
    if whole_batches:
        given = {"x": WholeBatches(parts, batch_size=batch_size, seed=seed if shuffle else None), "shuffle": False}
    else:
        given = dict(zip(("x", "y", "sample_weight"), parts, strict=False), batch_size=batch_size, shuffle=shuffle)
    history = model.fit(
        **given,
        validation_data=None if validation is None else _as_tuple(validation, validation.sample_weight),
        validation_batch_size=batch_size,
        epochs=epochs,
        callbacks=[*callbacks, *([keep_best] if keep_best else [])],
        verbose=0,
    ).history
    seconds = time.perf_counter() - started
    history = {name: [float(value) for value in values] for name, values in history.items()}
    return _fitted(model, history, keep_best, seconds)


def _as_tuple(rows: Any, weight: np.ndarray | None) -> tuple[Any, ...]:
    return (rows.x, rows.y) if weight is None else (rows.x, rows.y, weight)


def _fitted(model: keras.Model, history: dict[str, list[float]], keep_best: KeepBest | None, seconds: float) -> Fitted:
    notes = []
    best_epoch, best_score = len(history["loss"]), None
    if keep_best is not None:
        if keep_best.weights is None:
            notes.append("The validation loss was never a finite number: the weights are those of the last epoch.")
            best_score = history["val_loss"][-1]
        else:
            model.set_weights(keep_best.weights)
            best_epoch, best_score = keep_best.best_epoch, keep_best.best_score
    return Fitted(model.get_weights(), history, best_epoch, best_score, seconds, lambda: model, notes)
