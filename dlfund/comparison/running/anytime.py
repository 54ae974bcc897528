"""A comparison within a time limit: soon there is an answer, and the rest of the time makes it sharper.

Which step comes next is in `levels.py`. Each step is a job of its own: its outcomes are written as soon as they are
known, and continue those with fewer trials. So nothing that is finished is lost when the time is over, and contenders
may have different numbers of trials and folds, which `reached.py` reports.

A step is started if it will probably end in time. With its default settings a contender may take a share of the time;
one that takes more is stopped, and keeps the folds that it has finished.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dlfund.comparison.contender import Contender, contender_of
from dlfund.comparison.running.executor import Executor, Job, JobResult
from dlfund.comparison.running.fold_loop import Comparison, settle
from dlfund.comparison.running.interim_answer import common_folds, interim_answer
from dlfund.comparison.running.levels import FIRST_FOLDS, StepQueue
from dlfund.comparison.running.reached import WorkDone, reached
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.running.standing import Standing, Step
from dlfund.comparison.scoring.question import NETWORK
from dlfund.core.contender_labels import opening
from dlfund.core.counted import counted, verb_for
from dlfund.core.outcome import Outcome

FAMILIES = ("network", "baseline")
LONG, SHORT = 0.5, 0.2  # share of the time that a step with the default settings may take
WAIT = 0.3  # share of the time in which more trials wait for the first network
LEAST_SECONDS = 5.0  # that such a step may take in any case
REPORTS = 6  # parts of the time after which progress is reported
CAUTION = 1.2  # a step is started if this multiple of its estimated time is left


def none_further(comparison: Comparison, folder: RunFolder) -> Sequence[Contender]:
    """No further contenders."""
    return ()


def nothing_kept() -> float:
    """No time is kept for later."""
    return 0.0


@dataclass(frozen=True)
class Limits:
    """The time of a comparison, by one clock.

    Args:
        end: float. The time at which every job that still runs is stopped.
        kept: function that returns the seconds before the end that only running steps may still use.
        clock: function that returns the time, in seconds.
    """

    end: float
    kept: Callable[[], float] = nothing_kept
    clock: Callable[[], float] = time.monotonic

    @property
    def left(self) -> float:
        return self.end - self.clock()


@dataclass
class Anytime:
    """A comparison within a time limit. `run` may be called again with another limit, and goes on.

    Args:
        comparison: Comparison. Its search gives the maximum number of trials.
        folder: RunFolder. Outcomes that it already holds are continued.
        executor: Executor that can stop its jobs.
        ahead: sequence of str. Contenders that all others are compared with, the floor and the reference: they come
            first.
        quick: sequence of str. Networks that are trained in little time, which give the first answer.
        further: function (comparison, folder) that returns contenders to be added when all others have been fitted with
            their default settings.
        say: function of a sentence, to report progress.
    """

    comparison: Comparison
    folder: RunFolder
    executor: Executor
    ahead: Sequence[str] = ()
    quick: Sequence[str] = ()
    further: Callable[[Comparison, RunFolder], Sequence[Contender]] = none_further
    say: Callable[[str], None] = lambda _: None
    late: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        standings = [self._standing(contender) for contender in self.comparison.contenders]
        self.levels = StepQueue(self.comparison, standings, self.ahead, self.executor.workers, self.quick, self._left)
        self.begun: dict[Any, Step] = {}
        self.complete, self.answered = False, (0, 0)  # of answers: trials, and how many milestones of folds
        self.networks_done = threading.Event()  # set when a network has a finished fold
        if any(standing.outcomes for standing in standings if standing.contender.family == NETWORK):
            self.networks_done.set()

    def run(self, limits: Limits) -> WorkDone:
        """Do as much as there is time for.

        Returns:
            Reached. What was done, and sentences that say what was not.
        """
        self.limits, self.whole, self.late, self.reported = limits, max(0.0, limits.left), [], 0
        for result in self.executor.run(self, limits.end):
            self._take(result)
            self._report()
        return reached(self.comparison, self.levels, self.late)

    def next_job(self, *, together: bool) -> Job | None:
        """As a Schedule: the most urgent step that will probably end in time."""
        self._add_further()
        for step in self.levels.steps(together=together):
            if step.trials > 1 and self._waits():
                return None
            standing = self._of(step.contender)
            if self._fits(standing, step):
                job = self._job(step, standing)
                self.begun[job.key] = step
                standing.running |= set(step.folds)
                return job
        return None

    def _waits(self) -> bool:
        """Whether more trials wait, so that the first network has the cores to itself until it has a first fold."""
        networks = [standing for standing in self.levels.active if standing.contender.family == NETWORK]
        begun = any(standing.running for standing in networks) and not any(entry.outcomes for entry in networks)
        return begun and self.whole - self.limits.left < WAIT * self.whole

    def _fits(self, standing: Standing, step: Step) -> bool:
        left = self._left()
        return left > 0 and CAUTION * self.levels.estimate(standing, step) <= left

    def _left(self) -> float:
        return self.limits.left - self.limits.kept()

    def _job(self, step: Step, standing: Standing) -> Job:
        search = replace(self.comparison.search, trials=step.trials)
        folds = [fold for fold in self.comparison.every_fold if fold.name in step.folds]
        of_level = replace(self.comparison, search=search)
        job = of_level.job(standing.contender, self.folder, folds)
        if step.trials > 1 or standing.reached:
            return job
        leads = standing.name in (*self.ahead, *self.quick) or standing in self.levels.leaders.values()
        share = LONG if leads or job.together else SHORT  # a network's process would have to import its library again
        return replace(job, seconds=max(LEAST_SECONDS, share * self.whole))

    def _take(self, result: JobResult) -> None:
        step = self.begun.pop(result.key)
        standing = self._of(step.contender)
        settle(result, self.folder)
        standing.running -= set(step.folds)
        if result.status == "stopped":
            self._stopped(step, standing, result.seconds)
        else:
            standing.measured(step, result.seconds)
        for fold in step.folds:
            outcome = self._outcome(standing.contender, fold)
            if outcome is not None:
                if result.status == "failed" and not outcome.error:
                    tried = counted(step.trials, "trial")
                    standing.failed.append(f"failed in fold {fold} with {tried}: {result.value}")
                standing.add(outcome, len(outcome.trials) if result.status == "stopped" else step.trials)
                if standing.contender.family == NETWORK:
                    self.networks_done.set()
        self._answer()

    def _stopped(self, step: Step, standing: Standing, seconds: float) -> None:
        if self.limits.left <= 0:
            self.late.append(step)
            return
        folds = f"fold {step.folds[0]}" if len(step.folds) == 1 else f"{len(step.folds)} folds"
        standing.stopped = (
            f"was stopped after {seconds:.0f} s in {folds} with its default settings: a longer step would leave the "
            f"other contenders too little of the {self.whole:.0f} s for training."
        )
        self.say(f"{opening(standing.name)} {standing.stopped}")

    def _answer(self) -> None:
        """Say how the leaders compare as soon as there is an answer, and when more folds or trials make it sharper."""
        pair = [standing for _, standing in sorted(self.levels.representatives.items(), reverse=True)]
        if len(pair) < len(FAMILIES):
            return
        folds = common_folds(self.comparison, pair)
        trials = min((standing.reached[fold.name] for standing in pair for fold in folds), default=0)
        milestones = (FIRST_FOLDS, len(self.levels.first_repeat))
        stage = (trials, sum(len(folds) >= count for count in milestones))
        if stage[1] and stage > self.answered:
            self.answered = stage
            self.say(interim_answer(self.comparison, pair))

    def _report(self) -> None:
        """Say how much is done and how much time is left, a few times."""
        left = max(0.0, self.limits.left)
        passed = int(REPORTS * (1 - left / self.whole)) if 0 < self.whole < math.inf else 0
        if self.reported < passed < REPORTS:
            self.reported = passed
            standings = self.levels.standings
            fits = sum(len(outcome.trials) + 1 for entry in standings for outcome in entry.outcomes.values())
            begun = sum(bool(entry.outcomes) for entry in standings)
            self.say(
                f"{begun} of {len(standings)} contenders {verb_for(begun, 'has', 'have')} a finished fold; trainings "
                f"so far: {fits:,}; about {left:.0f} of {self.whole:.0f} s for training are left."
            )

    def _add_further(self) -> None:
        if self.complete or not self.levels.first_level_done(self._fits):
            return
        self.complete = True
        further = tuple(map(contender_of, self.further(self.comparison, self.folder)))
        self.comparison = replace(self.comparison, contenders=(*self.comparison.contenders, *further))
        self.levels.comparison = self.comparison
        self.levels.standings += [self._standing(contender) for contender in further]

    def _standing(self, contender: Contender) -> Standing:
        """What the folder holds of a contender."""
        standing = Standing(contender)
        for fold in self.comparison.every_fold:
            outcome = self.comparison.outcome(self.folder, contender.name, fold)
            if outcome is not None:
                standing.add(outcome, len(outcome.trials))
        return standing

    def _outcome(self, contender: Contender, name: str) -> Outcome | None:
        fold = next(fold for fold in self.comparison.every_fold if fold.name == name)
        return self.comparison.outcome(self.folder, contender.name, fold)

    def _of(self, name: str) -> Standing:
        return next(standing for standing in self.levels.standings if standing.name == name)
