"""A first look: the most that `BUDGET=quick` does, for a question whose usual first look would take minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dlfund.comparison.protocol import Protocol
from dlfund.part import Part
from dlfund.tuning.search import Search


@dataclass(frozen=True)
class Quick:
    """How far a first look goes. It is less sure for it, and its page says how many rows, folds and trials it had.

    Args:
        rows: int or None. The most, of any data that is not downloaded. Parts beside that name a larger number are
            left out.
        folds: int. The most.
        trials: int. For every contender and fold, the most.
        epochs: int. Of one training, the most.

    Example:
        >>> Quick(rows=500).rows_of(Part("hidden_pattern", rows=4000))
        500
    """

    rows: int | None = None
    folds: int = 3
    trials: int = 5
    epochs: int = 50

    def __post_init__(self) -> None:
        if any(number is not None and number < 1 for number in (self.rows, self.folds, self.trials, self.epochs)):
            raise ValueError(f"Expected rows, folds, trials and epochs of at least 1. Received: {self}.")

    def rows_of(self, part: Part) -> int | None:
        """How many rows of a part are drawn; None takes what its schema says."""
        if self.rows is None or part.option is not None:
            return part.rows
        return self.rows if part.rows is None else min(self.rows, part.rows)

    def kept(self, beside: Sequence[Part], own: Part) -> list[Part]:
        """The parts beside that are small enough, and of other rows than the recipe's own now has."""
        small = [part for part in beside if self.rows is None or (part.rows or 0) <= self.rows]
        return [part for part in small if (part.dataset, self.rows_of(part)) != (own.dataset, self.rows_of(own))]

    def protocol(self, protocol: Protocol) -> Protocol:
        quick = protocol.with_budget("quick")
        return replace(quick, folds=min(quick.folds, self.folds))

    def search(self, search: Search) -> Search:
        """Hyperband's number of trials follows from its epochs alone."""
        quick = replace(search, epochs=min(search.epochs, self.epochs)).with_budget("quick")
        return quick if quick.oracle == "hyperband" else replace(quick, trials=min(quick.trials, self.trials))
