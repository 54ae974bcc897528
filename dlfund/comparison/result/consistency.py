"""Whether a result's sections fit together: names, folds, metrics, and one prediction per test row."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from dlfund.comparison.result.content_sections import ContenderResult
from dlfund.comparison.scoring.metrics import checked_predictions, fitting, for_kind
from dlfund.core.outcome import Outcome
from dlfund.core.typed_json import WrongJsonError, short

if TYPE_CHECKING:
    from dlfund.comparison.result.result import Result

FINAL = "final"  # the fold of all rows


def check_consistency(result: Result) -> None:
    """Refuse a result whose sections belong to different comparisons.

    Raises:
        WrongJsonError: what doesn't fit, and where.
    """
    names = _different([contender.name for contender in result.contenders], "contenders")
    folds = _different([fold.name for fold in result.folds], "folds")
    verdict = result.verdict
    _known([verdict.reference], names, "verdict", "reference")
    _known(result.curves, names, "curves")
    _known([name for name in (result.saved.network, result.saved.baseline) if name is not None], names, "saved")
    _known([row.name for row in result.reach.rows] if result.reach else (), names, "reach", "rows")
    _known([side for pair in verdict.pairs for side in (pair.first, pair.second)], names, "verdict", "pairs")
    _known(result.held_out.scores if result.held_out else (), names, "held_out", "scores")
    _known([twin.second for twin in result.placebo.twins] if result.placebo else (), names, "placebo", "twins")
    if set(verdict.intervals) != set(names):
        raise WrongJsonError("intervals of every contender", short(list(verdict.intervals)), ("verdict",))
    if result.task.kind != result.dataset.kind:
        raise WrongJsonError(f"a {result.dataset.kind} task", short(result.task.kind), ("task", "kind"))
    _known([verdict.metric], fitting(result.task.kind), "verdict", "metric")
    for place, contender in enumerate(result.contenders):
        _check_contender(contender, result, folds, ("contenders", str(place)))


def _check_contender(
    contender: ContenderResult, result: Result, folds: Collection[str], place: tuple[str, ...]
) -> None:
    """Its outcomes belong to the folds, in their order, each with one prediction per test row."""
    there = [outcome.fold for outcome in contender.outcomes]
    if there != list(folds) or contender.final.fold != FINAL or len(contender.scores) != len(folds):
        raise WrongJsonError(f"outcomes and scores of {', '.join(folds)} and {FINAL}", short(there), place)
    check_outcome(contender.final, result.task.kind, 0, 0, (*place, "final"))
    metrics = set(for_kind(result.task.kind, result.task.metric))
    for number, (fold, outcome) in enumerate(zip(result.folds, contender.outcomes, strict=True)):
        where = (*place, "outcomes", str(number))
        check_outcome(outcome, result.task.kind, len(fold.test), len(result.task.classes), where)
        score = contender.scores[number]
        if (score is None) != bool(outcome.error) or (score is not None and set(score) != metrics):
            expected = f"the scores {', '.join(sorted(metrics))}, or null for a failed fold"
            raise WrongJsonError(expected, short(score), (*place, "scores", str(number)))
        if len(set(fold.test)) != len(fold.test):
            raise WrongJsonError("different test rows", short(fold.test), ("folds", str(number)))


def check_outcome(outcome: Outcome, kind: str, rows: int, classes: int, place: tuple[str, ...] = ()) -> None:
    """Refuse predictions unless there is one per test row, finite, in the form that the kind of task has.

    Raises:
        WrongJsonError: what is wrong with them.
    """
    if outcome.error or not rows:
        if outcome.predictions:
            raise WrongJsonError("no predictions", f"{len(outcome.predictions)} of them", place)
        return
    try:
        predictions = checked_predictions(kind, rows, outcome.predictions)
    except ValueError as error:
        expected, _, received = str(error).partition(" Received: ")
        raise WrongJsonError(expected.removeprefix("Expected ").rstrip("."), received.rstrip("."), place) from None
    if predictions.ndim == 2 and predictions.shape[1] != classes:
        raise WrongJsonError(f"{classes} probabilities per row", str(predictions.shape[1]), place)


def _different(names: list[str], place: str) -> list[str]:
    if len(set(names)) != len(names) or not names:
        raise WrongJsonError("one or more with different names", short(names), (place,))
    return names


def _known(names: Iterable[str], known: Collection[str], *place: str) -> None:
    if strange := [name for name in names if name not in known]:
        raise WrongJsonError(f"one of {', '.join(known)}", short(strange[0]), place)
