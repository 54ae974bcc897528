"""The page that walks through a network: of any Keras model, or of a run's.

explain records the numbers, report renders them; here they meet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from dlfund.comparison.metrics import METRICS
from dlfund.comparison.result import Result
from dlfund.comparison.saved import load_estimator
from dlfund.data import Dataset, TrainRows
from dlfund.report.page import LOOK
from dlfund.sentence import UserError
from dlfund.tuning.network import TargetScale

EPOCHS = 24  # of a training that are replayed, beside its start
SECONDS = 2.0  # that replaying may take at the end of a run
FIX = "Free some space, or make the folder writable: dlfund look writes its page there."


def look_page(model, x, y, path, *, loss=None, feature_names: Sequence[str] = (), class_names=(), frames=(), about=()):
    """Write one self-contained HTML page that walks through a Keras model.

    Args:
        model: keras.Model, compiled or with a `loss`; also one that dlfund did not build.
        x, y: rows and targets, as `fit` takes them. The first 200 are shown.
        path: path. Of the page.
        loss: whatever `compile` takes; None takes the compiled loss.
        feature_names: a name for each input; x1, x2, … if empty.
        class_names: names of the classes 0, 1, …
        frames: sequence of (epoch, model.get_weights()), such as `LookFrames` records, for the slider of epochs.
        about: sentences that stand under the title.

    Returns:
        Path of the page.
    """
    from dlfund.explain.look_data import Feature, Frame, Target, Words, look_data

    data = look_data(
        model,
        x,
        y,
        loss=loss,
        features=[Feature(str(name)) for name in feature_names],
        target=Target(classes=tuple(map(str, class_names))),
        frames=[Frame(epoch, weights) for epoch, weights in frames],
        words=Words(about=tuple(about)),
    )
    return _write(data, Path(path))


def _write(data: Any, path: Path, **links: str) -> Path:
    from dlfund.report.look_page import write_look

    write_look(data.content, path, fix=FIX, **links)
    return path


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
    result: Result, folder: Path, dataset: Dataset, model: str | None = None, *, hurry: bool = False
) -> Path:
    """Write `look.html` into a run's folder.

    Args:
        result: Result. Of the run.
        folder: Path. Of the run, with its `models/`.
        dataset: Dataset. The rows that the run was made of.
        model: str or None. A network of the run. None takes the best one that the page can compute, or the best.
        hurry: bool. Leave the epochs out where replaying them would take long.

    Returns:
        Path of the page.
    """
    names = networks_of(result)
    if not names or model not in (None, *names):
        known = ", ".join(names) or "there are none"
        raise UserError(f"Expected --model to be one of this run's networks: {known}. Received: {model!r}.")
    loaded = _chosen(names, model, lambda name: _loaded(folder, name, result, dataset))
    trained = _with_epochs(loaded, result, dataset, hurry)
    data = _data(trained, result, dataset)
    return _write(data, folder / LOOK, report="report.html")


def look_at(folder: Path, model: str | None = None) -> Path:
    """The same for a finished run, whose data set is loaded again."""
    from dlfund import data

    result = Result.read(folder)
    about = result.content["dataset"]
    dataset = data.load_dataset(about["name"], option=about.get("option") or None)
    if about.get("rows") not in (None, len(dataset)):
        dataset = data.load_dataset(about["name"], option=about.get("option") or None, rows=about["rows"])
    return look_at_run(result, folder, dataset, model)


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
    import keras

    from dlfund import activations, layers, losses, optimizers  # noqa: F401  (their names stand in the file)

    path = folder / "models" / name / "model.keras"
    try:
        model = keras.saving.load_model(path)
    except (OSError, TypeError, ValueError, KeyError, BadZipFile) as error:
        reason = " ".join(str(error).split())[:300]
        raise UserError(
            f"Expected a saved network at {path}. It can't be read: {reason}. "
            "Name another network with --model, or make the run again."
        ) from None
    scale = TargetScale.of(result.content["task"]["kind"], dataset.y)
    if isinstance(model.layers[-1], keras.layers.Rescaling) and model.layers[-1].name == "units":
        units = model.layers[-1]
        scale = replace(scale, mean=float(units.offset), deviation=float(units.scale))
        inner = keras.Model(model.inputs, model.layers[-1].input, name=model.name)
        inner.compile(optimizer=model.optimizer, loss=model.loss)
        model = inner
    about = [f"{name}: {(result.contender(name).get('about') or '').strip()}".rstrip(": ")]
    return _Trained(name, model, load_estimator(path.parent / "encoder.skops"), scale, [], about)


def _with_epochs(trained: _Trained, result: Result, dataset: Dataset, hurry: bool) -> _Trained:
    """The network with its weights at several epochs, if its training can be done again exactly."""
    from dlfund import training
    from dlfund.comparison.protocol import Protocol
    from dlfund.explain.dense_chain import NotDenseError, dense_chain
    from dlfund.explain.look_data import Frame
    from dlfund.tuning.tune import seed_of

    final = result.contender(trained.name).get("final") or {}
    last = final.get("epochs")
    said = f"Trained for {last} epochs on all {len(dataset):,} rows, as the run chose and saved it."
    if not last:
        return replace(trained, about=[*trained.about, "As the run saved it."])
    try:
        dense_chain(trained.model)
    except NotDenseError:
        return replace(trained, about=[*trained.about, said])
    epochs = _some_of(last)
    if hurry and final.get("fit_seconds", 0.0) * len(epochs) / 2 > SECONDS:
        more = "Its epochs are left out, since training it again takes long: `dlfund look` brings them."
        return replace(trained, about=[*trained.about, said, more])
    protocol = Protocol(**result.content["protocol"])
    rows = protocol.final(dataset, stratify=result.content["task"]["kind"] in ("binary", "multiclass")).development
    x, y = _encoded(trained, result, dataset, rows)
    member = training.Member(
        build=lambda: _fresh(trained.model),
        train=TrainRows(x, y),
        epochs=last,
        seed=seed_of(protocol.seed, "final", "refit"),
    )
    replayed = training.replay(member, epochs, batch_size=result.content["search"]["batch_size"])
    saved = trained.model.get_weights()
    if not all(np.allclose(a, b, rtol=1e-4, atol=1e-5) for a, b in zip(replayed[-1][1], saved, strict=True)):
        more = "Its epochs are left out: trained again here, it ended at other weights than the saved ones."
        return replace(trained, about=[*trained.about, said, more])
    frames = [Frame(epoch, weights) for epoch, weights in replayed[:-1]] + [Frame(last, saved)]
    more = "The epochs come from training it again from the same start; it ended at the saved weights."
    return replace(trained, frames=frames, about=[*trained.about, said, more])


def _some_of(last: int) -> list[int]:
    """Epochs from 1 to the last, closer together where most happens: at the start."""
    return sorted({max(1, round(last * (place / EPOCHS) ** 1.5)) for place in range(1, EPOCHS + 1)})


def _fresh(model: Any) -> Any:
    """The same network at its start, ready to train."""
    again = type(model).from_config(model.get_config())
    again.compile_from_config(model.get_compile_config())
    return again


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
