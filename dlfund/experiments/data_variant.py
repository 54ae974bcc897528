"""One of the data sets that a recipe compares on: which one, how many rows, and which contenders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dlfund.comparison.contender import Contender
from dlfund.core.errors import UserError
from dlfund.core.nearest_name import nearest_name

BUDGETS = ("quick", "normal", "thorough")


def check_budget(budget: str) -> None:
    """Refuse a budget that there is not, with a UserError."""
    if budget not in BUDGETS:
        raise UserError(
            f"Expected BUDGET to be one of {', '.join(BUDGETS)}. Received: {budget!r}."
            f"{nearest_name(str(budget), BUDGETS)}"
        )


@dataclass(frozen=True, eq=False)  # known by identity: lists of contenders have no hash
class DataVariant:
    """A further data set of a recipe.

    Args:
        dataset: str. Name of a folder in `datasets/`.
        rows: int or None. How many rows; None takes as many as the schema says.
        option: str or None. Other data for the same question, as the schema names it; it may be downloaded.
        contenders: sequence or None. None takes the recipe's.
        budget: str. The smallest budget at which this further data set is included.

    Example:
        >>> DataVariant("hidden_pattern", rows=1000).label
        'hidden_pattern-1000'
    """

    dataset: str
    rows: int | None = None
    option: str | None = None
    contenders: Sequence[Contender | Callable[..., Any]] | None = None
    budget: str = "quick"

    def __post_init__(self) -> None:
        if self.budget not in BUDGETS:
            raise ValueError(f"Expected budget to be one of {', '.join(BUDGETS)}. Received: {self.budget!r}.")

    @property
    def label(self) -> str:
        """Its name on a page, and the name of its folder."""
        return "-".join(str(word) for word in (self.dataset, self.option, self.rows) if word is not None)
