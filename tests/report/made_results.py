"""Results of every shape that the page has to show, made without training anything.

Scores are drawn, the verdict is the real one, so the page's numbers belong together as they do after a run.
"""

import math
from dataclasses import replace

import numpy as np
from report.made_views import made_views

from dlfund.comparison.result.content_sections import ExpectedRegret
from dlfund.comparison.result.lessons import learned
from dlfund.comparison.result.old_schemas import SCHEMA
from dlfund.comparison.result.published_figures import reach
from dlfund.comparison.result.result import Result
from dlfund.comparison.running import failed_folds
from dlfund.comparison.scoring.metrics import for_kind
from dlfund.comparison.scoring.scored import Scored
from dlfund.comparison.scoring.verdict import judge
from dlfund.comparison.truth import against_contenders
from dlfund.core.as_json import as_json

TEST_ROWS = 34  # of each fold

# name, family, approach, skill, gives probabilities
STUDENTS = (
    ("majority_class", "baseline", "rule", 0.5, True),
    ("rule", "baseline", "rule", 0.75, False),
    ("logistic_regression", "baseline", "machine learning", 0.86, True),
    ("random_forest", "baseline", "machine learning", 0.865, True),
    ("perceptron", "network", "machine learning", 0.861, True),
    ("ann", "network", "deep learning", 0.87, True),
)
LOWER_IS_BETTER = ("log_loss", "brier", "rmse", "mae")


def made_result(
    *,
    contenders=STUDENTS,
    kind="binary",
    metric="roc_auc",
    reference="logistic_regression",
    folds=3,
    trials=4,
    epochs=12,
    failed=None,
    failed_trials=(),
    about="Will this student pass?\n\nQuestion  Does a network predict better?\nRun       make recipe NAME=made",
    picture=True,
    generated=True,
    views="",
    classes=None,
    lessons=(),
    published=None,
):
    """A result. `failed`: contender to the numbers of its failed folds; `failed_trials`: who had one in each fold.
    `views`: what sort of rows they are, such as `"images"`; see made_views."""
    generator = np.random.default_rng(0)
    failed = failed or {}
    usual = {"binary": ["no", "yes"], "regression": []}
    classes = list(classes or usual.get(kind, ["a", "b", "c"]))
    entries = [
        _entry(item, kind, folds, trials, epochs, set(failed.get(item[0], ())), item[0] in failed_trials, generator)
        for item in contenders
    ]
    for entry in entries:
        for outcome in entry["outcomes"]:
            outcome["predictions"] = [] if outcome["error"] else _predictions(kind, classes)
    sizes = [(66, TEST_ROWS)] * folds
    judged = [
        Scored(item["name"], item["approach"], item["scores"], sizes, None, item["family"], [made[3]] * folds)
        for item, made in zip(entries, contenders, strict=True)
    ]
    content = {
        "schema": SCHEMA,
        "recipe": {"name": "made", "about": about},
        "environment": _environment(),
        "dataset": _dataset(kind, classes, generated),
        "task": {"kind": kind, "input_shape": [3], "classes": classes, "metric": metric},
        "protocol": {"folds": folds, "repeats": 1, "seed": 0, "validation": 0.2},
        "search": {
            "oracle": "random",
            "trials": trials,
            "epochs": 50,
            "patience": 10,
            "batch_size": 32,
            "at_once": None,
        },
        "folds": [
            {"name": f"1-{item + 1}", "development": 66, "test": list(range(TEST_ROWS))} for item in range(folds)
        ],
        "contenders": entries,
        "verdict": as_json(judge(judged, kind=kind, metric=metric, reference=reference, margin=0.01)),
        "truth": _truth(judged, kind, folds) if generated and kind == "binary" else None,
        "notes": [f"{entry['name']}: {note}" for entry in entries for note in entry["notes"]],
        "curves": {
            item[0]: _curves(item, kind, entry) for item, entry in zip(contenders, entries, strict=True) if item[4]
        },
        "saved": {family: _first(entries, family) for family in ("network", "baseline")},
        "picture": _picture(contenders, kind, classes) if picture else {},
        "views": made_views(views, classes, [item[0] for item in contenders]) if views else {},
    }
    result = Result.from_dict(content)
    result = replace(result, reach=reach(result, published or {}, content["saved"]))
    return replace(result, lessons=learned(result, lessons))


