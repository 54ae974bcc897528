"""In which order a comparison within a time limit is done: a first answer soon, and then a sharper one.

1. The floor, the reference, the first classical model and a quick network, with their default settings: in the first
   folds, the reference also with all rows, so that there is a saved model; then in all folds of the first repeat.
2. The leaders, which are the first classical model and the first network: in the first folds, in all folds of the first
   repeat, and with all rows.
3. The other contenders with their default settings, in their order.
4. Everybody with 3, 9, … trials; within a family first those with the best validation loss.
5. Further repeats of the split, each if there is time for all of it.

A contender that was stopped is passed over, and the next of its family leads.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.fold_work import FINAL
from dlfund.comparison.running.standing import Standing, Step
from dlfund.comparison.scoring.question import NETWORK

FIRST_FOLDS = 2  # with fewer there is no spread between folds, and so no interval
FAMILIES = 2  # that the question compares
GROWTH = 3  # times as many trials as in the level before
DEARER = 4.0  # times as long as one of the quick network a training of another network takes, before one is measured


@dataclass
class StepQueue:
    """The steps that are still to be done, the most urgent first.

    Args:
        comparison: Comparison. Its search gives the maximum number of trials, its protocol that of repeats.
        standings: list of Standing. In the order in which contenders are tried.
        ahead: sequence of str. Contenders that all others are compared with.
        workers: int. How many fits run at the same time.
        quick: sequence of str. Networks that are trained in little time: they give the first answer.
        time_left: function that returns the seconds that are left.
    """

    comparison: Comparison
    standings: list[Standing]
    ahead: Sequence[str]
    workers: int
    quick: Sequence[str] = ()
    time_left: Callable[[], float] = lambda: float("inf")

    def __post_init__(self) -> None:
        names = [fold.name for fold in self.comparison.folds]
        self.first_repeat = names[: self.comparison.protocol.folds]
        self.later = names[self.comparison.protocol.folds :]

    @property
    def active(self) -> list[Standing]:
        return [standing for standing in self.standings if not standing.stopped]

    @property
    def leaders(self) -> dict[str, Standing]:
        """The first contender of each family that was not stopped; the reference where there is no other baseline."""
        leaders: dict[str, Standing] = {}
        named = [standing for standing in self.active if standing.name not in self.ahead]
        reference = [standing for standing in self.active if standing.name in self.ahead[-1:]]
        for standing in [*named, *reference]:
            leaders.setdefault(standing.contender.family, standing)
        return leaders

    @property
    def representatives(self) -> dict[str, Standing]:
        """Who stands for each family in the answer so far: its leader, or a quick network with more folds."""
        representatives = self.leaders
        leader = representatives.get(NETWORK)
        for entry in self._quick():
            if leader is None or len(entry.outcomes) > len(leader.outcomes):
                representatives[NETWORK] = leader = entry
        return representatives

    def estimate(self, standing: Standing, step: Step) -> float:
        """Seconds that a step takes, by its own fits so far; of a network without one by those of the quick network."""
        known = [entry.seconds for entry in self._quick() if entry.seconds]
        if standing.seconds or not known or not standing.contender.folds_together:
            return standing.estimate(step)
        return DEARER * min(known) * standing.contender.fits(step.trials) * len(step.folds)

    def seconds_of_twins(self) -> float:
        """How long twins of the best of each family would take in the first repeat; 0 before there is an answer."""
        best = list({standing.contender.family: standing for standing in reversed(self._ranked())}.values())
        if len(best) < FAMILIES or not all(standing.has_all(self.first_repeat, 1) for standing in best):
            return 0.0
        together, alone = (
            sum(entry.spent(self.first_repeat) for entry in best if entry.contender.folds_together == kind)
            for kind in (True, False)
        )
        return max(together, alone / self.workers)

    def first_level_done(self, fits: Callable[[Standing, Step], bool]) -> bool:
        """Whether there is nothing left to be done with default settings that fits into the time."""
        for standing in self.active:
            missing = [fold for fold in (*self.first_repeat, FINAL) if not standing.has(fold, 1)]
            running = any(fold in standing.running for fold in missing)
            if missing and (running or fits(standing, Step(standing.name, (missing[0],), 1))):
                return False
        return True

    def steps(self, *, together: bool) -> Iterator[Step]:
        """What is to be done and could be started now; where a step may be too long, parts of it follow."""
        for standing, folds, trials in self._order():
            if standing.contender.folds_together == together:
                todo = [fold for fold in folds if not standing.has(fold, trials) and fold not in standing.running]
                todo = [fold for fold in todo if self._search_is_known(standing, fold, trials)]
                for part in self._parts(todo, standing, trials):
                    yield Step(standing.name, tuple(part), trials)

    def _order(self) -> Iterator[tuple[Standing, Sequence[str], int]]:
        ahead = [standing for standing in self.active if standing.name in self.ahead]
        leaders = [*ahead, *(leader for leader in self.leaders.values() if leader not in ahead)]
        parts = first, _, final = self.first_repeat[:FIRST_FOLDS], self.first_repeat, [FINAL]
        quick = self._quick()
        if quick:
            soon = [*(entry for entry in leaders if entry.contender.family != NETWORK), *quick]
            yield from ((standing, first, 1) for standing in soon)
            yield from ((standing, final, 1) for standing in ahead[-1:])
            yield from ((standing, folds, 1) for folds in parts[:2] for standing in soon)
        for folds in parts:
            yield from ((standing, folds, 1) for standing in [*leaders, *quick] if folds != final or standing.outcomes)
        yield from ((standing, folds, 1) for standing in self.active for folds in parts)
        ranked = self._ranked()
        for trials in self._trials():
            yield from ((standing, folds, trials) for standing in ranked for folds in parts[1:])
        for repeat in self._repeats(ranked):
            yield from ((standing, [fold], self._trials_of(standing)) for fold in repeat for standing in ranked)

    def _quick(self) -> list[Standing]:
        return [standing for standing in self.active if standing.name in self.quick]

    def _repeats(self, standings: Sequence[Standing]) -> Iterator[list[str]]:
        """The folds of further repeats; one is begun only if there is time for all contenders in all its folds."""
        size = self.comparison.protocol.folds
        for place in range(0, len(self.later), size):
            repeat = self.later[place : place + size]
            begun = any(
                fold in standing.outcomes or fold in standing.running for fold in repeat for standing in standings
            )
            if begun or self._seconds(repeat, standings) <= self.time_left():
                yield repeat

    def _seconds(self, folds: Sequence[str], standings: Sequence[Standing]) -> float:
        steps = [(entry, Step(entry.name, tuple(folds), self._trials_of(entry))) for entry in standings]
        single = sum(entry.estimate(step) for entry, step in steps if not entry.contender.folds_together)
        together = sum(entry.estimate(step) for entry, step in steps if entry.contender.folds_together)
        return max(single / self.workers, together)

    def _trials_of(self, standing: Standing) -> int:
        """The trials that it has in every fold of the first repeat."""
        return max(1, min(standing.reached.get(fold, 0) for fold in self.first_repeat))

    def _trials(self) -> Iterator[int]:
        """3, 9, … up to the maximum."""
        most, trials = self.comparison.search.trials, GROWTH
        while trials < most:
            yield trials
            trials *= GROWTH
        yield most

    def _ranked(self) -> list[Standing]:
        """The best of each family by validation loss, then the second of each, …"""
        by_loss = sorted(self.active, key=lambda standing: standing.validation(self.first_repeat))
        families = dict.fromkeys(standing.contender.family for standing in by_loss)
        columns = [[standing for standing in by_loss if standing.contender.family == family] for family in families]
        return [standing for row in zip_longest(*columns) for standing in row if standing is not None]

    def _search_is_known(self, standing: Standing, fold: str, trials: int) -> bool:
        """Whether the network whose search an ensemble continues is that far; True for all others."""
        borrowed = self.comparison.borrowed(standing.contender)
        if not borrowed:
            return True
        other = next(entry for entry in self.standings if entry.name == borrowed)
        return bool(other.stopped) or (other.has(fold, trials) and fold not in other.running)

    def _parts(self, folds: list[str], standing: Standing, trials: int) -> Iterable[list[str]]:
        """Single folds; for folds that are trained together, as many as keep all cores busy, and then single ones."""
        single = [[fold] for fold in folds]
        if not standing.contender.folds_together or len(folds) < 2:
            return single
        new = max(1, trials - max(standing.reached.get(fold, 0) for fold in folds))
        size = len(folds) if trials == 1 else max(1, math.ceil(self.workers / new))
        return chain((folds[place : place + size] for place in range(0, len(folds), size)), single if size > 1 else [])
