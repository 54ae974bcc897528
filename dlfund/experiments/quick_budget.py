"""The quick budget: limits for `BUDGET=quick`, for a recipe whose usual quick budget would take minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dlfund.comparison.protocol import Protocol
from dlfund.experiments.data_variant import DataVariant
from dlfund.training.tuning.search import Search


@dataclass(frozen=True)
class QuickBudget:
    """Limits of the quick budget. Its result is less certain, and its page says how many rows, folds and trials it had.

    Args:
        rows: int or None. At most this many rows of data that is not downloaded. Further data sets with more rows are
            left out.
        folds: int. At most this many folds.
        trials: int. At most this many trials for every contender and fold.
        epochs: int. At most this many epochs of one training.

    Example:
        >>> QuickBudget(rows=500).rows_of(DataVariant("hidden_pattern", rows=4000))
        500
    """

    rows: int | None = None
    folds: int = 3
    trials: int = 5
    epochs: int = 50

    def __post_init__(self) -> None:
        if any(number is not None and number < 1 for number in (self.rows, self.folds, self.trials, self.epochs)):
            raise ValueError(f"Expected rows, folds, trials and epochs of at least 1. Received: {self}.")

    def rows_of(self, variant: DataVariant) -> int | None:
        """How many rows of a variant are drawn; None takes what its schema says."""
        if self.rows is None or variant.option is not None:
            return variant.rows
        return self.rows if variant.rows is None else min(self.rows, variant.rows)

    def kept(self, beside: Sequence[DataVariant], own: DataVariant) -> list[DataVariant]:
        """The further variants that are small enough, and whose rows are not those that the recipe's own now has."""
        small = [variant for variant in beside if self.rows is None or (variant.rows or 0) <= self.rows]
        taken = (own.dataset, self.rows_of(own))
        return [variant for variant in small if (variant.dataset, self.rows_of(variant)) != taken]

    def protocol(self, protocol: Protocol) -> Protocol:
        quick = protocol.with_budget("quick")
        return replace(quick, folds=min(quick.folds, self.folds))

    def search(self, search: Search) -> Search:
        """Hyperband's number of trials follows from its epochs alone."""
        quick = replace(search, epochs=min(search.epochs, self.epochs)).with_budget("quick")
        return quick if quick.oracle == "hyperband" else replace(quick, trials=min(quick.trials, self.trials))
