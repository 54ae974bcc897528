"""One loop over folds × contenders: everybody gets the same rows, the same number of trials, and no test row."""

from __future__ import annotations

import inspect
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from dlfund.baselines import Baseline
from dlfund.baselines.fit import fit_fold
from dlfund.comparison.bootstrap import redrawn_scores
from dlfund.comparison.metrics import checked_predictions, scores
from dlfund.comparison.progress import Watch
from dlfund.comparison.protocol import Protocol
from dlfund.comparison.run_folder import RunFolder
from dlfund.data import Dataset, Fold
from dlfund.environment import variables
from dlfund.outcome import Outcome, SearchError
from dlfund.sentence import UserError
from dlfund.task import Task
from dlfund.tuning.ensembles import members_of, searched
from dlfund.tuning.search import Search

WORKERS = {"n_jobs": os.cpu_count()}
# small fits are slower on two threads than on one; the cores are used by processes
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

Contender = Baseline | Callable[..., Any]


def name_of(contender: Contender) -> str:
    """A baseline's name, or a network function's."""
    if isinstance(contender, Baseline):
        return contender.name
    if not inspect.isfunction(contender) or contender.__module__.startswith("dlfund.baselines"):
        raise TypeError(
            "Expected a baseline, such as baselines.logistic_regression() (called), or a network function "
            f"(task, hp) -> keras.Model. Received: {contender!r}."
        )
    return contender.__name__


