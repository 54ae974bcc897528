"""Checks for annotations that `typed_json` reads: what a number or a text must be, beyond its type."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True)
class between:  # noqa: N801  (an annotation reads like a function)
    """A check for `Annotated`: a number from `low` to `high`.

    Example:
        >>> from dlfund.core.typed_json import typed
        >>> typed(Annotated[int, between(1, 3)], 4)
        Traceback (most recent call last):
        dlfund.core.typed_json.WrongJsonError: Expected a number from 1 to 3. Received: 4.
    """

    low: float
    high: float = math.inf

    def __call__(self, value: float) -> None:
        if not self.low <= value <= self.high:
            finite = f"Expected a number from {self.low:g} to {self.high:g}."
            raise ValueError(finite if self.high < math.inf else f"{self.low:g} or more")


@dataclass(frozen=True)
class one_of:  # noqa: N801
    """A check for `Annotated`: one of these texts.

    Example:
        >>> from dlfund.core.typed_json import typed
        >>> typed(Annotated[str, one_of(("rule", "network"))], "tree")
        Traceback (most recent call last):
        dlfund.core.typed_json.WrongJsonError: Expected one of rule, network. Received: 'tree'.
    """

    texts: tuple[str, ...]

    def __call__(self, value: str) -> None:
        if value not in self.texts:
            raise ValueError(f"Expected one of {', '.join(self.texts)}.")


def not_empty(text: str) -> None:
    """A check for `Annotated`: a text with at least one letter."""
    if not text:
        raise ValueError("Expected text that is not empty.")


Share = Annotated[float, between(0, 1)]
Count = Annotated[int, between(0)]
Name = Annotated[str, not_empty]
