"""What the search chose in every fold, as one table a contender."""

from __future__ import annotations

from typing import Any

from dlfund.comparison.result import Result
from dlfund.report import numbers
from dlfund.report.contender import Contender, metric_title, ranked
from dlfund.report.figures.trial_plots import trial_plots


def choices(result: Result) -> list[dict[str, Any]]:
    """Plots and table of each contender that had something to choose."""
    return [
        {"contender": one, "plots": trial_plots(one), **_table(one), "tried": _tried(one)}
        for one in ranked(result)
        if any(outcome["trials"] for outcome in _outcomes(one))
    ]


def _outcomes(one: Contender) -> list[dict[str, Any]]:
    return [*one.entry["outcomes"], one.entry["final"]]


def _tried(one: Contender) -> dict[str, int]:
    trials = [trial for outcome in _outcomes(one) for trial in outcome["trials"]]
    return {"trials": len(trials), "failed": sum(trial["score"] is None for trial in trials)}


def _table(one: Contender) -> dict[str, Any]:
    names = list(dict.fromkeys(name for outcome in _outcomes(one) for name in outcome["hyperparameters"]))
    epochs = any(outcome["epochs"] for outcome in _outcomes(one))
    columns = [
        "fold",
        f"test {metric_title(one.result)}",
        *names,
        *(["epochs"] if epochs else []),
        "learned numbers",
        "fit",
    ]
    scores = [*one.result.scores(one.name), None]
    return {
        "columns": columns,
        "rows": [_row(outcome, score, names, epochs) for outcome, score in zip(_outcomes(one), scores, strict=True)],
    }


def _row(outcome: dict[str, Any], score: float | None, names: list[str], epochs: bool) -> list[str]:
    fold = "all rows (saved)" if outcome["fold"] == "final" else outcome["fold"]
    if outcome["error"]:
        return [fold, "failed", *[numbers.NONE] * (len(names) + epochs + 2)]
    chosen = outcome["hyperparameters"]
    values = [numbers.setting(chosen[name]) if name in chosen else numbers.NONE for name in names]
    cells = [fold, numbers.score(score), *values]
    cells += [numbers.count(outcome["epochs"])] if epochs else []
    return [*cells, numbers.count(outcome["parameters"]), numbers.seconds(outcome["fit_seconds"])]
