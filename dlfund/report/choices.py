"""What the search chose in every fold, as one table per contender."""

from __future__ import annotations

from dlfund.comparison.result.result import Result
from dlfund.core.outcome import Outcome
from dlfund.report import numbers
from dlfund.report.contender import ShownContender, metric_title, ranked
from dlfund.report.figures.trial_plots import trial_plots


def choices(result: Result) -> list[dict[str, object]]:
    """Plots and table of each contender that had hyperparameters to choose."""
    return [
        {"contender": contender, "plots": trial_plots(contender), **_table(contender), "tried": _tried(contender)}
        for contender in ranked(result)
        if any(outcome.trials for outcome in contender.outcomes)
    ]


def _tried(contender: ShownContender) -> dict[str, int]:
    trials = [trial for outcome in contender.outcomes for trial in outcome.trials]
    return {"trials": len(trials), "failed": sum(trial.score is None for trial in trials)}


def _table(contender: ShownContender) -> dict[str, object]:
    names = list(dict.fromkeys(name for outcome in contender.outcomes for name in outcome.hyperparameters))
    epochs = any(outcome.epochs for outcome in contender.outcomes)
    columns = [
        "fold",
        f"test {metric_title(contender.result)}",
        *names,
        *(["epochs"] if epochs else []),
        "learned parameters",
        "fit",
    ]
    scores = [*contender.result.scores(contender.name), None]
    return {
        "columns": columns,
        "rows": [
            _row(outcome, score, names, epochs) for outcome, score in zip(contender.outcomes, scores, strict=True)
        ],
    }


def _row(outcome: Outcome, score: float | None, names: list[str], epochs: bool) -> list[str]:
    fold = "all rows (saved)" if outcome.fold == "final" else outcome.fold
    if outcome.error:
        return [fold, "failed", *[numbers.NONE] * (len(names) + epochs + 2)]
    chosen = outcome.hyperparameters
    values = [numbers.setting(chosen[name]) if name in chosen else numbers.NONE for name in names]
    cells = [fold, numbers.score(score), *values]
    cells += [numbers.count(outcome.epochs)] if epochs else []
    return [*cells, numbers.count(outcome.parameters), numbers.seconds(outcome.fit_seconds)]
