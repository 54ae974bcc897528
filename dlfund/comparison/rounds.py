"""A comparison within a time that is kept: in rounds, each with more trials for everybody than the one before.

A round is every contender on every fold. The first has one trial each. The next begins only if it will probably fit
into the time left; one that does not is stopped, and the answer is the last whole round: so all contenders have had the
same number of trials, whenever the time is over.

In the first round a contender that takes more than its share of the time is stopped and leaves, and says so.
"""

from __future__ import annotations

import io
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from rich.console import Console

from dlfund.baselines import Baseline
from dlfund.comparison.compare import Comparison, Contender, baseline_fold, name_of
from dlfund.comparison.crew import Answer, Crew, Job
from dlfund.comparison.progress import Watch
from dlfund.comparison.run_folder import RunFolder
from dlfund.data import Fold
from dlfund.outcome import Outcome

GROWTH = 3  # times as many trials as in the round before
BASELINES = 0.5  # share of the first round's time after which the networks begin
ONE_FIT = 0.1  # share of the whole time that one fit of a baseline may take in the first round
CAUTION = 1.3  # a round is begun if this many times its estimate fits


@dataclass(frozen=True)
class Rounds:
    """What a comparison within a time came to.

    Args:
        trials: int. For every contender and fold, in the last whole round.
        notes: tuple of str. Which rounds were done, who left, and why it ended.
    """

    trials: int
    notes: tuple[str, ...]


def run_rounds(
    comparison: Comparison,
    folder: RunFolder,
    crew: Crew,
    *,
    seconds: float,
    say: Callable[[str], None] = lambda _: None,
) -> Rounds:
    """Compare within `seconds` of wall time; the last whole round's folds and models are in the folder afterwards.

    Args:
        comparison: Comparison. Its search says the most trials; an oracle that needs to hear of its trials gets none.
        folder: RunFolder, empty.
        crew: Crew. Who fits the baselines, one thread each. Networks get a process of their own.
        seconds: float. When these are over, whatever still runs is stopped.
        say: function of a sentence, for whoever waits.
    """
    started = time.monotonic()
    crew.wait()
    with Crew(1) as networks:
        return _Rounds(comparison, folder, crew, networks, started, seconds, say).run()


