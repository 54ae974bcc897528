"""The work of a job: a contender is tuned and fitted in some folds; its outcomes are written as they are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dlfund.comparison.contender import Contender
from dlfund.comparison.running import saved_models
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.scoring.deciding_score import DecidingScore
from dlfund.comparison.scoring.metrics import checked_predictions
from dlfund.core.errors import UserError
from dlfund.core.outcome import HyperparameterValues, Outcome, SearchError
from dlfund.core.progress import not_reported
from dlfund.core.seeds import fold_seed
from dlfund.data import Fold
from dlfund.data.folds_to_fit import FoldsToFit

if TYPE_CHECKING:
    from dlfund.comparison.running.fold_loop import Comparison

FINAL = "final"  # the fold of all rows and no test row, from which the saved models come


@dataclass(frozen=True)
class FoldWork:
    """The work of a job: one contender in some folds. Each outcome is written as soon as it is known.

    Args:
        comparison: Comparison. Of this contender alone.
        folder: RunFolder. Outcomes and the model of all rows are written into it.
        folds: tuple of Fold.
        borrowed: str. The contender whose search is continued where the folder holds its outcomes; empty: none.
        given: dict of a fold's name to hyperparameters that are not searched.

    Outcomes of the contender with fewer trials, which the folder may hold, are continued.
    """

    comparison: Comparison
    folder: RunFolder
    folds: tuple[Fold, ...]
    borrowed: str = ""
    given: Mapping[str, HyperparameterValues] = field(default_factory=dict)

    def __call__(self, progress: Any = not_reported) -> None:
        comparison = self.comparison
        asked = FoldsToFit(
            comparison.task,
            comparison.dataset,
            self.folds,
            comparison.search,
            comparison.protocol.seed,
            outcomes=self._outcomes_of(self.borrowed) if self.borrowed else {},
            given=self.given,
            earlier=self._earlier(),
            every=tuple(comparison.every_fold),
            progress=progress,
            validation_score=DecidingScore(comparison.task.kind, comparison.task.metric, self._contender.probabilistic),
        )
        for outcome, model in self._outcomes(asked):
            kept, earlier = self._kept(outcome, model), asked.earlier.get(outcome.fold)
            if kept.error and earlier is not None:  # what was finished with fewer trials remains
                note = f"With more than {len(earlier.trials)} trials it failed: {kept.error}"
                kept = replace(earlier, notes=(*earlier.notes, note))
            self.folder.write_outcome(self._contender.name, kept)

    @property
    def _contender(self) -> Contender:
        return self.comparison.contenders[0]

    def _outcomes_of(self, name: str) -> dict[str, Outcome]:
        """A contender's outcomes in these folds, of those that are finished and did not fail."""
        done = {fold.name: self.folder.read_outcome(name, fold.name) for fold in self.folds}
        return {name: outcome for name, outcome in done.items() if outcome is not None and not outcome.error}

    def _earlier(self) -> dict[str, Outcome]:
        """The contender's own outcomes with fewer trials; that of all rows only if its model is there."""
        there = saved_models.size(self.folder.model_folder(self._contender.name)) > 0
        outcomes = self._outcomes_of(self._contender.name)
        return {name: outcome for name, outcome in outcomes.items() if name != FINAL or there}

    def _outcomes(self, asked: FoldsToFit) -> Iterator[tuple[Outcome, Any]]:
        """The outcome and the model of each fold. If the folds fail together, each is fitted alone.

        An error that the user can correct, such as a full disk, is raised, so that the fold is fitted again later.
        """
        try:
            yield from list(self._contender.fit_folds(asked))
        except UserError:
            raise
        except Exception as error:
            if len(asked.folds) == 1:
                seed = fold_seed(asked.seed, self._contender.name, asked.folds[0].name)
                yield replace(failure(asked.folds[0].name, error), seed=seed), None
                return
            for fold in asked.folds:
                yield from self._outcomes(replace(asked, folds=(fold,)))

    def _kept(self, outcome: Outcome, model: Any) -> Outcome:
        """The outcome to be written; the model of all rows is saved before, so that it exists when its fold does."""
        fold = next(fold for fold in self.folds if fold.name == outcome.fold)
        try:
            if fold.name == FINAL and model is not None:
                self._contender.save(model, self.folder.model_folder(self._contender.name))
        except UserError:
            raise
        except Exception as error:
            return failure(fold.name, error)
        return scorable(outcome, fold, self.comparison.task.kind)


def scorable(outcome: Outcome, fold: Fold, kind: str) -> Outcome:
    """The outcome, or a failed one if its predictions can't be scored, so that other contenders are not stopped."""
    try:
        if not outcome.error and len(fold.test):
            checked_predictions(kind, len(fold.test), outcome.predictions)
    except ValueError as error:
        return replace(outcome, predictions=[], error=str(error))
    return outcome


def failure(fold: str, error: Exception) -> Outcome:
    """The outcome of a contender that failed in a fold."""
    sentence = str(error) if isinstance(error, SearchError) else f"{type(error).__name__}: {error}"
    return Outcome(fold, error=" ".join(sentence.split())[:500])
