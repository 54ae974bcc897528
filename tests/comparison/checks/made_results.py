"""Results from simulated scores: sound ones, and one for each illness."""

import numpy as np

from dlfund.comparison.result.old_schemas import SCHEMA
from dlfund.comparison.result.result import Result
from dlfund.comparison.scoring.metrics import for_kind
from dlfund.comparison.scoring.scored import Scored
from dlfund.comparison.scoring.verdict import judge
from dlfund.core.as_json import as_json

FOLDS, TEST, TRIALS = 5, 200, 20
LEVELS = {"majority_class": 0.6, "logistic_regression": 0.78, "random_forest": 0.8, "perceptron": 0.78, "ann": 0.81}
COST = {"trials": TRIALS, "tune_seconds": 1.0, "fit_seconds": 1.0, "all_seconds": 9.0, "parameters": 9} | dict.fromkeys(
    ("bytes", "predict_seconds_per_1000")
)
RUNGS = {"majority_class": "rule", "mean_value": "rule", "ann": "deep learning"}


def result(generator, *, kind="binary", folds=FOLDS, levels=None, change=lambda contenders: None):
    """A result of contenders whose scores spread as 200 test rows make them; `change` makes it ill."""
    levels = levels or (LEVELS if kind != "regression" else _of_numbers())
    shared = generator.normal(0, 0.02, folds)  # some folds are harder for all
    contenders = [_contender(generator, name, level, kind, shared) for name, level in levels.items()]
    change(contenders)
    metric = "rmse" if kind == "regression" else "accuracy"
    sizes = [(4 * TEST, TEST)] * folds
    redrawn = _redrawn(generator, contenders, kind) if folds == 1 else {}
    judged = [
        Scored(
            contender["name"],
            contender["approach"],
            contender["scores"],
            sizes,
            redrawn.get(contender["name"]),
            contender["family"],
            [levels.get(contender["name"])] * folds,
        )
        for contender in contenders
    ]
    reference, classes = list(levels)[1], [] if kind == "regression" else ["no", "yes"]
    content = {
        "schema": SCHEMA,
        "recipe": {"name": "made"},
        "environment": {},
        "dataset": {"name": "made", "title": "Made", "target": "y", "columns": [], "classes": classes, "kind": kind},
        "task": {"kind": kind, "input_shape": [3], "classes": classes, "metric": metric},
        "protocol": {},
        "search": {"oracle": "random", "trials": TRIALS},
        "folds": [{"name": f"1-{n + 1}", "development": 4 * TEST, "test": list(range(TEST))} for n in range(folds)],
        "contenders": contenders,
        "verdict": as_json(judge(judged, kind=kind, metric=metric, reference=reference, margin=0.05)),
        "notes": [],
        "curves": {},
    }
    return Result.from_dict(content)


def _of_numbers():
    return {"mean_value": 0.0, "ridge": 0.7, "random_forest": 0.75, "perceptron": 0.7, "ann": 0.77}


def _contender(generator, name, level, kind, shared):
    floor = level in (0.6, 0.0)
    noise = 0 if floor else shared + generator.normal(0, 0.012, len(shared))
    values = np.clip(level + noise * np.ones(len(shared)), 0, 1)
    tuned = [] if floor else [_trials(generator) for _ in shared]
    outcomes = []
    for number in range(len(shared)):
        trials = tuned[number] if tuned else []
        best = min(trials, key=lambda trial: trial["score"])["hyperparameters"] if trials else {}
        outcomes.append(
            {"fold": f"1-{number + 1}", "predictions": [0.5] * TEST, "trials": trials, "hyperparameters": best}
        )
    return {
        "name": name,
        "about": "",
        "family": "network" if name in ("perceptron", "ann") else "baseline",
        "approach": RUNGS.get(name, "machine learning"),
        "probabilistic": True,
        "scores": [_scores(kind, value, generator) for value in values],
        "outcomes": outcomes,
        "final": {"fold": "final"},
        "cost": COST,
        "notes": [],
    }


def _scores(kind, value, generator):
    """Losses are near 0.5, as those of the trials are."""
    actual = {
        "roc_auc": min(1.0, value + 0.05),
        "accuracy": value,
        "log_loss": 0.5 * float(np.exp(generator.normal(0, 0.08))),
        "brier": 0.2,
        "rmse": float(np.sqrt(1 - value) * np.exp(generator.normal(0, 0.02))),
        "mae": 0.4,
        "r2": value,
    }
    return {name: float(actual[name]) for name in for_kind(kind)}


def _trials(generator):
    """A hyperparameter that does not matter, and one whose best value lies inside."""
    rate, width = 10 ** generator.uniform(-3, -1, TRIALS), generator.integers(1, 64, TRIALS)
    loss = 0.5 + 0.05 * np.abs(np.log10(rate) + 2) + 0.02 * np.abs(generator.normal(size=TRIALS))
    return [
        {
            "hyperparameters": {"learning_rate": float(a), "width": int(b)},
            "score": float(c),
            "seconds": 1.0,
            "message": "",
        }
        for a, b, c in zip(rate, width, loss, strict=True)
    ]


def _redrawn(generator, contenders, kind):
    return {
        contender["name"]: {
            name: contender["scores"][0][name] + generator.normal(0, 0.015, 400) for name in for_kind(kind)
        }
        for contender in contenders
    }


def _find(contenders, name):
    return next(contender for contender in contenders if contender["name"] == name)


def _perfect(contenders):
    for score in _find(contenders, "logistic_regression")["scores"]:
        score |= {"accuracy": 0.998, "roc_auc": 0.9995}


def _at_the_floor(contenders):
    for number, score in enumerate(_find(contenders, "ann")["scores"]):
        score["accuracy"] = 0.6 + (-0.01, 0.012)[number % 2]


def _at_the_edge(contenders):
    for outcome in _find(contenders, "ann")["outcomes"]:
        for trial in outcome["trials"]:
            trial["score"] = 0.5 - 0.1 * np.log10(trial["hyperparameters"]["learning_rate"])


def _lucky(contenders):
    for score in _find(contenders, "random_forest")["scores"]:
        score["log_loss"] *= 2


def _broken_trials(contenders):
    for outcome in _find(contenders, "ann")["outcomes"]:
        for trial in outcome["trials"][:6]:
            trial |= {"score": None, "message": "ValueError: too narrow"}


def _broken_fold(contenders):
    first = _find(contenders, "ann")
    first["scores"][2] = None
    first["outcomes"][2] |= {"error": "out of memory", "trials": [], "predictions": []}


def _far_apart(contenders):
    for number, score in enumerate(_find(contenders, "ann")["scores"]):
        score["accuracy"] = 0.78 + (-0.07, 0.07, 0.02, -0.03, 0.01)[number]


def _collapsed(contenders):
    _find(contenders, "ann")["scores"][1]["accuracy"] = 0.5


ILL = {
    "R01": _perfect,
    "R02": _at_the_floor,
    "R03": _at_the_edge,
    "R04": _lucky,
    "R05": _broken_trials,
    "R06": _broken_fold,
    "R07": _far_apart,
    "R08": _collapsed,
}


def ill_result(code, seed):
    return result(np.random.default_rng(seed), change=ILL[code])


def sound_results(seed):
    """Of classes, of numbers, and of one fold."""
    generator = np.random.default_rng(seed)
    return [result(generator), result(generator, kind="regression"), result(generator, folds=1)]
