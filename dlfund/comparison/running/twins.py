"""The twins of a finished comparison: fitted on its folds, with as many trials as their originals have there.

A twin takes no part in the comparison: it is neither ranked nor saved, and has no model of all rows. Its outcomes are
files of the run's folder, as a contender's are.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from dlfund.comparison.contender import Contender
from dlfund.comparison.running.executor import Executor, Job
from dlfund.comparison.running.fold_loop import Comparison, settle
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.twin import Twin, twin_name
from dlfund.core.outcome import Outcome
from dlfund.core.progress import not_reported
from dlfund.data import Fold

CAUTION = 1.2  # all folds are trained together if this multiple of their estimated time is left


def fit_twins(
    comparison: Comparison,
    folder: RunFolder,
    originals: Sequence[Contender],
    executor: Executor,
    *,
    deadline: float | None = None,
    progress: Callable[[int], None] = not_reported,
) -> None:
    """Fit the twins of these contenders in every fold that their original finished.

    Args:
        deadline: float or None. A time of `time.monotonic()`, at which what still runs is stopped; None: no limit.
        progress: function of a count of finished trainings.
    """
    made = [made for original in originals for made in _jobs(comparison, folder, original, deadline)]
    # folds that are trained together report each training themselves
    counts = {job.key: 0 if job.together else trainings for job, trainings in made}
    jobs = [replace(job, progress=progress) for job, _ in sorted(made, key=lambda pair: not pair[0].together)]
    for result in executor.run(jobs, deadline):
        settle(result, folder)
        progress(counts[result.key])


def trainings_of_twins(comparison: Comparison, folder: RunFolder, originals: Sequence[Contender]) -> int:
    """The trials and refits that are still to be done."""
    return sum(
        Twin(original).fits(trials) * len(folds)
        for original in originals
        for trials, folds in _unfinished(comparison, folder, original).items()
    )


def finished_twins(comparison: Comparison, folder: RunFolder) -> int:
    """The trials and refits of twins that a run's folder holds."""
    outcomes = [
        (contender, outcome)
        for contender in comparison.contenders
        for fold in comparison.folds
        if (outcome := folder.read_outcome(twin_name(contender.name), fold.name)) is not None
    ]
    return sum(len(outcome.trials) + (0 if outcome.error else own.fits(0)) for own, outcome in outcomes)


def seconds_of_twins(
    comparison: Comparison, folder: RunFolder, originals: Sequence[Contender], *, folds: int, workers: int
) -> float:
    """An estimate of the time for the first `folds` unfinished folds: as long as the originals took in them."""
    alone, together = 0.0, 0.0
    for original in originals:
        todo = [fold for part in _unfinished(comparison, folder, original).values() for fold in part]
        seconds = sum(_seconds(folder, original, fold) for fold in todo[:folds])
        alone, together = (alone, together + seconds) if original.folds_together else (alone + seconds, together)
    return max(together, alone / workers)


def is_twin_of(twin: Outcome, original: Outcome) -> bool:
    """Whether an outcome has as many trials as that of its original, so that only chance tells them apart."""
    return len(twin.trials) == len(original.trials)


def _jobs(
    comparison: Comparison, folder: RunFolder, original: Contender, deadline: float | None
) -> Iterator[tuple[Job, int]]:
    """Jobs and the trainings of each: single folds, or all that are trained together if there is time for them."""
    for trials, folds in _unfinished(comparison, folder, original).items():
        search = comparison.search
        if search.oracle != "hyperband":  # whose number of trials follows from its epochs
            search = replace(search, trials=trials)
        alone = replace(comparison, contenders=(Twin(original),), search=search)
        for part in _parts(folder, original, folds, deadline):
            yield alone.job(alone.contenders[0], folder, part), original.fits(trials) * len(part)


def _parts(folder: RunFolder, original: Contender, folds: list[Fold], deadline: float | None) -> list[list[Fold]]:
    if original.folds_together:
        needed = sum(_seconds(folder, original, fold) for fold in folds)
        if deadline is None or CAUTION * needed <= deadline - time.monotonic():
            return [folds]
    return [[fold] for fold in folds]


def _unfinished(comparison: Comparison, folder: RunFolder, original: Contender) -> dict[int, list[Fold]]:
    """Number of trials to the folds in which the twin is still to be fitted with them."""
    todo: dict[int, list[Fold]] = {}
    for fold in comparison.folds:
        own = folder.read_outcome(original.name, fold.name)
        if own is None or own.error:
            continue
        twin = folder.read_outcome(twin_name(original.name), fold.name)
        if twin is None or not (twin.error or is_twin_of(twin, own)):
            todo.setdefault(max(1, len(own.trials)), []).append(fold)
    return todo


def _seconds(folder: RunFolder, original: Contender, fold: Fold) -> float:
    outcome = folder.read_outcome(original.name, fold.name)
    return 0.0 if outcome is None else outcome.tune_seconds + outcome.fit_seconds
