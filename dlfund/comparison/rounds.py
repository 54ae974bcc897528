"""A comparison within a time that is kept: in rounds, each with more trials for everybody than the one before.

A round is every contender on every fold. The first has one trial each and cuts the rows once; the next ones have more
trials, and the last one cuts them as often as it was asked for. A round begins only if it will probably fit into the
time left; one that does not is stopped, and the answer is the last whole round: so all contenders have had the same
number of trials and folds, whenever the time is over.

In the first round a contender that takes more than its share of the time is stopped and leaves, and says so.
"""

from __future__ import annotations

import io
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from rich.console import Console

from dlfund.baselines import Baseline
from dlfund.comparison.compare import Comparison, Contender, baseline_fold, name_of
from dlfund.comparison.crew import FOR_NETWORKS, Answer, Crew, Job
from dlfund.comparison.progress import Watch
from dlfund.comparison.run_folder import RunFolder
from dlfund.data import Fold
from dlfund.outcome import Outcome

GROWTH = 3  # times as many trials as in the round before
BASELINES = 0.5  # share of the first round's time after which the networks begin
ONE_FIT = 0.1  # share of the whole time that one fit of a baseline may take in the first round
FAIR = 3  # times a network's equal share of the networks' time that it may take in the first round: most take less
CAUTION = 1.2  # a round is begun if this many times its estimate fits
WORTH = 1.5  # times as many trials as before make another round worth while


@dataclass(frozen=True)
class Round:
    """How often the rows are cut, and how many trials each contender has in every fold."""

    repeats: int
    trials: int

    @property
    def fits(self) -> int:
        """What it costs, as a multiple of the smallest: every fold is fitted once more than it has trials."""
        return self.repeats * (self.trials + 1)

    def __str__(self) -> str:
        tries = "1 trial each" if self.trials == 1 else f"{self.trials} trials each"
        return tries if self.repeats == 1 else f"{tries}, the rows cut {self.repeats} times"


@dataclass(frozen=True)
class Rounds:
    """What a comparison within a time came to.

    Args:
        repeats, trials: int. How often the rows were cut, and for every contender and fold, in the last whole round.
        notes: tuple of str. Which rounds were done, who left, and why it ended.
    """

    repeats: int
    trials: int
    notes: tuple[str, ...]


def run_rounds(
    comparison: Comparison,
    folder: RunFolder,
    crew: Crew,
    *,
    seconds: float,
    ahead: Sequence[str] = (),
    say: Callable[[str], None] = lambda _: None,
) -> Rounds:
    """Compare within `seconds` of wall time; the last whole round's folds and models are in the folder afterwards.

    Args:
        comparison: Comparison. Its search says the most trials; an oracle that needs to hear of its trials gets none.
        folder: RunFolder, empty.
        crew: Crew. Who fits the baselines, one thread each. Networks get a process of their own.
        seconds: float. When these are over, whatever still runs is stopped.
        ahead: sequence of str. Baselines that everything is compared with: all of their folds come before the others'.
        say: function of a sentence, for whoever waits.
    """
    started = time.monotonic()
    crew.wait()
    with Crew(1, modules=FOR_NETWORKS) as networks:
        return _Rounds(comparison, folder, crew, networks, started, seconds, tuple(ahead), say).run()


