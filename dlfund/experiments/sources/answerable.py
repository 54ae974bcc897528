"""Rows split so that every fold has a score: enough classes to train on, and a metric that is defined on its test rows.

Settled before anything is trained, in this order: the usual folds; fewer folds, or, for rows ordered in time, a later
first test part; then, if the user did not name a metric, a proper score that is defined for rows of one class as well;
then no held-out rows. If no fold plan has a score everywhere, an error says why and what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from dlfund.comparison.protocol import Protocol
from dlfund.comparison.protocol_by_size import Plan, recut
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.core.errors import UserError
from dlfund.data import DataError, Dataset, Fold
from dlfund.experiments.sources.lacking import (
    check_counted,
    classes_in,
    missing_classes,
    named_class,
    refusal,
    unanswered,
)

LEAST_FOLDS = 3  # with fewer, another metric is the smaller change
LEARNED = 5  # rows of every class before the first test part, where it is moved back
LEAST_TEST = 10  # rows of a test part that is moved back

Parts = Callable[[int], tuple[Dataset, Dataset | None]]  # from a number of rows to hold out


@dataclass(frozen=True)
class Answerable:
    """Rows and their folds, so that every contender has a score in every fold.

    Args:
        dataset, held: Dataset. The rows to compare on; the held-out rows, or None.
        plan: Plan. With the changes.
        metric: str. The metric that decides.
        notes: tuple of str. What was changed and why, and what else a user should know.
    """

    dataset: Dataset
    held: Dataset | None
    plan: Plan
    metric: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Way:
    """One way to split the rows, and the metric that decides."""

    protocol: Protocol
    metric: str


def answerable(parts: Parts, plan: Plan, rows: int, metric: str, *, named: bool, held_named: bool) -> Answerable:
    """The first way in which every fold has a score.

    Args:
        parts: function of a number of rows to hold out; returns both data sets.
        plan: Plan. The usual one for this number of rows.
        rows: int. Rows of the table.
        metric: str. The metric that decides, where it is defined.
        named: bool. Whether the user named the metric; then it is not replaced.
        held_named: bool. Whether the user said how many rows to hold out; then that number stays.

    Raises:
        UserError: there is no such way.
    """
    reasons: list[str | DataError] = []
    for held_out in (plan.held_out,) if held_named or not plan.held_out else (plan.held_out, 0):
        dataset, held = parts(held_out)
        check_counted(dataset)
        chosen, against = _first_way(dataset, held, plan.protocol, metric, named)
        reasons += against
        if chosen is not None:
            notes = _changes(plan, held_out, metric, chosen, reasons)
            changed = recut(plan, rows, chosen.protocol, held_out) if notes else plan
            left = _left_to_know(dataset, held, chosen)
            return Answerable(dataset, held, changed, chosen.metric, (*notes, *left))
    sentences = [why for why in reasons if isinstance(why, str)]
    if not sentences:
        raise reasons[-1]  # type: ignore[misc]
    raise UserError(refusal(dataset, metric, sentences[0], named))


def _first_way(
    dataset: Dataset, held: Dataset | None, protocol: Protocol, metric: str, named: bool
) -> tuple[_Way | None, list[str | DataError]]:
    """The first way in which no part lacks a class, else the first with scores; and the reasons against others.

    Validation rows that lack a class are a shortcoming, and no reason for another metric; with training or test rows
    of a single class there is no score.
    """
    if held is not None and held.weight is not None and not held.weight.any():
        return None, ["no held-out row has a weight above 0"]
    second: _Way | None = None
    against: list[str | DataError] = []
    for way in _ways(dataset, protocol, metric, named):
        if second is not None and way.metric != second.metric:
            break
        try:
            folds = _every_fold(dataset, way.protocol)
        except DataError as error:
            against.append(error)
            continue
        if reason := next((why for fold in folds if (why := unanswered(fold, dataset, way.metric))), ""):
            against.append(reason)
        elif not any(missing_classes(fold, dataset) for fold in folds):
            return way, against
        else:
            second = second or way
    return second, against


def _ways(dataset: Dataset, protocol: Protocol, metric: str, named: bool) -> Iterator[_Way]:
    """The usual way, then others, the smallest change first."""
    stand_in = None if named else METRICS[metric].where_undefined or None
    for decides, least in ((metric, LEAST_FOLDS if stand_in else 2), (stand_in, 2)):
        for folds in range(protocol.folds, min(least, protocol.folds) - 1, -1) if decides else ():
            for start in _starts(dataset, protocol, folds):
                yield _Way(replace(protocol, folds=folds, start=start), str(decides))


def _starts(dataset: Dataset, protocol: Protocol, folds: int) -> Iterator[int]:
    """Where the first test part may begin: as usual, or, in time, after a few rows of every class."""
    yield protocol.start
    if protocol.split != "time_ordered" or dataset.order is None or not dataset.schema.classes:
        return
    in_time = np.argsort(dataset.order, kind="stable")
    counted = in_time if dataset.weight is None else in_time[dataset.weight[in_time] > 0]
    places = np.argsort(in_time, kind="stable")
    seen = [places[counted[dataset.y[counted] == number]] for number in range(len(dataset.schema.classes))]
    if min(map(len, seen)) < LEARNED:
        return
    last = max(np.sort(own)[LEARNED - 1] for own in seen)
    start = int(np.ceil((last + 1) / (1 - protocol.validation))) + 1  # the latest of them are validation rows
    if len(dataset) - start >= folds * LEAST_TEST and start > len(dataset) // (folds + 1):
        yield start


def _every_fold(dataset: Dataset, protocol: Protocol) -> list[Fold]:
    stratify = bool(dataset.schema.classes)
    return [*protocol.splits(dataset, stratify=stratify), protocol.final(dataset, stratify=stratify)]


def _changes(plan: Plan, held_out: int, metric: str, way: _Way, against: list[str | DataError]) -> tuple[str, ...]:
    """What differs from the usual way, one sentence each; the first one gives the reason."""
    changed = []
    if way.protocol.folds != plan.protocol.folds:
        changed.append(f"The rows are split into {way.protocol.folds} folds, not {plan.protocol.folds}.")
    if way.protocol.start != plan.protocol.start:
        changed.append(f"The first test part begins after {way.protocol.start:,} rows, when every class has appeared.")
    titles = METRICS[way.metric].title, METRICS[metric].title
    if way.metric != metric:
        changed.append(f"{titles[0]} decides, not {titles[1]} (--metric names another one).")
    if held_out != plan.held_out:
        changed.append("No rows are held out.")
    if not changed:
        return ()
    why = against[0] if against else ""
    reason = "there are too few rows or groups for more" if isinstance(why, DataError) else f"otherwise {why}"
    if len(changed) == 1 and way.metric != metric:
        reason = f"{why}, so {titles[1]} is undefined there"
    return (f"{changed[0][:-1]}: {reason}.", *changed[1:])


def _left_to_know(dataset: Dataset, held: Dataset | None, way: _Way) -> list[str]:
    """What the folds still lack: the first such sentence, and how many folds there are like it."""
    lacking = [sentence for fold in _every_fold(dataset, way.protocol) if (sentence := missing_classes(fold, dataset))]
    more = f" {len(lacking)} folds lack a class like this." if len(lacking) > 1 else ""
    told = [lacking[0] + more] if lacking else []
    if dataset.order is not None and dataset.group is not None:
        told.append(
            f"Rows are split by time: rows of one {dataset.schema.group!r} are in the past and in the future of a fold."
        )
    if held is not None and len(held) and METRICS[way.metric].undefined_on(held.y, held.weight):
        classes = classes_in(np.arange(len(held)), held)
        alone, title = named_class(classes[0], held), METRICS[way.metric].title
        told.append(f"Every held-out row is {alone}: {title} is undefined there.")
    return told
