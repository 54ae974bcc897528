"""One loop over folds × contenders: every contender gets the same rows, the same number of trials, and no test row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from dlfund.comparison.contender import Contender, contender_of
from dlfund.comparison.protocol import Protocol
from dlfund.comparison.result.consistency import check_outcome
from dlfund.comparison.running.executor import Executor, InThisProcess, Job, JobResult
from dlfund.comparison.running.fold_work import FoldWork
from dlfund.comparison.running.progress import Share, Watch
from dlfund.comparison.running.run_folder import RunFolder, spoiled
from dlfund.comparison.scoring.bootstrap import redrawn_scores
from dlfund.comparison.scoring.metrics import scores
from dlfund.core.outcome import HyperparameterValues, Outcome
from dlfund.core.quiet import quiet_stderr
from dlfund.core.task import Task
from dlfund.core.typed_json import WrongJsonError
from dlfund.data import Dataset, Fold
from dlfund.training.tuning.search import Search


@dataclass(frozen=True)
class Comparison:
    """The contenders, the data and how they are compared. `run` fits fold by fold and writes into a run's folder.

    `contenders` may be given as in a recipe: baselines and network functions.
    """

    dataset: Dataset
    task: Task
    contenders: tuple[Contender, ...]
    protocol: Protocol
    search: Search

    def __post_init__(self) -> None:
        object.__setattr__(self, "contenders", tuple(map(contender_of, self.contenders)))

    @property
    def stratify(self) -> bool:
        return self.task.task_kind.stratified

    @cached_property
    def folds(self) -> list[Fold]:
        return self.protocol.splits(self.dataset, stratify=self.stratify)

    @cached_property
    def final(self) -> Fold:
        return self.protocol.final(self.dataset, stratify=self.stratify)

    @property
    def every_fold(self) -> list[Fold]:
        return [*self.folds, self.final]

    def trainings(self, entrant: Any) -> int:
        """Trials and refits of one contender, all folds and the final model together."""
        contender = contender_of(entrant)
        folds = self.protocol.folds * self.protocol.repeats + 1
        return folds * contender.fits(0 if self.borrowed(contender) else self.search.trials)

    def borrowed(self, contender: Contender) -> str:
        """The network in this comparison whose search an ensemble continues; empty if it has a search of its own."""
        other = contender.searched
        return other.name if other != contender and other in self.contenders else ""

    def finished(self, folder: RunFolder) -> int:
        """The trials and refits that a run's folder holds: fewer than announced if the time was over."""
        return sum(
            (0 if self.borrowed(contender) else len(outcome.trials)) + (0 if outcome.error else contender.fits(0))
            for contender, outcome in self._finished(folder)
        )

    def seconds(self, folder: RunFolder) -> float:
        """How long tuning and fitting took in the folds that a run's folder holds, one after the other."""
        return sum(outcome.tune_seconds + outcome.fit_seconds for _, outcome in self._finished(folder))

    def _finished(self, folder: RunFolder) -> Iterator[tuple[Contender, Outcome]]:
        for contender in self.contenders:
            for fold in self.every_fold:
                outcome = folder.read_outcome(contender.name, fold.name)
                if outcome is not None:
                    yield contender, outcome

    def outcome(self, folder: RunFolder, contender: str, fold: Fold) -> Outcome | None:
        """The outcome of a finished fold, or None.

        Raises:
            RunError: the file's outcome does not fit the rows of the fold, or the search.
        """
        outcome = folder.read_outcome(contender, fold.name)
        if outcome is None:
            return None
        try:
            check_outcome(outcome, self.task.kind, len(fold.test), len(self.task.classes))
            if self.search.oracle != "hyperband" and len(outcome.trials) > self.search.trials:
                raise WrongJsonError(f"at most {self.search.trials} trials", str(len(outcome.trials)))
        except WrongJsonError as error:
            raise spoiled(folder.outcome_path(contender, fold.name), error) from None
        return outcome

    def run(self, folder: RunFolder, watch: Watch, executor: Executor | None = None) -> None:
        """Fit the folds that are not finished. When this returns, the folder holds every fold's outcome.

        Args:
            executor: Executor or None. Fits the folds; None: this process, one after the other.
        """
        todo = {contender.name: self.unfinished(contender, folder) for contender in self.contenders}
        for contender in self.contenders:
            done = 1 - len(todo[contender.name]) / len(self.every_fold)
            watch.keep(round(done * self.trainings(contender)), contender.name)
        jobs = self.jobs(folder, todo)
        shares = {job.key: self._share(watch, *job.key) for job in jobs}
        jobs = [replace(job, progress=shares[job.key].advance) for job in jobs]
        results = (executor or InThisProcess()).run(jobs)
        if any(job.together for job in jobs):
            with quiet_stderr():  # takes seconds, during which the worker processes start
                import keras  # noqa: F401
        for result in results:
            settle(result, folder)
            shares[result.key].finish()

    def _share(self, watch: Watch, name: str, folds: Sequence[str]) -> Share:
        return watch.share(self.trainings(self.contender(name)) * len(folds) // len(self.every_fold), name)

    def contender(self, name: str) -> Contender:
        return next(contender for contender in self.contenders if contender.name == name)

    def unfinished(self, contender: Contender, folder: RunFolder) -> list[Fold]:
        return [fold for fold in self.every_fold if self.outcome(folder, contender.name, fold) is None]

    def jobs(self, folder: RunFolder, todo: Mapping[str, Sequence[Fold]]) -> list[Job]:
        """One job per fold, contenders with something to tune first; one job for all folds that are trained together.

        An ensemble comes after the network whose search it continues.
        """
        single = [contender for contender in self.contenders if not contender.folds_together]
        jobs = [
            self.job(contender, folder, [fold])
            for contender in sorted(single, key=lambda contender: contender.fits(1) == contender.fits(0))
            for fold in todo[contender.name]
        ]
        together = [contender for contender in self.contenders if contender.folds_together and todo[contender.name]]
        return jobs + [
            self.job(contender, folder, todo[contender.name])
            for contender in sorted(together, key=lambda contender: contender.fits(0))
        ]

    def job(
        self,
        contender: Contender,
        folder: RunFolder,
        folds: Sequence[Fold],
        given: Mapping[str, HyperparameterValues] | None = None,
    ) -> Job:
        """The work of one contender in these folds; its key is the contender's name and the names of the folds.

        It holds no other contender: a worker process may be unable to import their code.
        """
        alone = replace(self, contenders=(contender,))
        borrowed = "" if given else self.borrowed(contender)
        work = FoldWork(alone, folder, tuple(folds), borrowed, given or {})
        return Job((contender.name, tuple(fold.name for fold in folds)), work, together=contender.folds_together)


def settle(result: JobResult, folder: RunFolder) -> None:
    """If a job failed as a whole, such as one whose process died, write its unfinished folds as failed ones."""
    name, folds = result.key
    for fold in folds if result.status == "failed" else ():
        if folder.read_outcome(name, fold) is None:
            folder.write_outcome(name, Outcome(fold, error=result.value))


def score_redrawn(
    comparison: Comparison, contender: Contender, outcomes: list[Outcome]
) -> dict[str, np.ndarray] | None:
    """With one fold, every metric on bootstrap samples of its test rows; None with more folds, or if it failed."""
    if len(comparison.folds) > 1 or outcomes[0].error:
        return None
    test = comparison.folds[0].test
    return redrawn_scores(
        comparison.task.kind,
        comparison.dataset.y[test],
        outcomes[0].predictions,
        contender.probabilistic,
        seed=comparison.protocol.seed,
        weight=comparison.dataset.weight_of(test),
        deciding=comparison.task.metric,
    )


def score_folds(
    comparison: Comparison, contender: Contender, outcomes: list[Outcome]
) -> list[dict[str, float | None] | None]:
    """Every metric in every fold; None where the contender failed."""
    probabilistic = contender.probabilistic
    kind, metric, dataset = comparison.task.kind, comparison.task.metric, comparison.dataset
    return [
        None
        if outcome.error
        else scores(
            kind, dataset.y[fold.test], outcome.predictions, probabilistic, dataset.weight_of(fold.test), metric
        )
        for fold, outcome in zip(comparison.folds, outcomes, strict=True)
    ]
