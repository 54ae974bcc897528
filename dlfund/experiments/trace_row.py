"""One row of a recipe's data through one of its networks: what `dlfund trace` shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from dlfund.comparison.result.result import Result
from dlfund.comparison.running.run_folder import reads_a_run
from dlfund.core.errors import UserError
from dlfund.core.path_component import inside
from dlfund.data import encode
from dlfund.experiments import recipe_files
from dlfund.experiments.named_run import finished_run
from dlfund.experiments.run_checks import kept_network, network_among
from dlfund.explain.trace.trace import Trace, trace


@reads_a_run
def trace_row(name: str, row: int, model: str | None = None, runs: Path = Path("runs")) -> tuple[Trace, str]:
    """A training step on one row.

    Args:
        name: str. A recipe's name, or a run's folder.
        row: int. The row of the data set, from 0.
        model: str or None. A network of the recipe; None takes the first.
        runs: Path. Folder of all runs.

    Returns:
        The trace, and a sentence that says which network it is of.
    """
    folder = finished_run(name, runs)
    network, encoder, dataset, origin = _fresh(name, model) if folder is None else _trained(folder, model)
    if not 0 <= row < len(dataset.x):
        raise UserError(f"Expected --row from 0 to {len(dataset.x) - 1}. Received: {row}.")
    x = np.asarray(encoder.transform(dataset.x.iloc[[row]])).astype(network.inputs[0].dtype)
    sentence = f"{origin}, row {row} of {dataset.schema.name}.{_in_words(dataset.x.iloc[row])}"
    return trace(network, x, _target(dataset, row, x)), sentence


def _in_words(values: Any, most: int = 12) -> str:
    """The row's values by column, for tables; an image's column names mean nothing."""
    if len(values) > most:
        return ""
    shown = ", ".join(f"{name} {value:.4g}" if isinstance(value, float) else f"{name} {value}"
                      for name, value in values.items())  # fmt: skip
    return f"\nIts columns: {shown}. Encoded, they are x below."


def _trained(folder: Path, model: str | None) -> tuple[Any, Any, Any, str]:
    """A network as the run saved it, with its optimizer's state."""
    from dlfund.comparison.running.saved_models import load_estimator, load_model
    from dlfund.experiments.sources.registry import rows_of

    result = Result.read(folder)
    chosen = kept_network(folder, model)
    place = inside(folder, "models", chosen, what="a contender's name")
    network = load_model(place, to_train=True)
    encoder = load_estimator(place / "encoder.skops")
    return network, encoder, rows_of(result), f"{chosen}, as {folder} trained it"


def _fresh(name: str, model: str | None) -> tuple[Any, Any, Any, str]:
    """A recipe's untrained network."""
    from keras_tuner import HyperParameters

    from dlfund.training.tuning.space import compiled

    recipe = recipe_files.load(recipe_files.find(name))
    comparison = recipe.comparison(recipe.variants()[0], "normal")
    networks = recipe.networks(recipe.contenders)
    chosen = network_among(list(networks), model)
    encoder = encode.for_network(comparison.dataset.schema).fit(comparison.dataset.x)
    network = compiled(networks[chosen], comparison.task, HyperParameters())
    return network, encoder, comparison.dataset, f"{chosen}, untrained: {name} has no finished run"


def _target(dataset: Any, row: int, x: np.ndarray) -> np.ndarray:
    kind = dataset.schema.task_kind
    if not kind.labelled:
        return x.reshape(1, -1)
    return np.asarray(dataset.y[row : row + 1]).astype(kind.target_dtype)