@dataclass
class _Rounds:
    comparison: Comparison
    folder: RunFolder
    crew: Crew
    networks: Crew
    started: float
    seconds: float
    ahead: tuple[str, ...]
    say: Callable[[str], None]

    def __post_init__(self) -> None:
        self.left: dict[str, str] = {}  # who left, and why
        self.notes: list[str] = []

    @property
    def remaining(self) -> float:
        return self.started + self.seconds - time.monotonic()

    def run(self) -> Rounds:
        whole: Round | None = None
        took = 0.0
        for asked in self._steps():
            one = asked if whole is None else self._fitting(asked, whole, took)
            if one is None:
                break
            begun = time.monotonic()
            folder = RunFolder(self.folder.path / "rounds" / f"{one.repeats}_{one.trials}")
            if not self._round(one, folder, first=whole is None):
                self._tell(f"The round of {one} was stopped: the time was over. It counts for nobody.")
                break
            took = time.monotonic() - begun
            whole, kept = one, folder
            self._tell(f"A round of {one}: {took:.0f} s.")
            if one != asked:
                break
        assert whole is not None  # the first round always ends: with whoever had finished  # noqa: S101
        self._keep(kept)
        return Rounds(whole.repeats, whole.trials, tuple(self.notes))

    def _steps(self) -> Iterator[Round]:
        """1, 3, 9, … and the most trials with the rows cut once, and then cut as often as asked for."""
        most, repeats = self.comparison.search.trials, self.comparison.protocol.repeats
        trials = 1
        while trials < most:
            yield Round(1, trials)
            trials *= GROWTH
        yield Round(1, most)
        if repeats > 1:
            yield Round(repeats, most)

    def _fitting(self, asked: Round, before: Round, took: float) -> Round | None:
        """The round that was asked for, or one of as many trials as there is time for; None where that is hardly more
        than there were.
        """
        each = CAUTION * took / before.fits
        if each * asked.fits <= self.remaining:
            return asked
        trials = min(int(self.remaining / each) - 1, asked.trials) if before.repeats == 1 else 0
        if trials >= WORTH * before.trials:
            return Round(1, trials)
        self._tell(
            f"A round of {asked} would take about {each * asked.fits:.0f} s, and {max(0.0, self.remaining):.0f} s are "
            f"left: the answer is that of {before}."
        )
        return None

    def _tell(self, sentence: str) -> None:
        self.notes.append(sentence)
        self.say(sentence)

    def _round(self, one: Round, folder: RunFolder, *, first: bool) -> bool:
        """One round; whether it is whole. The first one is always: who did not finish has left."""
        comparison = of_round(self.comparison, one.repeats, one.trials)
        stopped: list[str] = []

        def take(answer: Answer) -> None:
            name, fold = answer.key
            if answer.how == "done" and answer.value is not None:
                folder.write_outcome(name, answer.value[1])
            elif answer.how == "failed":
                for missed in [fold] if fold else [*comparison.folds, comparison.final]:
                    folder.write_outcome(name, Outcome(missed.name, error=answer.value))
            elif answer.how == "stopped":
                stopped.append(name)
                if first and name not in self.left:
                    self.left[name] = _why(answer.seconds, fold, self.seconds)
                    self._tell(f"{name} {self.left[name]}")

        wanted = partial(self._wanted, stopped, first)
        ends = self._end(BASELINES if first else 1.0), self._end(1.0)
        self.crew.do(list(self._baseline_jobs(comparison, folder, first)), until=ends[0], on_answer=take, wanted=wanted)
        self.networks.do(
            list(self._network_jobs(comparison, folder, first)), until=ends[1], on_answer=take, wanted=wanted
        )
        for name, why in self.left.items():  # also its finished folds: others may get more trials than these had
            for missed in [*comparison.folds, comparison.final]:
                folder.write_outcome(name, Outcome(missed.name, error=why))
        return first or not stopped

    def _end(self, share: float) -> float:
        return self.started + share * self.seconds

    def _wanted(self, stopped: list[str], first: bool, key: tuple[str, Fold | None]) -> bool:
        return key[0] not in self.left and (first or not stopped)

    def _baseline_jobs(self, comparison: Comparison, folder: RunFolder, first: bool) -> Iterator[Job]:
        """Whom others are compared with; then everybody's first fold, everybody's second: the slow are known early."""
        cap = max(5.0, ONE_FIT * self.seconds) if first else float("inf")
        there = [one for one in comparison.contenders if isinstance(one, Baseline) and one.name not in self.left]
        for chosen in ([one for one in there if (one.name in self.ahead) is early] for early in (True, False)):
            for fold in [*comparison.folds, comparison.final]:
                for one in chosen:
                    trials, seed = comparison.search.trials, comparison.protocol.seed
                    words = (one, comparison.dataset, fold, trials, seed, folder.path)
                    yield Job((one.name, fold), partial(baseline_fold, *words), cap)

    def _network_jobs(self, comparison: Comparison, folder: RunFolder, first: bool) -> Iterator[Job]:
        """A network's folds are trained together, so that their programs are compiled once."""
        waiting = [one for one in comparison.contenders if not isinstance(one, Baseline)]
        waiting = [one for one in waiting if name_of(one) not in self.left]
        for one in waiting:
            cap = FAIR * (1 - BASELINES) * self.seconds / len(waiting) if first else float("inf")
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


def of_round(comparison: Comparison, repeats: int, trials: int) -> Comparison:
    """The comparison with so many repeats and trials."""
    protocol, search = replace(comparison.protocol, repeats=repeats), replace(comparison.search, trials=trials)
    return replace(comparison, protocol=protocol, search=search)


def _why(seconds: float, fold: Fold | None, whole: float) -> str:
    what = f"fold {fold.name}" if fold else "its folds"
    if seconds < 1:
        return f"was not begun: the {whole:.0f} s of the whole comparison were taken by others."
    return f"was stopped after {seconds:.0f} s with {what} unfinished: more than its share of {whole:.0f} s."
