"""Folds in which a contender failed: one sentence for all folds with the same message."""

from __future__ import annotations

from collections.abc import Iterable

from dlfund.core.outcome import NOT_FINISHED

FEW = 3  # folds that a sentence names; of more it only gives the number


def by_message(outcomes: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Error message to the folds that it came from, from pairs of fold and message.

    An empty message is no failure, nor is a fold that was not finished in the time.
    """
    places: dict[str, list[str]] = {}
    for fold, message in outcomes:
        if message and message != NOT_FINISHED:
            places.setdefault(message, []).append(fold)
    return places


def sentence(message: str, folds: list[str]) -> str:
    """The sentence that is printed.

    Example:
        >>> sentence("out of memory", ["1-1"]), sentence("too slow", ["1-1", "1-2", "1-3", "final"])
        ('failed in fold 1-1: out of memory', 'failed in 4 folds: too slow')
    """
    if len(folds) <= FEW:
        return f"failed in fold {', '.join(folds)}: {message}"
    return f"failed in {len(folds)} folds: {message}"
