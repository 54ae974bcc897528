"""What a contender returns for one fold: predictions, the trials of its search, and what it cost.

Baselines and networks return the same, so that one loop scores both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, cast

from dlfund.core.as_json import JsonRecord, as_json
from dlfund.core.counted import counted

# a hyperparameter's name to its value, which is any value that JSON has
HyperparameterValues: TypeAlias = dict[str, Any]
NOT_FINISHED = "not finished in the time"


@dataclass(frozen=True)
class Trial:
    """One proposal of hyperparameters, and its score on the validation rows.

    `score` is a loss (lower is better), or None where the trial failed; `message` then says why. `validation` is the
    deciding metric on the same rows, by which contenders are compared before any test row is looked at; None where it
    was not computed. Networks compute it for the chosen trial alone. `epochs` is how long a network was trained, or the
    number of rounds of boosted trees that validation rows chose.
    """

    hyperparameters: HyperparameterValues
    score: float | None
    seconds: float
    epochs: int | None = None
    message: str = ""
    validation: float | None = None


@dataclass(frozen=True)
class Outcome(JsonRecord):
    """The result of one contender in one fold.

    Args:
        fold: str. Name of the fold.
        predictions: list. For each test row the probability of the positive class, the probabilities of all
            classes, or a number. Empty if the contender failed, or if the fold has no test rows.
        trials: tuple of Trial, in the order in which they were proposed.
        hyperparameters: dict. The values of the chosen trial.
        tune_seconds, fit_seconds: float. Time of all trials; time of the refit on all development rows.
        parameters: int. Learned numbers (weights; nodes of trees).
        epochs: int or None. Epochs of the refit; None for a baseline.
        history: dict. Name of a curve to one value per epoch, of the chosen trial.
        error: str. Why the contender failed; empty if it did not.
        notes: tuple of str. What a reader should know, such as trials that failed.
        seed: int or None. Seed of every random draw in this fold; None where nothing was drawn.
        untuned_validation: float or None. The deciding metric on the validation rows, of a contender without trials.
    """

    fold: str
    predictions: list[float] | list[list[float]] = field(default_factory=list)
    trials: tuple[Trial, ...] = ()
    hyperparameters: HyperparameterValues = field(default_factory=dict)
    tune_seconds: float = 0.0
    fit_seconds: float = 0.0
    parameters: int = 0
    epochs: int | None = None
    history: dict[str, list[float]] = field(default_factory=dict)
    error: str = ""
    notes: tuple[str, ...] = ()
    seed: int | None = None
    untuned_validation: float | None = None

    @classmethod
    def without_time(cls, fold: str) -> Outcome:
        """The outcome of a fold that the time limit left unfinished, which is no failure."""
        return cls(fold, error=NOT_FINISHED)

    @property
    def unfinished(self) -> bool:
        """Whether there was no time for this fold."""
        return self.error == NOT_FINISHED

    @property
    def chosen(self) -> Trial | None:
        """The trial with the lowest validation loss, the first of equals; None if no trial finished."""
        finished = [trial for trial in self.trials if trial.score is not None]
        return min(finished, key=lambda trial: cast(float, trial.score), default=None)

    @property
    def validation(self) -> float | None:
        """The deciding metric on the validation rows, of the chosen trial; None if it is not known."""
        return self.untuned_validation if self.chosen is None else self.chosen.validation

    def after_more_trials(
        self, trials: Sequence[Trial], chosen: HyperparameterValues, epochs: int | None, notes: tuple[str, ...]
    ) -> Outcome | None:
        """This outcome with all trials of a continued search, if that chose the same; else None: fit again."""
        if self.error or as_json(self.hyperparameters) != as_json(chosen) or self.epochs != epochs:
            return None
        seconds = sum(trial.seconds for trial in trials)
        return replace(self, trials=tuple(trials), tune_seconds=seconds, notes=notes)


_OF_COUNTS = re.compile(r"\d+ (instead )?of \d+ trials")


class SearchError(RuntimeError):
    """A search in which no trial finished: there is no tuned model to score."""


def failed_trials_note(trials: list[Trial]) -> tuple[str, ...]:
    """One line about the trials that failed, or nothing.

    Raises:
        SearchError: no trial finished.
    """
    failed = [trial for trial in trials if trial.score is None]
    if trials and len(failed) == len(trials):
        raise SearchError(f"None of {counted(len(trials), 'trial')} finished. The last one said: {failed[-1].message}")
    return (f"{len(failed)} of {counted(len(trials), 'trial')} failed: {failed[-1].message}",) if failed else ()


def few_trials_note(trials: list[Trial], asked: int) -> tuple[str, ...]:
    """One line where the search had fewer trials than it was given, or nothing: no trial is repeated in a fold."""
    if not 0 < len(trials) < asked:
        return ()
    return (f"{len(trials)} instead of {counted(asked, 'trial')}: there were no further settings that differ.",)


def other_notes(notes: Sequence[str]) -> tuple[str, ...]:
    """The notes of an outcome that don't count its trials: these remain true when the search is continued."""
    return tuple(note for note in notes if not _OF_COUNTS.match(note))
