"""How far a comparison within a time limit came: what its result is built from, and what was not finished."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.fold_work import FINAL
from dlfund.comparison.running.levels import StepQueue
from dlfund.comparison.running.standing import Standing, Step
from dlfund.core.contender_labels import label_of, opening
from dlfund.core.counted import counted
from dlfund.core.errors import UserError

OVER = "the time was over"


@dataclass(frozen=True)
class WorkDone:
    """What was done in the time.

    Args:
        comparison: Comparison. The contenders with a finished fold; as many repeats as have a fold that the first of
            both families finished, and the most trials that a fold had.
        notes: tuple of str. How many trials and folds each contender has, and why.
    """

    comparison: Comparison
    notes: tuple[str, ...]


def reached(comparison: Comparison, levels: StepQueue, late: Sequence[Step]) -> WorkDone:
    """What was done.

    Args:
        late: sequence of Step. Those that the end of the time stopped.

    Raises:
        UserError: there was no time for the contenders that all others are compared with.
    """
    folds = [fold.name for fold in comparison.folds]
    begun = [standing for standing in levels.standings if any(fold in standing.outcomes for fold in folds)]
    _check_ahead([standing.name for standing in begun], levels)
    trials = max(_counts(standing)[1] for standing in begun)
    per_repeat = comparison.protocol.folds
    leaders = list(levels.leaders.values())
    common = [place for place, fold in enumerate(folds) if all(fold in leader.outcomes for leader in leaders)]
    protocol = replace(comparison.protocol, repeats=max(common, default=0) // per_repeat + 1)
    search = replace(comparison.search, trials=max(1, trials))
    contenders = tuple(standing.contender for standing in begun)
    counted = replace(comparison, contenders=contenders, protocol=protocol, search=search)
    return WorkDone(counted, tuple(_notes(levels, begun, folds[: protocol.repeats * per_repeat], late)))


def _check_ahead(begun: Sequence[str], levels: StepQueue) -> None:
    there = [standing.name for standing in levels.standings]
    needed = [name for name in levels.ahead if name in there] or there[:1]
    if missing := [name for name in needed if name not in begun]:
        raise UserError(
            f"Expected time for at least one fold of {', '.join(missing)}. Received: none was finished. Allow more "
            "--minutes; with --resume, a run keeps what is finished."
        )


def _notes(levels: StepQueue, begun: Sequence[Standing], folds: Sequence[str], late: Sequence[Step]) -> Iterator[str]:
    yield from _trials(begun)
    yield from (f"{opening(standing.name)} {standing.stopped}" for standing in levels.standings if standing.stopped)
    yield from (f"{opening(standing.name)} {sentence}" for standing in begun for sentence in standing.failed)
    if absent := [entry.name for entry in levels.standings if entry not in begun and not entry.stopped]:
        yield f"Without a finished fold, as {OVER}: {_labels(absent)}."
    yield from _folds(begun, folds)
    if unsaved := [standing.name for standing in begun if FINAL not in standing.outcomes and not standing.stopped]:
        yield f"Not fitted to all rows, so without a saved model: {_labels(unsaved)}: {OVER}."
    names = [standing.name for standing in begun]  # what has no fold is named above
    if continued := [step for step in late if step.contender in names]:
        stopped = dict.fromkeys(f"{label_of(step.contender)} with {_named(step.trials)}" for step in continued)
        yield f"Stopped before the end, as {OVER}: {', '.join(stopped)}. Earlier trials count."


def _folds(begun: Sequence[Standing], folds: Sequence[str]) -> Iterator[str]:
    """Who finished how many folds, if not all did."""
    groups: dict[int, list[str]] = {}
    for standing in begun:
        groups.setdefault(sum(fold in standing.outcomes for fold in folds), []).append(standing.name)
    if groups and min(groups) < len(folds):
        parts = [f"{count}: {_labels(names)}" for count, names in sorted(groups.items(), reverse=True)]
        yield f"Finished folds, of {len(folds)}, as many as there was time for: {'; '.join(parts)}."


def _trials(begun: Sequence[Standing]) -> Iterator[str]:
    """Trials in each fold, one sentence for all contenders."""
    groups: dict[tuple[int, int], list[str]] = {}
    for standing in begun:
        if standing.tuned:
            groups.setdefault(_counts(standing), []).append(standing.name)
    parts = [
        f"{least} to {_named(most)}: {_labels(names)}" if least < most else f"{_named(most)}: {_labels(names)}"
        for (least, most), names in sorted(groups.items(), reverse=True)
    ]
    if parts:
        yield f"Trials in each fold, as many as there was time for: {'; '.join(parts)}."


def _counts(standing: Standing) -> tuple[int, int]:
    """The fewest and the most trials of a finished fold."""
    counts = [len(outcome.trials) for outcome in standing.outcomes.values() if not outcome.error] or [0]
    return min(counts), max(counts)


def _labels(names: Iterable[str]) -> str:
    return ", ".join(map(label_of, names))


def _named(trials: int) -> str:
    return counted(trials, "trial")
