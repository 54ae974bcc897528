"""How far a contender has come in the time: its finished folds, their trials, and what a fit of it takes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from dlfund.comparison.contender import Contender
from dlfund.core.outcome import Outcome

WITH_TRIAL = 3.0  # times as long as its refit takes a network's fold with one trial, which stops early but later


@dataclass(frozen=True)
class Step:
    """A job: a contender in some folds, with this number of trials in each.

    Args:
        contender: str. Its name.
        folds: tuple of str.
        trials: int.
    """

    contender: str
    folds: tuple[str, ...]
    trials: int


@dataclass
class Standing:
    """A contender's finished work.

    Args:
        contender: Contender.
        outcomes: dict. A fold's name to its outcome.
        reached: dict. A fold's name to the trials that it was given; an exhausted search has fewer.
        running: set of str. Folds that are being fitted.
        seconds: float. The longest mean time of one fit so far, trials and refits alike; 0: none is finished.
        stopped: str. Why it is not continued; empty: it is.
        failed: list of str. Where it failed with more trials, though it had finished with fewer.
    """

    contender: Contender
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    reached: dict[str, int] = field(default_factory=dict)
    running: set[str] = field(default_factory=set)
    seconds: float = 0.0
    stopped: str = ""
    failed: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.contender.name

    @property
    def tuned(self) -> bool:
        """Whether it has hyperparameters, so that more trials mean more work."""
        return self.contender.fits(1) > self.contender.fits(0)

    def has(self, fold: str, trials: int) -> bool:
        """Whether this fold needs no more work to have this number of trials: it has them, or it failed."""
        outcome = self.outcomes.get(fold)
        if outcome is not None and (outcome.error or not self.tuned):
            return True
        return self.reached.get(fold, 0) >= trials

    def has_all(self, folds: Collection[str], trials: int) -> bool:
        return all(self.has(fold, trials) for fold in folds)

    def add(self, outcome: Outcome, trials: int) -> None:
        """Take a finished fold."""
        self.outcomes[outcome.fold] = outcome
        self.reached[outcome.fold] = max(trials, self.reached.get(outcome.fold, 0))

    def estimate(self, step: Step) -> float:
        """Seconds that a step takes, by the slowest fits so far; 0 if none is known."""
        refits = [outcome.fit_seconds for outcome in self.outcomes.values() if not outcome.error]
        if step.trials == 1 and self.contender.folds_together and refits:  # the program is compiled already
            return WITH_TRIAL * sum(refits) / len(refits) * len(step.folds)
        return self.seconds * self._fits(step)

    def _fits(self, step: Step) -> int:
        return sum(max(0, step.trials - self.reached.get(fold, 0)) + 1 for fold in step.folds)

    def measured(self, step: Step, seconds: float) -> None:
        """Take the time of a finished step, before its folds are added."""
        self.seconds = max(self.seconds, seconds / self._fits(step))

    def spent(self, folds: Sequence[str]) -> float:
        """Seconds that its trials and refits in these folds took."""
        done = [self.outcomes[fold] for fold in folds if fold in self.outcomes]
        return sum(outcome.tune_seconds + outcome.fit_seconds for outcome in done)

    def validation(self, folds: Sequence[str]) -> float:
        """Mean validation loss of the chosen trials over the finished folds among these; infinite if there is none."""
        losses = [min(scores) for fold in folds if (scores := self._scores(fold))]
        return sum(losses) / len(losses) if losses else float("inf")

    def _scores(self, fold: str) -> list[float]:
        outcome = self.outcomes.get(fold)
        return [trial.score for trial in outcome.trials if trial.score is not None] if outcome else []
