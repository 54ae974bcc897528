"""From finished folds to a result: scores, costs, judgement, curves and the picture, each computed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from dlfund.baselines import Baseline
from dlfund.comparison import curves, failed_folds, saved
from dlfund.comparison.compare import Comparison, Contender, name_of, score_folds, score_redrawn
from dlfund.comparison.held_out import judged
from dlfund.comparison.judgement import judge
from dlfund.comparison.lessons import learned
from dlfund.comparison.picture import decision_picture
from dlfund.comparison.reach import reach
from dlfund.comparison.result import SCHEMA, Result
from dlfund.comparison.run_folder import RunError, RunFolder
from dlfund.comparison.views import Seen, views
from dlfund.data import Dataset
from dlfund.outcome import Outcome
from dlfund.sentence import UserError


def conclude(
    comparison: Comparison,
    folder: RunFolder,
    *,
    reference: str,
    margin: float,
    about: dict[str, Any],
    lesson: Sequence[Any] = (),
    published: Mapping[str, float] | None = None,
    notes: Sequence[str] = (),
    look: Callable[[Result, Path], str] | None = None,
    held: Dataset | None = None,
    check: Callable[[dict[str, Any]], list[dict[str, Any]]] | None = None,
    insight: Callable[[Seen, Dataset | None], tuple[dict[str, Any], list[str]]] | None = None,
) -> Result:
    """The result of a finished comparison, with its best network and best baseline at the top of the folder.

    `look` writes the page that walks through a network into the folder and gives its name, or "" without networks.
    The models are judged on the rows that were `held` out, where there are any. `check` looks for what ails the result
    and gives its findings. `insight` says what columns and parts of the table tell, with a note for what it can't.
    """
    loaded = {name_of(one): _load(one, comparison, folder) for one in comparison.contenders}
    models = {name: model for name, (model, _) in loaded.items()}
    entries = [_entry(one, comparison, folder, *loaded[name_of(one)]) for one in comparison.contenders]
    sizes = [(len(fold.development), len(fold.test)) for fold in comparison.folds]
    with_sizes = [
        entry
        | {"sizes": sizes, "redrawn": score_redrawn(comparison, one, _outcomes(comparison, folder, entry["name"])[0])}
        for one, entry in zip(comparison.contenders, entries, strict=True)
    ]
    judgement = judge(
        with_sizes, kind=comparison.task.kind, metric=comparison.task.metric, reference=reference, margin=margin
    )
    schema = comparison.dataset.schema
    content = {
        "schema": SCHEMA,
        **about,
        "dataset": asdict(schema) | {"positives": _share_of_positives(comparison)},
        "task": asdict(comparison.task),
        "protocol": comparison.protocol.to_dict(),
        "search": comparison.search.to_dict(),
        "folds": [
            {"name": fold.name, "development": len(fold.development), "test": fold.test.tolist()}
            for fold in comparison.folds
        ],
        "contenders": entries,
        "judgement": judgement,
        "published": dict(published or {}),
        "notes": [*comparison.dataset.notes, *notes]
        + [f"{one['name']}: {note}" for one in entries for note in one["notes"]],
        "curves": {one["name"]: _curves(comparison, folder, one["name"]) for one in entries if one["probabilistic"]},
    }
    if held is not None:
        probabilistic = {one["name"]: one["probabilistic"] for one in entries}
        content["held_out"] = judged(held, models, probabilistic, comparison.protocol.seed)
    result = Result(content)
    best = _publish(result, models, folder)
    shown = {name: models[name] for name in best.values() if name is not None}
    content["saved"] = best
    content["reach"] = reach(result, published or {}, best)
    content["lessons"] = learned(result, lesson, _further(about, folder) if any(claim.on for claim in lesson) else {})
    seen = Seen(
        comparison, {one["name"]: _outcomes(comparison, folder, one["name"])[0] for one in entries}, models, best
    )
    content["views"], unseen = views(seen)
    content["notes"] += unseen
    content["picture"] = decision_picture(
        shown | ({reference: models[reference]} if models.get(reference) else {}),
        comparison.dataset,
        comparison.protocol.seed,
    )
    if insight is not None:
        content["insights"], unknown = insight(seen, held)
        content["notes"] += unknown
    if check is not None:
        content["findings"] = check(content)
    content["look"], unlooked = _looked(look, result, folder)
    content["notes"] += unlooked
    return Result(content).write(folder.path)


def _looked(
    look: Callable[[Result, Path], str] | None, result: Result, folder: RunFolder
) -> tuple[str, tuple[str, ...]]:
    """The page's name; a page that can't be made is a note, and the result is there all the same."""
    if look is None:
        return "", ()
    try:
        return look(result, folder.path), ()
    except Exception as error:
        sentence = str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
        return "", (f"The page that walks through a network was not written. {' '.join(sentence.split())[:300]}",)


def _further(about: dict[str, Any], folder: RunFolder) -> dict[str, Result]:
    """The results on further data sets, which are finished before this one."""
    return {one["dataset"]: Result.read((folder.path / one["path"]).parent) for one in about.get("beside", ())}


def _outcomes(comparison: Comparison, folder: RunFolder, name: str) -> tuple[list[Outcome], Outcome]:
    """A contender's outcome in every fold, and with all rows."""
    every = [folder.read_outcome(name, fold.name) for fold in [*comparison.folds, comparison.final]]
    missing = [one is None for one in every]
    if any(missing):
        raise RuntimeError(f"{name}: {sum(missing)} folds are not finished.")
    done = [one for one in every if one is not None]
    return done[:-1], done[-1]


