"""The page of a run's network: loaded as the run saved it, with the rows that it learned from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from dlfund.comparison.metrics import METRICS
from dlfund.comparison.protocol import Protocol
from dlfund.comparison.result import Result
from dlfund.comparison.saved import load_dataset, load_estimator, load_model
from dlfund.data import Dataset
from dlfund.look.epochs import epochs_again
from dlfund.look.page import write
from dlfund.report.page import LOOK
from dlfund.sentence import UserError
from dlfund.tuning.network import TargetScale, as_trained


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
        dataset: Dataset. The rows that the run was made of.
        model: str or None. A network of the run. None takes the best one that the page can compute, or the best.
        networks: dict of name to network function, as the recipe has them: with it a training is done again.
        hurry: bool. Show fewer epochs where replaying them would take long.

    Returns:
        Path of the page.
    """
    names = networks_of(result)
    if not names or model not in (None, *names):
        known = ", ".join(names) or "there are none"
        raise UserError(f"Expected --model to be one of this run's networks: {known}. Received: {model!r}.")
    loaded = _chosen(names, model, lambda name: _loaded(folder, name, result, dataset))
    trained = _with_epochs(loaded, result, dataset, (networks or {}).get(loaded.name), hurry)
    data = _data(trained, result, dataset)
    return write(data, folder / LOOK, report="report.html")


def look_at(
    folder: Path, model: str | None = None, *, networks: Mapping[str, Callable[..., Any]] | None = None
) -> Path:
    """The same for a finished run, whose data set is loaded again."""
    result = Result.read(folder)
    return look_at_run(result, folder, load_dataset(result), model, networks=networks)


def networks_of(result: Result) -> list[str]:
    """The networks that the run saved, the best first."""
    higher = METRICS[result.metric].higher_is_better
    saved = [
        one["name"]
        for one in result.content["contenders"]
        if one["family"] == "network" and not (one.get("final") or {}).get("error")
    ]
    means = {name: result.mean(name) for name in saved}
    return sorted(saved, key=lambda name: (means[name] is None, (-1 if higher else 1) * (means[name] or 0.0)))


def _chosen(names: list[str], model: str | None, load: Callable[[str], _Trained]) -> _Trained:
    from dlfund.explain.dense_chain import NotDenseError, dense_chain
    from dlfund.explain.look_data import WEIGHTS

    if model is not None:
        return load(model)
    best = None
    for name in names:
        one = load(name)
        best = best or one
        with suppress(NotDenseError):
            if dense_chain(one.model).weights <= WEIGHTS:
                return one
    return best


def _loaded(folder: Path, name: str, result: Result, dataset: Dataset) -> _Trained:
    """A saved network as it was trained: without the layer that puts its answers into the target's units."""
    saved = folder / "models" / name
    model = load_model(saved, to_train=True, fix="Name another network with --model, or make the run again.")
    model, units = as_trained(model)
    scale = TargetScale.of(result.content["task"]["kind"], dataset.y)
    if units is not None:
        scale = replace(scale, mean=float(units.offset), deviation=float(units.scale))
    about = [f"{name}: {(result.contender(name).get('about') or '').strip()}".rstrip(": ")]
    return _Trained(name, model, load_estimator(saved / "encoder.skops"), scale, [], about)


def _with_epochs(trained: _Trained, result: Result, dataset: Dataset, network: Any, hurry: bool) -> _Trained:
    """The same network with its weights at several epochs, where the page has a use for them."""
    from dlfund.explain.dense_chain import NotDenseError, dense_chain

    last = (result.contender(trained.name).get("final") or {}).get("epochs")
    if not last:
        return replace(trained, about=[*trained.about, "As the run saved it."])
    said = f"Trained for {last} epochs on all {len(dataset):,} rows, as the run chose and saved it."
    try:
        dense_chain(trained.model)
    except NotDenseError:
        return replace(trained, about=[*trained.about, said])

    def rows(protocol: Protocol) -> tuple[Any, Any]:
        final = protocol.final(dataset, stratify=result.content["task"]["kind"] in ("binary", "multiclass"))
        return _encoded(trained, result, dataset, final.development)

    frames, more = epochs_again(trained.model, trained.name, result, rows, network, hurry=hurry)
    return replace(trained, frames=frames, about=[*trained.about, said, more])


def _encoded(trained: _Trained, result: Result, dataset: Dataset, rows: np.ndarray) -> tuple[Any, Any]:
    """Rows and targets as the network learned from them."""
    x = np.asarray(trained.encoder.transform(dataset.x.iloc[rows])).astype(trained.model.inputs[0].dtype)
    if result.content["task"]["kind"] == "clustering":
        return x, x
    return x, trained.scale.scaled(dataset.y[rows])


def _data(trained: _Trained, result: Result, dataset: Dataset) -> Any:
    from dlfund.explain.look_data import ROWS, Target, Words, look_data

    others = np.random.default_rng(0).permutation(np.arange(1, len(dataset)))[: ROWS - 1]
    rows = np.concatenate([[0], np.sort(others)])
    x, y = _encoded(trained, result, dataset, rows)
    about = result.content["dataset"]
    clustering = result.content["task"]["kind"] == "clustering"
    target = Target(
        "its own inputs" if clustering else about["target"],
        () if clustering else tuple(about["classes"]),
        mean=trained.scale.mean,
        deviation=trained.scale.deviation,
    )
    words = Words(trained.name, tuple(trained.about), rows.tolist())
    return look_data(
        trained.model, x, y, features=_features(trained.encoder, about, x), target=target,
        frames=trained.frames, words=words,
    )  # fmt: skip


def _features(encoder: Any, about: dict[str, Any], x: np.ndarray) -> list[Any]:
    """Names and scales of the encoder's columns; of images and sequences the places' numbers."""
    from dlfund.explain.look_data import Feature

    units = {column["name"]: column["unit"] for column in about["columns"]}
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
