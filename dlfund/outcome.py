"""What a contender hands in after one fold: predictions, what it tried, and what it cost.

Baselines and networks promise the same, so that one loop can judge both.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Trial:
    """One proposal of hyperparameters and how it did on the validation rows.

    `score` is a loss (lower is better), None where the trial failed; `message` then says why.
    """

    hyperparameters: dict[str, Any]
    score: float | None
    seconds: float
    epochs: int | None = None
    message: str = ""


@dataclass(frozen=True)
class Outcome:
    """What one contender did in one fold.

    Args:
        fold: str. Name of the fold.
        predictions: list. For each test row the probability of the positive class, the probabilities of all
            classes, or a number. Empty if the contender failed, or if the fold has no test rows.
        trials: tuple of Trial, in the order they were proposed.
        hyperparameters: dict. The chosen ones.
        tune_seconds, fit_seconds: float. All trials; the refit on all development rows.
        parameters: int. Numbers that were learned (weights; nodes of trees).
        history: dict. Curve name to one value per epoch, of the chosen trial.
        error: str. Why the contender failed; empty if it did not.
        notes: tuple of str. What a reader should know, such as trials that failed.
    """

    fold: str
    predictions: list[Any] = field(default_factory=list)
    trials: tuple[Trial, ...] = ()
    hyperparameters: dict[str, Any] = field(default_factory=dict)
    tune_seconds: float = 0.0
    fit_seconds: float = 0.0
    parameters: int = 0
    epochs: int | None = None
    history: dict[str, list[float]] = field(default_factory=dict)
    error: str = ""
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, words: dict[str, Any]) -> Outcome:
        trials = tuple(Trial(**trial) for trial in words["trials"])
        return cls(**{**words, "trials": trials, "notes": tuple(words["notes"])})


class SearchError(RuntimeError):
    """A search without one finished trial: there is no tuned model to judge."""


def failed_trials_note(trials: list[Trial]) -> tuple[str, ...]:
    """One line about the trials that failed, or nothing; none finished is an error."""
    failed = [trial for trial in trials if trial.score is None]
    if trials and len(failed) == len(trials):
        raise SearchError(f"None of {len(trials)} trials finished. The last one said: {failed[-1].message}")
    return (f"{len(failed)} of {len(trials)} trials failed: {failed[-1].message}",) if failed else ()
