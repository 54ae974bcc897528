"""A learning curve over the number of rows: the chosen hyperparameters are fitted to an eighth, a quarter and a half.

At each size every contender of the curve has the same rows, which are among those of the next size, and all are scored
on the same test rows. The hyperparameters are those that each fold chose with all of its rows; a network chooses its
epoch again, on the validation rows of that size. The last point, with all rows, is the score of the comparison itself.

Three contenders take part: the reference, the best baseline and the best network. Each point is an outcome in the run's
folder, under `fewer_rows/`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dlfund.comparison.contender import Contender
from dlfund.comparison.running.executor import Executor, Job
from dlfund.comparison.running.fold_loop import Comparison, settle
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.comparison.scoring.ranking import best_first
from dlfund.core.errors import UserError
from dlfund.core.outcome import HyperparameterValues, Outcome
from dlfund.core.progress import not_reported
from dlfund.core.typed_json import JsonObject
from dlfund.data import Dataset, Fold, with_fewer_rows

SHARES = (0.125, 0.25, 0.5)  # of a fold's development rows
LEAST_ROWS, LEAST_OF_A_CLASS = 40, 10  # development rows; with fewer, a point is not informative
TEST_ROWS = 1_000  # folds of the first repeat take part until they have this number of test rows
CAUTION, TO_START = 1.2, 20.0  # as for rounds; seconds that a process needs until its network is compiled


@dataclass(frozen=True)
class Sizes:
    """The folds of the curve and their sizes.

    Args:
        folds: tuple of Fold. Folds of the comparison.
        shares: tuple of float. Shares of their development rows, below 1.
        fewer: dict. (fold's name, share) to the fold with that share of its rows, which has a name of its own.
    """

    folds: tuple[Fold, ...]
    shares: tuple[float, ...]
    fewer: dict[tuple[str, float], Fold]

    def rows(self, share: float) -> float:
        """The number of development rows, mean over the folds."""
        parts = self.folds if share == 1 else [self.fewer[fold.name, share] for fold in self.folds]
        return float(np.mean([len(fold.development) for fold in parts]))

    def first(self, folds: int) -> Sizes:
        """The same with the first of the folds alone."""
        return replace(self, folds=self.folds[:folds])

    def points(self) -> list[tuple[Fold, Fold]]:
        """Each fold with fewer rows, and the fold that it is a part of."""
        return [(self.fewer[fold.name, share], fold) for fold in self.folds for share in self.shares]


def sizes_of(comparison: Comparison) -> Sizes:
    """The curve's folds and shares; no share if there are too few rows."""
    folds = _folds(comparison)
    fewer: dict[tuple[str, float], Fold] = {}
    seed, stratify = comparison.protocol.seed, comparison.stratify
    for share in SHARES:
        parts = [with_fewer_rows(fold, comparison.dataset, share, seed=seed, stratify=stratify) for fold in folds]
        if all(_enough(part, comparison.dataset, stratify) for part in parts):
            fewer |= {(fold.name, share): replace(fold, name=_point_name(fold.name, share)) for fold in parts}
    return Sizes(tuple(folds), tuple(share for share in SHARES if (folds[0].name, share) in fewer), fewer)


def _folds(comparison: Comparison) -> list[Fold]:
    """Ordered in time, the last fold alone, which has most rows; else those of the first repeat, until TEST_ROWS."""
    if comparison.protocol.split == "time_ordered":
        return [comparison.folds[-1]]
    first_repeat = comparison.folds[: comparison.protocol.folds]
    before = np.cumsum([0, *(len(fold.test) for fold in first_repeat)])
    return [fold for fold, so_far in zip(first_repeat, before[:-1], strict=True) if so_far < TEST_ROWS]


def _enough(fold: Fold, dataset: Dataset, stratify: bool) -> bool:
    rows = fold.development
    if len(rows) < LEAST_ROWS or not all(_counted(part, dataset).any() for part in (fold.train, fold.validation)):
        return False
    if not stratify:
        return True
    classes = max(2, len(dataset.schema.classes))
    counts = np.bincount(dataset.y[rows[_counted(rows, dataset)]].astype(int), minlength=classes)
    learned = np.unique(dataset.y[fold.train[_counted(fold.train, dataset)]])
    return int(counts.min()) >= LEAST_OF_A_CLASS and len(learned) > 1


def _counted(rows: np.ndarray, dataset: Dataset) -> np.ndarray:
    """Which of the rows have a weight above 0."""
    weight = dataset.weight_of(rows)
    return np.ones(len(rows), dtype=bool) if weight is None else weight > 0


def trainings(comparison: Comparison) -> int:
    """The maximum number of trainings: at each point two baselines once and a network twice."""
    points = len(sizes_of(comparison).points())
    baselines = [contender.fits(0) for contender in comparison.contenders if contender.family == "baseline"]
    networks = [contender.fits(1) for contender in comparison.contenders if contender.family == "network"]
    return points * (sum(sorted(baselines)[-2:]) + max(networks, default=0))


def finished(folder: RunFolder, curve: JsonObject) -> int:
    """How many trainings a curve took: one per point, and one more where a network chose its epoch."""
    points = [
        outcome
        for name in dict.fromkeys(curve.get("roles", {}).values())
        for fold in curve["folds"]
        for share in curve["shares"]
        if (outcome := read_point(folder, name, fold, share)) is not None
    ]
    return sum(len(point.trials) + (not point.error) for point in points)


def chosen(
    comparison: Comparison,
    folder: RunFolder,
    reference: str,
    score: Callable[[Contender, list[Outcome]], float | None],
) -> dict[str, Contender]:
    """The curve's contenders by role: the reference, the best baseline (which may be the same), the best network."""
    means = {contender.name: _mean(contender, comparison, folder, score) for contender in comparison.contenders}
    there = [contender for contender in comparison.contenders if means[contender.name] is not None]
    family = {
        "baseline": [
            contender for contender in there if contender.family == "baseline" and contender.approach_of(None) != "rule"
        ]
    }
    networks = [contender for contender in there if contender.family == "network"]
    deep = [contender for contender in networks if _is_deep(contender, comparison, folder)]
    family["network"] = deep or networks  # as in the verdict: a network without a hidden layer is not deep learning
    takes_part = any(contender.name == reference for contender in family["baseline"])
    roles = {"reference": comparison.contender(reference)} if takes_part else {}
    higher = METRICS[comparison.task.metric].higher_is_better
    for role, contenders in family.items():
        if contenders:
            best = best_first([contender.name for contender in contenders], means.__getitem__, higher=higher)[0]
            roles[role] = comparison.contender(best)
    return roles


def _mean(
    contender: Contender,
    comparison: Comparison,
    folder: RunFolder,
    score: Callable[[Contender, list[Outcome]], float | None],
) -> float | None:
    outcomes = [folder.read_outcome(contender.name, fold.name) for fold in comparison.folds]
    done = [outcome for outcome in outcomes if outcome is not None]
    return score(contender, done) if len(done) == len(outcomes) else None


def _is_deep(contender: Contender, comparison: Comparison, folder: RunFolder) -> bool:
    """Whether the saved network has a hidden layer."""
    try:
        model = contender.load(folder.model_folder(contender.name), comparison.dataset.schema)
    except UserError:
        return False
    return contender.approach_of(model) == "deep learning"


def fit_points(
    comparison: Comparison,
    folder: RunFolder,
    sizes: Sizes,
    contenders: Sequence[Contender],
    executor: Executor,
    *,
    deadline: float | None = None,
    progress: Callable[[int], None] = not_reported,
) -> tuple[Sizes, str]:
    """Fit every missing point; with a deadline, only of as many folds as there is time for, possibly none.

    Args:
        deadline: float or None. A time of `time.monotonic()`; None: no limit.
        progress: function of a count of finished trainings.

    Returns:
        The sizes that were fitted, and a sentence that says why there are none or fewer folds; empty otherwise.
    """
    contenders, left, why = _once(contenders), 0.0, ""
    if deadline is not None:
        left = max(0.0, deadline - time.monotonic())
        needed = [_seconds(folder, sizes.first(folds), contenders, executor) for folds in (1, len(sizes.folds))]
        if needed[0] > left:
            if left < 1:
                return sizes.first(0), "the time was over."
            return sizes.first(0), f"it would take about {needed[0]:.0f} s, and {left:.0f} s were left."
        if needed[1] > left:
            sizes, why = sizes.first(1), "Only one of its folds was fitted: there was no time for the others."
    if not _all_fitted(_point_jobs(comparison, folder, sizes, contenders, progress), folder, executor, deadline):
        return sizes.first(0), f"its fits were stopped after {left:.0f} s: the time was over."
    return sizes, why


def _all_fitted(jobs: list[Job], folder: RunFolder, executor: Executor, deadline: float | None) -> bool:
    """Do the jobs; False if one was stopped, after which no other is started."""
    stopped: list[Any] = []
    by_key = {job.key: job for job in jobs}
    for result in executor.run([replace(job, wanted=lambda: not stopped) for job in jobs], deadline):
        settle(result, points_folder(folder))
        if result.status == "stopped":
            stopped.append(result.key)
        elif not by_key[result.key].together:  # folds that are trained together report each training themselves
            by_key[result.key].progress(1)
    return not stopped


def _point_jobs(
    comparison: Comparison,
    folder: RunFolder,
    sizes: Sizes,
    contenders: Sequence[Contender],
    progress: Callable[[int], None],
) -> list[Job]:
    """The jobs that are not done, with the hyperparameters chosen with all of a fold's rows; long jobs come first."""
    done, jobs = points_folder(folder), []
    for contender in sorted(contenders, key=lambda contender: not contender.folds_together):
        todo = [pair for pair in sizes.points() if done.read_outcome(contender.name, pair[0].name) is None]
        given = {part.name: _chosen_values(folder, contender, whole) for part, whole in todo}
        parts = [part for part, _ in todo]
        for group in [parts] if contender.folds_together and parts else [[part] for part in parts]:
            jobs.append(replace(comparison.job(contender, done, group, given), progress=progress))
    return jobs


def _once(contenders: Sequence[Contender]) -> list[Contender]:
    """Each contender once: the reference may also be the best baseline."""
    return list({contender.name: contender for contender in contenders}.values())


def _seconds(folder: RunFolder, sizes: Sizes, contenders: Sequence[Contender], executor: Executor) -> float:
    """An estimate of the time: as long as the same number of fits with all rows, which were measured."""
    alone = together = 0.0
    for contender in contenders:
        for _, whole in sizes.points():
            outcome = folder.read_outcome(contender.name, whole.name)
            if outcome is None or outcome.error:
                continue
            together += outcome.fit_seconds
            if contender.folds_together:
                trial = outcome.tune_seconds / max(1, len(outcome.trials))
                alone += outcome.fit_seconds + trial
                together += trial
        alone += TO_START if contender.folds_together else 0.0
    return CAUTION * max(alone, together / executor.workers)


def points_folder(folder: RunFolder) -> RunFolder:
    """The folder of the points, one file each, as for folds."""
    return RunFolder(folder.path / "fewer_rows")


def read_point(folder: RunFolder, name: str, fold: str, share: float) -> Outcome | None:
    """A contender's outcome at one point, or None if there is none."""
    return points_folder(folder).read_outcome(name, _point_name(fold, share))


def _point_name(fold: str, share: float) -> str:
    return f"{fold}_{share:g}"


def _chosen_values(folder: RunFolder, contender: Contender, whole: Fold) -> HyperparameterValues:
    """The hyperparameters that the contender chose in this fold with all of its rows."""
    outcome = folder.read_outcome(contender.name, whole.name)
    return {} if outcome is None else outcome.hyperparameters
