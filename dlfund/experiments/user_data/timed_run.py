"""A comparison on a user's data within a time limit: as far as it comes, then the learning curve and the placebo."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from dlfund.comparison.result.scored_run import leaders, scored_once
from dlfund.comparison.running.anytime import Anytime, Limits
from dlfund.comparison.running.executor import Executor
from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.learning_curve import TO_START
from dlfund.comparison.running.reached import WorkDone
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.scoring.question import Question
from dlfund.core.quiet import quiet_stderr
from dlfund.experiments.placebo_step import fit_placebo_in_time
from dlfund.experiments.user_data.learning_curve_step import KEPT, CurveSettings, more_rows

END_SECONDS, END_OF_A_CONTENDER = 3.0, 0.25  # processor seconds that scoring and the page take, and per contender
LEAST_SLOWNESS = 1.5
BEFORE_IMPORT = 0.3  # share of the time after which this process imports what scoring and the page need
MOST_END_SHARE = 0.2  # of the time limit, reserved for scoring and the page
CURVE_CAUTION = 1.5  # times the estimated time that is kept for the curve
MOST_PLACEBO_SHARE = 0.15  # of the training time, reserved for the twins once there is an answer on all folds


@dataclass(frozen=True)
class Asked:
    """What a comparison is to answer.

    Args:
        question: Question.
        quick: sequence of str. Networks that are trained in little time, which give the first answer.
    """

    question: Question
    quick: Sequence[str] = ()


@dataclass(frozen=True)
class TimeLimit:
    """The time of a comparison, from when the user started it.

    Args:
        started: float. By `time.monotonic()`.
        minutes: float.
    """

    started: float
    minutes: float

    @property
    def over(self) -> float:
        """When the page must be written."""
        return self.started + 60 * self.minutes

    def for_the_end(self, contenders: int, slowness: float) -> float:
        """Seconds that scoring and the page take.

        Args:
            slowness: float. Seconds for each second of a processor; above 1 on a busy machine.
        """
        needed = max(LEAST_SLOWNESS, slowness) * (END_SECONDS + END_OF_A_CONTENDER * contenders)
        return min(needed, MOST_END_SHARE * 60 * self.minutes)


def run_timed(
    comparison: Comparison,
    folder: RunFolder,
    executor: Executor,
    limit: TimeLimit,
    *,
    settings: CurveSettings,
    asked: Asked,
    say: Callable[[str], None],
) -> tuple[WorkDone, dict[str, Any], str]:
    """Compare within the time.

    Where there is no time for the curve or the placebo, the time that was kept for it is used for the comparison.

    Returns:
        What was reached, the learning curve as `results.json` has it, and why there is no placebo.
    """
    slowness = (time.monotonic() - limit.started) / max(0.1, time.process_time())
    reserved = limit.for_the_end(len(comparison.contenders), slowness)
    end = limit.over - reserved
    whole = end - time.monotonic()
    kept = KEPT * whole if KEPT * whole > TO_START else 0.0
    kind = comparison.task.task_kind
    anytime = Anytime(comparison, folder, executor, (kind.floor, kind.reference), asked.quick, say=say)

    def for_placebo() -> float:
        return min(MOST_PLACEBO_SHARE * whole, anytime.levels.seconds_of_twins())

    def for_curve() -> float:
        """Its fits are to fewer rows, with one trial at most: they take no longer than the twins."""
        twins = anytime.levels.seconds_of_twins()
        return min(kept, CURVE_CAUTION * (TO_START + twins)) if twins else kept

    with _importing_later(BEFORE_IMPORT * whole, anytime.networks_done) as import_slowness:

        def kept_now() -> float:
            """Also what the end takes longer, if the machine is busier than it was."""
            busier = limit.for_the_end(len(comparison.contenders), max([slowness, *import_slowness])) - reserved
            return for_curve() + busier + for_placebo()

        done = anytime.run(Limits(end, kept_now))
    known = scored_once(done.comparison, folder)
    curve = more_rows(done.comparison, folder, executor, replace(settings, deadline=end - for_placebo()), known)
    if "left_out" in curve:
        done = anytime.run(Limits(end, for_placebo))
        known = scored_once(done.comparison, folder)
    originals = leaders(done.comparison, folder, asked.question, settings.reference, known())
    no_placebo = fit_placebo_in_time(done.comparison, folder, executor, originals, end)
    if no_placebo:
        done = anytime.run(Limits(end))
    return done, curve, no_placebo


@contextmanager
def _importing_later(seconds: float, needed: threading.Event) -> Iterator[list[float]]:
    """Import the network's library in this process too, beside the block, but not while the first folds need the cores.

    Args:
        seconds: float. From now, before which nothing is imported.
        needed: Event. Set when a network has finished a fold: without one, nothing of it is scored or saved.

    The end of the block waits for an import that has begun. The list then holds how long that took, for each second of
    a processor.
    """
    slowness: list[float] = []
    over = threading.Event()

    def wait_and_import() -> None:
        if not over.wait(seconds) and needed.wait() and not over.is_set():
            _import(slowness)

    thread = threading.Thread(target=wait_and_import, daemon=True)  # after an error, the program's end waits for none
    thread.start()
    try:
        yield slowness
    finally:
        begun = needed.is_set()
        over.set()  # if everything was done earlier, what is needed is imported later
        needed.set()
    if begun:
        thread.join()


def _import(slowness: list[float]) -> None:
    started, processor = time.monotonic(), time.thread_time()
    import skops.io  # noqa: F401

    with quiet_stderr():
        from dlfund.training.device import device

        device()
    slowness.append((time.monotonic() - started) / max(0.1, time.thread_time() - processor))
