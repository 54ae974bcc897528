"""One row of a recipe's data through one of its networks: what `dlfund trace` shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from dlfund import bookshelf, data
from dlfund.comparison.result import Result
from dlfund.explain.trace import Trace, trace
from dlfund.sentence import UserError


def trace_row(name: str, row: int, model: str | None = None, runs: Path = Path("runs")) -> tuple[Trace, str]:
    """A training step on one row.

    Args:
        name: str. A recipe's name, or a run's folder.
        row: int. Of the data set, from 0.
        model: str or None. A network of the recipe; None takes the first.
        runs: Path. Folder of all runs.

    Returns:
        The trace, and a sentence that says which network it is of.
    """
    folder = bookshelf.finished_run(name, runs)
    network, encoder, dataset, said = _fresh(name, model) if folder is None else _trained(folder, model)
    if not 0 <= row < len(dataset.x):
        raise UserError(f"Expected --row from 0 to {len(dataset.x) - 1}. Received: {row}.")
    x = np.asarray(encoder.transform(dataset.x.iloc[[row]])).astype(network.inputs[0].dtype)
    sentence = f"{said}, row {row} of {dataset.schema.name}.{_in_words(dataset.x.iloc[row])}"
    return trace(network, x, _target(dataset, row, x)), sentence


def _in_words(values: Any, most: int = 12) -> str:
    """What stands in the row, where it is a table's: a picture's numbers say nothing by name."""
    if len(values) > most:
        return ""
    shown = ", ".join(f"{name} {value:.4g}" if isinstance(value, float) else f"{name} {value}"
                      for name, value in values.items())  # fmt: skip
    return f"\nIts columns: {shown}; encoded, they are x below."


def _trained(folder: Path, model: str | None) -> tuple[Any, Any, Any, str]:
    """A network as the run saved it, with its optimizer's memory."""
    from dlfund.comparison.saved import load_dataset, load_estimator, load_model

    result = Result.read(folder)
    saved = [one["name"] for one in result.content["contenders"]]
    networks = [name for name in saved if (folder / "models" / name / "model.keras").exists()]
    chosen = _chosen(networks, model)
    network = load_model(folder / "models" / chosen, to_train=True)
    encoder = load_estimator(folder / "models" / chosen / "encoder.skops")
    return network, encoder, load_dataset(result), f"{chosen}, as {folder} trained it"


def _fresh(name: str, model: str | None) -> tuple[Any, Any, Any, str]:
    """A recipe's network as it starts."""
    from keras_tuner import HyperParameters

    from dlfund.tuning.space import compiled

    recipe = bookshelf.load(bookshelf.find(name))
    comparison = recipe.comparison(recipe.parts()[0], "normal")
    networks = recipe.networks(recipe.contenders)
    chosen = _chosen(list(networks), model)
    encoder = data.encode.for_network(comparison.dataset.schema).fit(comparison.dataset.x)
    network = compiled(networks[chosen], comparison.task, HyperParameters())
    return network, encoder, comparison.dataset, f"{chosen}, untrained: {name} has no finished run"


def _chosen(networks: list[str], model: str | None) -> str:
    if not networks or model not in (None, *networks):
        known = ", ".join(networks) or "there are none"
        raise UserError(f"Expected --model to be one of its networks: {known}. Received: {model!r}.")
    return model or networks[0]


def _target(dataset: Any, row: int, x: np.ndarray) -> np.ndarray:
    kind = dataset.schema.kind
    if kind == "clustering":
        return x.reshape(1, -1)
    return np.asarray(dataset.y[row : row + 1]).astype("int32" if kind == "multiclass" else "float32")
