"""The placebo after a comparison: twins of the two contenders that its verdict is about."""

from __future__ import annotations

import time

from rich.console import Console

from dlfund.comparison.contender import Contender
from dlfund.comparison.running.executor import Executor
from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.progress import Watch
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.running.twins import fit_twins, seconds_of_twins, trainings_of_twins
from dlfund.core.counted import counted
from dlfund.core.errors import printable
from dlfund.core.terminal import say

LEAST_FOLDS = 2  # with fewer there is no interval
NO_TIME = "Placebo: there was no time to fit the best network and the best baseline once more with other seeds."


def fit_placebo(
    comparison: Comparison,
    folder: RunFolder,
    executor: Executor,
    originals: tuple[Contender, ...],
    console: Console,
) -> int:
    """Fit the twins of these leaders that are not finished; how many trainings that took."""
    total = trainings_of_twins(comparison, folder, originals)
    if not total:
        return 0
    say(f"Placebo: {_named(originals)} once more with other seeds, {counted(total, 'training')}.", console)
    with Watch(console, total) as watch:
        share = watch.share(total, "twins")
        fit_twins(comparison, folder, originals, executor, progress=share.advance)
        return watch.trained


def fit_placebo_in_time(
    comparison: Comparison,
    folder: RunFolder,
    executor: Executor,
    originals: tuple[Contender, ...],
    deadline: float,
) -> str:
    """Fit the twins of these leaders as far as there is time; why there is none, or empty.

    Args:
        deadline: float. A moment of `time.monotonic()`.
    """
    folds = min(LEAST_FOLDS, len(comparison.folds))
    needed = seconds_of_twins(comparison, folder, originals, folds=folds, workers=executor.workers)
    if not originals:
        return ""
    if needed > deadline - time.monotonic():
        return NO_TIME
    fit_twins(comparison, folder, originals, executor, deadline=deadline)
    return ""


def _named(originals: tuple[Contender, ...]) -> str:
    return printable(" and ".join(contender.label for contender in originals))
