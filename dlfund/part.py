"""One data set that a recipe asks its question of: which, how much of it, and who is compared on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dlfund.comparison.compare import Contender

BUDGETS = ("quick", "normal", "thorough")


@dataclass(frozen=True, eq=False)  # known by identity: lists of contenders have no hash
class Part:
    """A data set beside a recipe's own.

    Args:
        dataset: str. Name of a folder in `datasets/`.
        rows: int or None. How many rows; None takes as many as the schema says.
        option: str or None. Other data for the same question, as the schema names it; it may be downloaded.
        contenders: sequence or None. None takes the recipe's.
        budget: str. The least budget at which the question is asked of it, as a data set beside.

    Example:
        >>> Part("hidden_pattern", rows=1000).label
        'hidden_pattern-1000'
    """

    dataset: str
    rows: int | None = None
    option: str | None = None
    contenders: Sequence[Contender] | None = None
    budget: str = "quick"

    def __post_init__(self) -> None:
        if self.budget not in BUDGETS:
            raise ValueError(f"Expected budget to be one of {', '.join(BUDGETS)}. Received: {self.budget!r}.")

    @property
    def label(self) -> str:
        """Its name in a folder and on a page."""
        return "-".join(str(word) for word in (self.dataset, self.option, self.rows) if word is not None)