@dataclass(frozen=True)
class Comparison:
    """What is compared, on what, and how. `run` does it, fold by fold, into a run's folder."""

    dataset: Dataset
    task: Task
    contenders: tuple[Contender, ...]
    protocol: Protocol
    search: Search

    @property
    def stratify(self) -> bool:
        return self.task.kind in ("binary", "multiclass")

    @cached_property
    def folds(self) -> list[Fold]:
        return self.protocol.splits(self.dataset, stratify=self.stratify)

    @cached_property
    def final(self) -> Fold:
        return self.protocol.final(self.dataset, stratify=self.stratify)

    def trainings(self, contender: Contender) -> int:
        """Trials and refits of one contender, all folds and the final model together."""
        folds = self.protocol.folds * self.protocol.repeats + 1
        if isinstance(contender, Baseline):
            return folds * (self.search.trials + 1 if contender.space else 1)
        return folds * ((0 if self._borrows(contender) else self.search.trials) + members_of(contender))

    def _borrows(self, contender: Callable[..., Any]) -> bool:
        """Whether an ensemble goes on from the search of a network that takes part."""
        return searched(contender) is not contender and searched(contender) in self.contenders

    def finished(self, folder: RunFolder) -> int:
        """The trials and refits that a run's folder holds: fewer than announced where the time was over."""
        found = 0
        for one in self.contenders:
            fits = 1 if isinstance(one, Baseline) else members_of(one)
            own_trials = isinstance(one, Baseline) or not self._borrows(one)
            for fold in [*self.folds, self.final]:
                outcome = folder.read_outcome(name_of(one), fold.name)
                if outcome is not None:
                    found += own_trials * len(outcome.trials) + (not outcome.error) * fits
        return found

    def run(self, folder: RunFolder, watch: Watch) -> None:
        """Do what is not done yet. Every finished fold is in the folder when this returns."""
        folds = [*self.folds, self.final]
        todo = {
            name_of(one): [fold for fold in folds if folder.read_outcome(name_of(one), fold.name) is None]
            for one in self.contenders
        }
        for one in self.contenders:
            done = (len(folds) - len(todo[name_of(one)])) / len(folds)
            watch.keep(round(done * self.trainings(one)), name_of(one))
        self._run_baselines(folder, watch, todo)
        networks = [one for one in self.contenders if not isinstance(one, Baseline)]
        for one in sorted(networks, key=members_of):  # an ensemble goes on from its network's search
            if todo[name_of(one)]:
                self.run_network(one, folder, watch, todo[name_of(one)])

    def _run_baselines(self, folder: RunFolder, watch: Watch, todo: dict[str, list[Fold]]) -> None:
        """All folds of all baselines, on every core, one thread each; Keras is imported meanwhile, if it is not yet."""
        from joblib import Parallel, delayed

        baselines = {one.name: one for one in self.contenders if isinstance(one, Baseline) and todo[one.name]}
        jobs = [
            delayed(baseline_fold)(one, self.dataset, fold, self.search.trials, self.protocol.seed, folder.path)
            for one in sorted(baselines.values(), key=lambda one: not one.space)
            for fold in todo[one.name]
        ]
        with variables(ONE_THREAD):
            finished = Parallel(**WORKERS, return_as="generator_unordered")(jobs) if jobs else ()
            if any(not isinstance(one, Baseline) for one in self.contenders):
                import keras  # noqa: F401  (takes seconds, which the baselines use)
            for name, outcome in finished:
                folder.write_outcome(name, outcome)
                watch.advance(self.trainings(baselines[name]) // (len(self.folds) + 1), name)

    def run_network(self, network: Contender, folder: RunFolder, watch: Watch, todo: list[Fold]) -> None:
        """All open folds at once; if that fails, fold by fold, so that one bad fold does not take the others along."""
        name = name_of(network)
        share = watch.share(self.trainings(network) * len(todo) // (len(self.folds) + 1), name)
        by_name = {fold.name: fold for fold in todo}
        found = self._found(network, folder, todo)
        for outcome, model in self.network_outcomes(network, todo, share.advance, found=found):
            if outcome.fold == "final" and model is not None:
                from dlfund.comparison.saved import save_network

                save_network(model, folder.model_folder(name))
            folder.write_outcome(name, judgeable(outcome, by_name[outcome.fold], self.task.kind))
        share.finish()

    def _found(self, network: Any, folder: RunFolder, todo: list[Fold]) -> dict[str, Outcome]:
        """For an ensemble whose network competes too: what that network's searches found."""
        if searched(network) is network or searched(network) not in self.contenders:
            return {}
        done = {fold.name: folder.read_outcome(name_of(searched(network)), fold.name) for fold in todo}
        return {name: one for name, one in done.items() if one is not None and not one.error}

    def network_outcomes(
        self, network: Contender, folds: list[Fold], progress: Any, **known: Any
    ) -> Iterator[tuple[Outcome, Any]]:
        """What a network does in these folds; if together they fail, fold by fold. `known` goes to `fit_folds`."""
        from dlfund.tuning.tune import fit_folds

        options = {"seed": self.protocol.seed, "progress": progress, **known}
        try:
            yield from fit_folds(network, self.task, self.dataset, folds, self.search, **options)
        except Exception as error:
            if len(folds) == 1:
                yield _failure(folds[0], error), None
                return
            for fold in folds:
                yield from self.network_outcomes(network, [fold], progress, **known)


def baseline_fold(
    baseline: Baseline,
    dataset: Dataset,
    fold: Fold,
    trials: int,
    seed: int,
    path: Path,
    given: dict[str, Any] | None = None,
) -> tuple[str, Outcome]:
    """One baseline in one fold, in a process of its own. An error is an outcome, with its sentence.

    With `given`, an outcome's hyperparameters, nothing is tuned.
    """
    final = fold.name == "final"
    save_to = RunFolder(path).model_folder(baseline.name) / "model.skops" if final else None
    try:
        outcome = fit_fold(baseline, dataset, fold, trials=trials, seed=seed, save_to=save_to, given=given)
    except UserError:  # a full disk is no fault of the contender's, and the fold is to be done again
        raise
    except Exception as error:
        return baseline.name, _failure(fold, error)
    return baseline.name, judgeable(outcome, fold, dataset.schema.kind)


def judgeable(outcome: Outcome, fold: Fold, kind: str) -> Outcome:
    """The outcome, or a failed one if its predictions can't be judged: one bad contender must not stop the others."""
    try:
        if not outcome.error and len(fold.test):
            checked_predictions(kind, len(fold.test), outcome.predictions)
    except ValueError as error:
        return replace(outcome, predictions=[], error=str(error))
    return outcome


def _failure(fold: Fold, error: Exception) -> Outcome:
    sentence = str(error) if isinstance(error, SearchError) else f"{type(error).__name__}: {error}"
    return Outcome(fold.name, error=" ".join(sentence.split())[:500])


def start_workers() -> threading.Thread:
    """Start the processes that fit baselines. They import scikit-learn while this one imports a backend."""

    def start() -> None:
        from joblib import Parallel, delayed

        with variables(ONE_THREAD):
            Parallel(**WORKERS)(delayed(_ready)() for _ in range(WORKERS["n_jobs"] or 1))

    thread = threading.Thread(target=start, daemon=True)
    thread.start()
    return thread


def _ready() -> int:
    return os.getpid()


def score_redrawn(comparison: Comparison, contender: Contender, outcomes: list[Outcome]) -> dict[str, Any] | None:
    """Where there is one fold: every metric on its test rows drawn anew; None where there are more, or it failed."""
    if len(comparison.folds) > 1 or outcomes[0].error:
        return None
    probabilistic = not isinstance(contender, Baseline) or contender.probabilistic
    y, seed = comparison.dataset.y[comparison.folds[0].test], comparison.protocol.seed
    weight = comparison.dataset.weight_of(comparison.folds[0].test)
    return redrawn_scores(comparison.task.kind, y, outcomes[0].predictions, probabilistic, seed=seed, weight=weight)


def score_folds(comparison: Comparison, contender: Contender, outcomes: list[Outcome]) -> list[dict[str, Any] | None]:
    """Every metric in every fold, None where the contender failed."""
    probabilistic = not isinstance(contender, Baseline) or contender.probabilistic
    kind, dataset = comparison.task.kind, comparison.dataset
    return [
        None
        if one.error
        else scores(kind, dataset.y[fold.test], one.predictions, probabilistic, dataset.weight_of(fold.test))
        for fold, one in zip(comparison.folds, outcomes, strict=True)
    ]
