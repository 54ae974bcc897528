"""The page of a run's network: loaded as the run saved it, with its training rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from dlfund.comparison.protocol import Protocol
from dlfund.comparison.result.result import Result
from dlfund.comparison.running.run_folder import reads_a_run
from dlfund.comparison.running.saved_models import load_estimator, load_model
from dlfund.core.path_component import inside
from dlfund.data import Dataset, Schema
from dlfund.experiments.run_checks import network_among
from dlfund.experiments.sources.registry import rows_of
from dlfund.experiments.walkthrough.epochs import epochs_again
from dlfund.experiments.walkthrough.page import write
from dlfund.report.page import LOOK
from dlfund.training.tuning.fitted_network import TargetScale, as_trained


@dataclass(frozen=True)
class _Trained:
    """One network of a run, ready to be looked at."""

    name: str
    model: Any
    encoder: Any
    scale: TargetScale
    frames: list[Any]
    about: list[str]


def look_at_run(
    result: Result,
    folder: Path,
    dataset: Dataset,
    model: str | None = None,
    *,
    networks: Mapping[str, Callable[..., Any]] | None = None,
    hurry: bool = False,
) -> Path:
    """Write `look.html` into a run's folder.

    Args:
        result: Result. Of the run.
        folder: Path. Of the run, with its `models/`.
        dataset: Dataset. The rows of the run.
        model: str or None. A network of the run. None takes the best one that the page can compute, or the best.
        networks: dict. Name to network function, as the recipe has them, to repeat the training.
        hurry: bool. Show fewer epochs where replaying them would take long.

    Returns:
        Path of the page.
    """
    names = result.with_model("network")
    network_among(names, model)
    loaded = _chosen(names, model, lambda name: _loaded(folder, name, result, dataset))
    trained = _with_epochs(loaded, result, dataset, (networks or {}).get(loaded.name), hurry)
    data = _data(trained, result, dataset)
    return write(data, folder / LOOK, report="report.html")


@reads_a_run
def look_at(
    folder: Path, model: str | None = None, *, networks: Mapping[str, Callable[..., Any]] | None = None
) -> Path:
    """The same for a finished run, whose data set is loaded again."""
    result = Result.read(folder)
    return look_at_run(result, folder, rows_of(result), model, networks=networks)


def _chosen(names: list[str], model: str | None, load: Callable[[str], _Trained]) -> _Trained:
    from dlfund.explain.look_data import WEIGHTS
    from dlfund.explain.trace.dense_chain import NotDenseError, dense_chain

    if model is not None:
        return load(model)
    best: _Trained | None = None
    for name in names:
        trained = load(name)
        best = best or trained
        with suppress(NotDenseError):
            if dense_chain(trained.model).weights <= WEIGHTS:
                return trained
    return best or load(names[0])


def _loaded(folder: Path, name: str, result: Result, dataset: Dataset) -> _Trained:
    """A saved network as it was trained: without the layer that returns predictions in the target's units."""
    saved = inside(folder, "models", name, what="a contender's name")
    model = load_model(saved, to_train=True, fix="Name another network with --model, or make the run again.")
    model, units = as_trained(model)
    scale = TargetScale.of(result.task_kind, dataset.y, result.dataset.target_log)
    if units is not None:
        scale = replace(scale, mean=float(units.offset), deviation=float(units.scale))
    about = [f"{name}: {result.contender(name).about.strip()}".rstrip(": ")]
    return _Trained(name, model, load_estimator(saved / "encoder.skops"), scale, [], about)


def _with_epochs(trained: _Trained, result: Result, dataset: Dataset, network: Any, hurry: bool) -> _Trained:
    """The same network with its weights at several epochs, where the page can show them."""
    from dlfund.explain.trace.dense_chain import NotDenseError, dense_chain

    last = result.contender(trained.name).final.epochs
    if not last:
        return replace(trained, about=[*trained.about, "As the run saved it."])
    sentence = f"Trained for {last} epochs on all {len(dataset):,} rows, as the run chose and saved it."
    try:
        dense_chain(trained.model)
    except NotDenseError:
        return replace(trained, about=[*trained.about, sentence])

    def rows(protocol: Protocol) -> tuple[Any, Any]:
        final = protocol.final(dataset, stratify=result.task_kind.stratified)
        return _encoded(trained, result, dataset, final.development)

    frames, more = epochs_again(trained.model, trained.name, result, rows, network, hurry=hurry)
    return replace(trained, frames=frames, about=[*trained.about, sentence, more])


def _encoded(trained: _Trained, result: Result, dataset: Dataset, rows: np.ndarray) -> tuple[Any, Any]:
    """Rows and targets as the network was trained on them."""
    x = np.asarray(trained.encoder.transform(dataset.x.iloc[rows])).astype(trained.model.inputs[0].dtype)
    if not result.task_kind.labelled:
        return x, x
    return x, trained.scale.scaled(dataset.y[rows])


def _data(trained: _Trained, result: Result, dataset: Dataset) -> Any:
    from dlfund.explain.look_data import ROWS, Heading, Target, look_data

    others = np.random.default_rng(0).permutation(np.arange(1, len(dataset)))[: ROWS - 1]
    rows = np.concatenate([[0], np.sort(others)])
    x, y = _encoded(trained, result, dataset, rows)
    about = result.dataset
    labelled = result.task_kind.labelled
    target = Target(
        (f"log of {about.target}" if about.target_log else about.target) if labelled else "its own inputs",
        about.classes if labelled else (),
        mean=trained.scale.mean,
        deviation=trained.scale.deviation,
    )
    heading = Heading(trained.name, tuple(trained.about), rows.tolist())
    return look_data(
        trained.model, x, y, features=_features(trained.encoder, about, x), target=target,
        frames=trained.frames, heading=heading,
    )  # fmt: skip


def _features(encoder: Any, about: Schema, x: np.ndarray) -> list[Any]:
    """Names and scales of the encoder's columns; none for images and sequences."""
    from dlfund.explain.look_data import Feature

    units = {column.name: column.unit for column in about.columns}
    scales: dict[str, tuple[float, float]] = {}
    for _, step, columns in getattr(encoder, "transformers_", ()):
        if type(step).__name__ == "StandardScaler":
            scales |= {name: (float(a), float(b)) for name, a, b in zip(columns, step.mean_, step.scale_, strict=True)}
    if not hasattr(encoder, "transformers_"):
        return []
    names = [str(name) for name in encoder.get_feature_names_out()]
    if len(names) != int(np.prod(x.shape[1:])):
        return []
    return [Feature(name, units.get(name, ""), *scales.get(name, (0.0, 1.0))) for name in names]