def changed(result, **sections):
    """The result with these sections, as JSON has them."""
    return Result.from_dict(result.to_dict() | sections, result.folder)


def _predictions(kind, classes):
    """As many as there are test rows; no page shows one."""
    first = {"multiclass": [1 / len(classes) for _ in classes], "clustering": 0}.get(kind, 0.5)
    return [first] * TEST_ROWS


def _truth(judged, kind, folds):
    generator = np.random.default_rng(5)
    scores = [_scores(kind, 0.88, True, generator) for _ in range(folds)]
    gap = ExpectedRegret(0.0123, 0.0045, 0.0201)
    expected = {item.name: {"roc_auc": gap, "log_loss": gap} for item in judged}
    own = Scored("truth", "truth", scores, judged[0].sizes)
    return as_json(against_contenders(own, judged, kind, expected, about="the rule that made the rows"))


def _entry(contender, kind, folds, trials, epochs, failed, failing, generator):
    name, family, approach, skill, probabilistic = contender
    space = approach != "rule"
    outcomes = [
        _outcome(f"1-{fold + 1}", family, trials if space else 0, epochs, fold in failed, failing, generator)
        for fold in range(folds)
    ]
    everywhere = len(failed) == folds
    final = _outcome("final", family, trials if space else 0, epochs, everywhere, failing, generator)
    scores = [None if fold in failed else _scores(kind, skill, probabilistic, generator) for fold in range(folds)]
    places = failed_folds.by_message((item["fold"], item["error"]) for item in [*outcomes, final])
    errors = [failed_folds.sentence(message, where) for message, where in places.items()]
    notes = list(dict.fromkeys(note for item in [*outcomes, final] for note in item["notes"]))
    return {
        "name": name,
        "about": f"about {name}",
        "family": family,
        "approach": approach,
        "probabilistic": probabilistic,
        "scores": scores,
        "outcomes": outcomes,
        "final": final,
        "cost": {
            "trials": trials if space else 0,
            "tune_seconds": 1.25 if space else 0.0,
            "fit_seconds": 0.25 if space else 0.0002,
            "all_seconds": 12.5 if space else 0.001,
            "parameters": 41 if space else 0,
            "bytes": None if everywhere else 43_129,
            "predict_seconds_per_1000": None if everywhere else 0.0123,
        },
        "notes": errors + notes,
    }


def _outcome(fold, family, trials, epochs, fails, failing, generator):
    error = "ValueError: the loss is not a number" if fails else ""
    tried = [_trial(family, item, epochs, generator) for item in range(trials)]
    if failing and tried:
        tried[0] |= {"score": None, "message": "its validation loss is not a finite number"}
    network = family == "network" and not fails
    losses = [0.4 + 0.3 * math.exp(-epoch / 4) for epoch in range(epochs)]
    best = min((item for item in tried if item["score"] is not None), key=lambda trial: trial["score"], default=None)
    return {
        "fold": fold,
        "predictions": [],
        "trials": tried,
        "hyperparameters": dict(best["hyperparameters"]) if best and not fails else {},
        "tune_seconds": 1.25,
        "fit_seconds": 0.25,
        "parameters": 41,
        "epochs": epochs // 2 if network else None,
        "history": {"loss": losses, "val_loss": [loss + 0.02 for loss in losses]} if network else {},
        "error": error,
        "notes": [f"1 of {trials} trials failed: its validation loss is not a finite number"]
        if failing and tried
        else [],
    }


def _trial(family, number, epochs, generator):
    values = {"learning_rate": float(10 ** generator.uniform(-3, -1)), "max_depth": (3, 5, None)[number % 3]}
    return {
        "hyperparameters": values | ({"units": int(2 ** (3 + number % 3))} if family == "network" else {}),
        "score": float(generator.uniform(0.4, 0.6)),
        "seconds": 0.3,
        "epochs": epochs if family == "network" else None,
        "message": "",
    }


