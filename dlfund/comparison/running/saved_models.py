"""Saved models: Keras's own format for networks, skops for everything from scikit-learn. Nothing is unpickled."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from dlfund.comparison.running.run_folder import RunError
from dlfund.comparison.scoring.metrics import checked_predictions
from dlfund.core.atomic_write import atomic_write
from dlfund.core.estimator_file import load_estimator, reason_of, save_estimator
from dlfund.data import DataError, Schema

FILES = ("model.keras", "encoder.skops", "groups.skops", "model.skops")


def load_model(folder: Path, *, to_train: bool = False, fix: str = "") -> Any:
    """The Keras model of a saved network; with `to_train`, also its loss and its optimizer's state.

    `fix` is the end of the error message: what the user can do if the file can't be read.
    """
    import keras

    from dlfund import activations, layers, losses, optimizers  # noqa: F401  (registers the names in the file)

    path = folder / "model.keras"
    try:
        return keras.saving.load_model(path, compile=to_train)
    except Exception as error:  # an unregistered layer, a changed configuration, weights of other shapes, …
        raise RunError(
            f"Expected a saved network at {path}. It can't be read: {reason_of(error)}. {fix}".rstrip()
        ) from None


def load_network(folder: Path) -> Any:
    """A saved network with its encoder."""
    from dlfund.training.tuning.fitted_network import Network

    model, groups = load_model(folder), folder / "groups.skops"
    return Network(model, load_estimator(folder / "encoder.skops"), load_estimator(groups) if groups.exists() else None)


def load(folder: Path, schema: Schema) -> Any:
    """The model in a contender's folder, ready to predict."""
    from dlfund.baselines.fit import FittedBaseline

    return load_network(folder) if (folder / "model.keras").exists() else FittedBaseline.load(folder, schema)


def predictions_of(model: Any, table: Any, schema: Schema, name: str) -> np.ndarray:
    """A loaded model's predictions for rows, in the form of its kind of task. `name` is the contender's.

    Raises:
        RunError: the model fails or predicts in another form: its file was changed.
    """
    try:
        predictions = checked_predictions(schema.kind, len(table), model.predict(table))
        if predictions.ndim == 2 and predictions.shape[1] != len(schema.classes):
            raise ValueError(f"{predictions.shape[1]} probabilities per row for {len(schema.classes)} classes")
    except DataError:  # of the rows that were passed
        raise
    except Exception as error:  # a model that can be read may still expect other columns
        raise RunError(
            f"Expected the saved model of {name} to predict {schema.target!r}. It does not: {reason_of(error)}. Its "
            "files are not those that the run wrote. Name another contender with --model, or repeat the run."
        ) from None
    return predictions


def save_network(network: Any, folder: Path) -> None:
    """Write a network and its encoder, each file at once."""
    save_estimator(network.encoder, folder / "encoder.skops")
    if network.groups is not None:
        save_estimator(network.groups, folder / "groups.skops")
    network.model.optimizer.build(network.model.trainable_variables)  # so that training can continue from the file
    with atomic_write(folder / "model.keras") as beside:
        network.model.save(beside)


def size(folder: Path) -> int:
    """Bytes of the files needed to predict."""
    return sum((folder / name).stat().st_size for name in FILES if (folder / name).exists())


def predict_seconds_per_1000(model: Any, table: Any, repeats: int = 5) -> float:
    """Median time to predict 1,000 rows in one call, after a first call that may compile."""
    rows = table.iloc[np.arange(1000) % len(table)]
    model.predict(rows)
    seconds = []
    for _ in range(repeats):
        started = time.perf_counter()
        model.predict(rows)
        seconds.append(time.perf_counter() - started)
    return float(np.median(seconds))