@dataclass
class _Rounds:
    comparison: Comparison
    folder: RunFolder
    crew: Crew
    networks: Crew
    started: float
    seconds: float
    say: Callable[[str], None]

    def __post_init__(self) -> None:
        self.left: dict[str, str] = {}  # who left, and why
        self.notes: list[str] = []

    @property
    def remaining(self) -> float:
        return self.started + self.seconds - time.monotonic()

    def run(self) -> Rounds:
        whole: tuple[int, RunFolder] | None = None
        took = 0.0
        for trials in self._steps():
            if whole is not None and not self._fits(trials, whole[0], took):
                break
            begun = time.monotonic()
            folder = RunFolder(self.folder.path / "rounds" / f"{trials}_trials")
            if not self._round(trials, folder, first=whole is None):
                self._tell(f"The round of {_trials(trials)} was stopped: the time was over. It counts for nobody.")
                break
            took = time.monotonic() - begun
            whole = trials, folder
            self._tell(f"A round of {_trials(trials)} each: {took:.0f} s.")
        assert whole is not None  # the first round always ends: with whoever had finished  # noqa: S101
        self._keep(whole[1])
        return Rounds(whole[0], tuple(self.notes))

    def _steps(self) -> Iterator[int]:
        """1, 3, 9, … and the most."""
        trials, most = 1, self.comparison.search.trials
        while trials < most:
            yield trials
            trials *= GROWTH
        yield most

    def _fits(self, trials: int, before: int, took: float) -> bool:
        estimate = took * (trials + 1) / (before + 1)  # every fold is fitted once more than it has trials
        if estimate * CAUTION <= self.remaining:
            return True
        self._tell(
            f"A round of {_trials(trials)} each would take about {estimate:.0f} s, and "
            f"{max(0.0, self.remaining):.0f} s are left: the answer is that of {_trials(before)} each."
        )
        return False

    def _tell(self, sentence: str) -> None:
        self.notes.append(sentence)
        self.say(sentence)

    def _round(self, trials: int, folder: RunFolder, *, first: bool) -> bool:
        """One round; whether it is whole. The first one is always: who did not finish has left."""
        comparison = replace(self.comparison, search=replace(self.comparison.search, trials=trials))
        stopped: list[str] = []

        def take(answer: Answer) -> None:
            name, fold = answer.key
            if answer.how == "done" and answer.value is not None:
                folder.write_outcome(name, answer.value[1])
            elif answer.how == "failed":
                for one in [fold] if fold else [*comparison.folds, comparison.final]:
                    folder.write_outcome(name, Outcome(one.name, error=answer.value))
            elif answer.how == "stopped":
                stopped.append(name)
                if first and name not in self.left:
                    self.left[name] = _why(answer.seconds, fold, self.seconds)
                    self._tell(f"{name} {self.left[name]}")

        wanted = partial(self._wanted, stopped, first)
        ends = self._end(BASELINES if first else 1.0), self._end(1.0)
        self.crew.do(
            list(self._baseline_jobs(comparison, trials, folder, first)), until=ends[0], on_answer=take, wanted=wanted
        )
        self.networks.do(
            list(self._network_jobs(comparison, folder, first)), until=ends[1], on_answer=take, wanted=wanted
        )
        for name, why in self.left.items():  # also its finished folds: others may get more trials than these had
            for one in [*comparison.folds, comparison.final]:
                folder.write_outcome(name, Outcome(one.name, error=why))
        return first or not stopped

    def _end(self, share: float) -> float:
        return self.started + share * self.seconds

    def _wanted(self, stopped: list[str], first: bool, key: tuple[str, Fold | None]) -> bool:
        return key[0] not in self.left and (first or not stopped)

    def _baseline_jobs(self, comparison: Comparison, trials: int, folder: RunFolder, first: bool) -> Iterator[Job]:
        """Everybody's first fold, then everybody's second: whoever is too slow is known early."""
        cap = max(5.0, ONE_FIT * self.seconds) if first else float("inf")
        for fold in [*comparison.folds, comparison.final]:
            for one in comparison.contenders:
                if isinstance(one, Baseline) and one.name not in self.left:
                    words = (one, comparison.dataset, fold, trials, comparison.protocol.seed, folder.path)
                    yield Job((one.name, fold), partial(baseline_fold, *words), cap)

    def _network_jobs(self, comparison: Comparison, folder: RunFolder, first: bool) -> Iterator[Job]:
        """A network's folds are trained together, so that their programs are compiled once."""
        waiting = [one for one in comparison.contenders if not isinstance(one, Baseline)]
        waiting = [one for one in waiting if name_of(one) not in self.left]
        for one in waiting:
            cap = 2 * (1 - BASELINES) * self.seconds / len(waiting) if first else float("inf")
            yield Job((name_of(one), None), partial(network_folds, comparison, one, folder), cap)

    def _keep(self, folder: RunFolder) -> None:
        """The last whole round is the run's answer."""
        for part in ("folds", "models"):
            if (folder.path / part).exists():
                (folder.path / part).rename(self.folder.path / part)
        shutil.rmtree(self.folder.path / "rounds")


def network_folds(comparison: Comparison, network: Contender, folder: RunFolder) -> None:
    """All folds of one network, written into the folder: what a process of its own does."""
    watch = Watch(Console(file=io.StringIO()), max(1, comparison.trainings(network)))
    comparison.run_network(network, folder, watch, [*comparison.folds, comparison.final])


def _trials(number: int) -> str:
    return "1 trial" if number == 1 else f"{number} trials"


def _why(seconds: float, fold: Fold | None, whole: float) -> str:
    what = f"fold {fold.name}" if fold else "its folds"
    if not seconds:
        return f"was not begun: the {whole:.0f} s of the whole comparison were taken by others."
    return f"was stopped after {seconds:.0f} s with {what} unfinished: more than its share of {whole:.0f} s."