def _load(contender: Contender, comparison: Comparison, folder: RunFolder) -> tuple[Any, list[str]]:
    """The model fitted to all rows, or None if that failed or can't be read; and a note in the latter case."""
    name = name_of(contender)
    _, final = _outcomes(comparison, folder, name)
    if final.error:
        return None, []
    try:
        return saved.load(folder.model_folder(name), comparison.dataset.schema), []
    except RunError as error:  # its folds are judged all the same
        return None, [f"its model can't be used: {error}"]


def _entry(
    contender: Contender, comparison: Comparison, folder: RunFolder, model: Any, unread: list[str]
) -> dict[str, Any]:
    name = name_of(contender)
    outcomes, final = _outcomes(comparison, folder, name)
    is_baseline = isinstance(contender, Baseline)
    failed = failed_folds.by_message((one.fold, one.error) for one in [*outcomes, final])
    errors = [failed_folds.sentence(message, folds) for message, folds in failed.items()]
    notes = list(dict.fromkeys(note for one in [*outcomes, final] for note in one.notes))
    return {
        "name": name,
        "about": contender.about if isinstance(contender, Baseline) else _first_paragraph(contender.__doc__ or ""),
        "family": "baseline" if is_baseline else "network",
        "rung": contender.rung if isinstance(contender, Baseline) else rung_of(model),
        "probabilistic": contender.probabilistic if isinstance(contender, Baseline) else True,
        "scores": score_folds(comparison, contender, outcomes),
        "under": _share_under(comparison, outcomes),
        "outcomes": [one.to_dict() for one in outcomes],
        "final": final.to_dict(),
        "cost": _cost(outcomes, final, model, comparison, folder, name),
        "notes": errors + unread + notes,
    }


def _first_paragraph(text: str) -> str:
    """Of a docstring; examples and sources that follow are for readers of code."""
    return " ".join(text.strip().split("\n\n")[0].split())


def rung_of(model: Any) -> str:
    """One neuron is a linear model that learns; from the first hidden layer on it is deep learning."""
    if model is None:
        return "deep learning"
    kernels = [weight for weight in model.model.trainable_weights if len(weight.shape) > 1]
    return "deep learning" if len(kernels) > 1 else "machine learning"


def _cost(
    outcomes: list[Outcome], final: Outcome, model: Any, comparison: Comparison, folder: RunFolder, name: str
) -> dict[str, Any]:
    done = [one for one in outcomes if not one.error]
    return {
        "trials": max((len(one.trials) for one in outcomes), default=0),
        "tune_seconds": float(np.mean([one.tune_seconds for one in done])) if done else 0.0,
        "fit_seconds": float(np.mean([one.fit_seconds for one in done])) if done else 0.0,
        "all_seconds": float(sum(one.tune_seconds + one.fit_seconds for one in [*outcomes, final])),
        "parameters": final.parameters,
        "bytes": saved.size(folder.model_folder(name)) if model else None,
        "predict_seconds_per_1000": saved.predict_seconds_per_1000(model, comparison.dataset.x) if model else None,
    }


def _share_of_positives(comparison: Comparison) -> float | None:
    return float(comparison.dataset.y.mean()) if comparison.task.kind == "binary" else None


def _share_under(comparison: Comparison, outcomes: list[Outcome]) -> float | None:
    """How many of the true numbers lie under what was said of them; of classes there is no such thing."""
    y, predictions = curves.pooled(comparison.dataset.y, comparison.folds, outcomes)
    return float((y < predictions).mean()) if comparison.task.kind == "regression" and len(y) else None


def _curves(comparison: Comparison, folder: RunFolder, name: str) -> dict[str, Any]:
    outcomes, _ = _outcomes(comparison, folder, name)
    y, predictions = curves.pooled(comparison.dataset.y, comparison.folds, outcomes)
    if not len(y):
        return {}
    if comparison.task.kind == "multiclass":  # of the class that was called the most probable
        return {"calibration": curves.calibration(predictions.argmax(axis=1) == y, predictions.max(axis=1))}
    if comparison.task.kind != "binary":
        return {}
    return {"roc": curves.roc(y, predictions), "calibration": curves.calibration(y, predictions)}


def _publish(result: Result, models: dict[str, Any], folder: RunFolder) -> dict[str, str | None]:
    """Put the best network and the best baseline where users look for them; say which they are."""
    there = [one for one in result.ranked() if models[one["name"]] and result.mean(one["name"]) is not None]
    best: dict[str, str | None] = {
        family: next((one["name"] for one in there if one["family"] == family), None)
        for family in ("network", "baseline")
    }
    files = {"network": {name: name for name in ("model.keras", "encoder.skops", "groups.skops")}}
    files["baseline"] = {"model.skops": "baseline.skops"}
    for family, name in best.items():
        for source, target in files[family].items() if name else ():
            if (folder.model_folder(name or "") / source).exists():
                folder.publish(name or "", source, target)
    return best