def _scores(kind, skill, probabilistic, generator):
    noise = float(generator.normal(0, 0.01)) if skill != 0.5 else 0.0
    better, worse = skill + noise, 1.2 - skill - noise
    return {
        name: None if metric.proper and not probabilistic else worse if name in LOWER_IS_BETTER else better
        for name, metric in for_kind(kind).items()
    }


def _curves(contender, kind, entry):
    if kind not in ("binary", "multiclass") or all(score is None for score in entry["scores"]):
        return {}
    shares = [step / 20 for step in range(21)]
    bend = (1 - contender[3]) / contender[3]
    middles = [step / 10 + 0.05 for step in range(10)]
    if kind == "multiclass":
        return {"calibration": {"said": middles[3:], "happened": [round(middle**1.2, 4) for middle in middles[3:]]}}
    return {
        "roc": {"false_alarms": shares, "found": [round(share**bend, 4) for share in shares]},
        "calibration": {"said": middles, "happened": [round(middle**1.1, 4) for middle in middles], "rows": [10] * 10},
    }


def _picture(contenders, kind, classes):
    shown = [item[0] for item in contenders if item[2] != "rule"][-3:]
    places = [step / 4 for step in range(41)]
    scale = 1 if kind == "binary" else 100
    surfaces = {
        name: [[round(scale / (1 + math.exp(-(x + bend * y - 7))), 3) for x in places] for y in places]
        for bend, name in enumerate(shown)
    }
    if kind == "multiclass":
        places = [step / 8 for step in range(81)]
        surfaces = {
            name: ["".join(str(int((x + bend * y / 4) / 15 * len(classes))) for x in places) for y in places]
            for bend, name in enumerate(shown)
        }
    generator = np.random.default_rng(1)
    xs, ys = generator.uniform(0, 10, 60).round(3), generator.uniform(0, 10, 60).round(3)
    y = (xs > 5).astype(int) if kind == "binary" else (10 * xs).round(2)
    y = (xs / 10 * len(classes)).astype(int) if kind == "multiclass" else y
    return {
        "inputs": ["study_hours", "sleep_hours"],
        "others": {"play_hours": 2.5},
        "xs": places,
        "ys": places,
        "surfaces": surfaces,
        "points": {"study_hours": xs.tolist(), "sleep_hours": ys.tolist(), "y": y.tolist()},
    }


def _dataset(kind, classes, generated):
    best = {"draws": 20_000_000, "roc_auc": {"value": 0.86817, "standard_error": 9e-05}}
    return {
        "name": "made",
        "title": "Made students",
        "target": "passed",
        "columns": [
            {"name": "study_hours", "role": "numeric", "unit": "hours a day", "description": "time spent studying"},
            {"name": "play_hours", "role": "numeric", "unit": "hours a day", "description": "time spent playing"},
            {"name": "sleep_hours", "role": "numeric", "unit": "", "description": ""},
        ],
        "classes": classes,
        "kind": kind,
        "rows": 100,
        "sha256": "57f9eb5e",
        "generated": generated,
        "source": "made up",
        "licence": "CC0-1.0",
        "best_possible": best if generated and kind == "binary" else {},
        "margin_to_best": 0.02 if generated and kind == "binary" else None,
        "positives": 0.437 if kind == "binary" else None,
    }


def _environment():
    return {
        "budget": "quick",
        "seed": 0,
        "trainings": 128,
        "seconds": 128.2,
        "finished": "2025-01-01T00:00:00+00:00",
        "command": "dlfund run made",
        "python": "3.11.7",
        "platform": "Linux",
        "cores": 2,
        "versions": {"dlfund": "0.1.0", "keras": "3.15.1"},
        "backend": "tensorflow",
        "device": "CPU",
        "name": "CPU",
        "why": "there is no GPU.",
    }


def _first(entries, family):
    return next((item["name"] for item in entries if item["family"] == family and not item["final"]["error"]), None)
