"""What failed: folds, final fits and trials, with their messages."""

from __future__ import annotations

from dataclasses import dataclass

from dlfund.comparison.result.result import Result
from dlfund.comparison.running import failed_folds
from dlfund.report.contender import ShownContender, ranked


@dataclass(frozen=True)
class FailedFolds:
    """A contender's folds that failed with the same message."""

    name: str
    where: str
    message: str
    note: str


@dataclass(frozen=True)
class FailedTrials:
    """A contender's trials that failed with the same message."""

    name: str
    count: int
    where: str
    message: str


def failures(result: Result) -> dict[str, object]:
    """One row per contender and message, of folds and of trials; and how many trials there were."""
    contenders = ranked(result)
    folds = [row for contender in contenders for row in _folds(contender)]
    trials = [row for contender in contenders for row in _trials(contender)]
    shown = {row.note for row in folds}
    return {
        "folds": folds,
        "trials": trials,
        "unfinished": [contender.label for contender in contenders if _unfinished(contender)],
        "contenders": list(dict.fromkeys(row.name for row in folds)),
        "failed_trials": sum(row.count for row in trials),
        "all_trials": sum(len(outcome.trials) for contender in contenders for outcome in contender.outcomes),
        "notes": [note for note in result.notes if note not in shown],
    }


def _unfinished(contender: ShownContender) -> bool:
    """Whether the time was over before all its folds, or its fit to all rows, were done."""
    return any(outcome.unfinished for outcome in contender.outcomes)


def _folds(contender: ShownContender) -> list[FailedFolds]:
    failed = failed_folds.by_message((outcome.fold, outcome.error) for outcome in contender.outcomes)
    return [
        FailedFolds(
            contender.name,
            where=", ".join("fit to all rows" if fold == "final" else fold for fold in folds),
            message=message,
            note=f"{contender.label}: {failed_folds.sentence(message, folds)}",
        )
        for message, folds in failed.items()
    ]


def _trials(contender: ShownContender) -> list[FailedTrials]:
    places: dict[str, list[str]] = {}
    for outcome in contender.outcomes:
        for trial in outcome.trials:
            if trial.score is None:
                places.setdefault(trial.message, []).append(outcome.fold)
    return [
        FailedTrials(contender.name, len(folds), ", ".join(dict.fromkeys(folds)), message)
        for message, folds in places.items()
    ]
