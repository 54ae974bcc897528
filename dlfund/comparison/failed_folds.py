"""Folds in which a contender failed: those with the same message stand in one sentence."""

from __future__ import annotations

from collections.abc import Iterable

FEW = 3  # folds that a sentence names; of more it says how many


def by_message(outcomes: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Error message to the folds that it came from, from pairs of fold and message; an empty message is no failure."""
    places: dict[str, list[str]] = {}
    for fold, message in outcomes:
        if message:
            places.setdefault(message, []).append(fold)
    return places


def sentence(message: str, folds: list[str]) -> str:
    """What is printed of them.

    Example:
        >>> sentence("out of memory", ["1-1"]), sentence("too slow", ["1-1", "1-2", "1-3", "final"])
        ('failed in fold 1-1: out of memory', 'failed in 4 folds: too slow')
    """
    if len(folds) <= FEW:
        return f"failed in fold {', '.join(folds)}: {message}"
    return f"failed in {len(folds)} folds: {message}"
