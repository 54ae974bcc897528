"""What failed, said plainly: folds, final fits and trials, with their messages."""

from __future__ import annotations

from typing import Any

from dlfund.comparison import failed_folds
from dlfund.comparison.result import Result
from dlfund.report.contender import Contender, ranked


def failures(result: Result) -> dict[str, Any]:
    """One row a contender and message, of folds and of trials; and how much was done in all."""
    contenders = ranked(result)
    folds = [row for one in contenders for row in _folds(one)]
    trials = [row for one in contenders for row in _trials(one)]
    said = {row["note"] for row in folds}
    return {
        "folds": folds,
        "trials": trials,
        "who": list(dict.fromkeys(row["name"] for row in folds)),
        "failed_trials": sum(row["count"] for row in trials),
        "all_trials": sum(len(outcome["trials"]) for one in contenders for outcome in _outcomes(one)),
        "notes": [note for note in result.content.get("notes", ()) if note not in said],
    }


def _outcomes(one: Contender) -> list[dict[str, Any]]:
    return [*one.entry["outcomes"], one.entry["final"]]


def _folds(one: Contender) -> list[dict[str, Any]]:
    """Folds that failed with the same message stand together."""
    failed = failed_folds.by_message((outcome["fold"], outcome["error"]) for outcome in _outcomes(one))
    return [
        {
            "name": one.name,
            "where": ", ".join("fit to all rows" if fold == "final" else fold for fold in folds),
            "message": message,
            "note": f"{one.name}: {failed_folds.sentence(message, folds)}",
        }
        for message, folds in failed.items()
    ]


def _trials(one: Contender) -> list[dict[str, Any]]:
    """Failed trials with the same message stand together."""
    places: dict[str, list[str]] = {}
    for outcome in _outcomes(one):
        for trial in outcome["trials"]:
            if trial["score"] is None:
                places.setdefault(trial["message"], []).append(outcome["fold"])
    return [
        {"name": one.name, "count": len(folds), "where": ", ".join(dict.fromkeys(folds)), "message": message}
        for message, folds in places.items()
    ]
