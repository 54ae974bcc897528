"""The primary question: which two sides are compared at full level. It is registered before anything is trained.

Every other pair is secondary, and its p-value is Holm-adjusted.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dlfund.comparison.scoring.scored import Scored
from dlfund.core.as_json import JsonRecord

NETWORK, CLASSICAL, RULE = "network", "classical", "rule"
FAMILIES = (NETWORK, CLASSICAL, RULE)


@dataclass(frozen=True)
class Question(JsonRecord):
    """Is the first side better than the second?

    Args:
        first, second: str. `"network"` (networks with a hidden layer; others if there are none), `"classical"`
            (baselines that learn; rules if there are none), `"rule"` (what learns nothing from the inputs, unless a
            contender has this name), or the name of a contender.

    Raises:
        ValueError: both sides are the same.

    Example:
        >>> Question()
        Question(first='network', second='classical')
    """

    first: str = NETWORK
    second: str = CLASSICAL

    def __post_init__(self) -> None:
        if self.first == self.second:
            raise ValueError(f"Expected a question about two different sides. Received: {self.first!r} twice.")

    def check(self, names: Collection[str]) -> None:
        """Refuse a side that is neither a family nor contender of these contenders.

        Raises:
            ValueError: the side, and what it may be.
        """
        for side in (self.first, self.second):
            if side not in (*FAMILIES, *names):
                raise ValueError(
                    f"Expected a question about {' or '.join(map(repr, FAMILIES))}, or a contender among "
                    f"{list(names)}. Received: {side!r}."
                )

    def has_first(self, contenders: Sequence[Scored]) -> bool:
        """Whether any of the contenders stands for the first side."""
        return bool(_side(self.first, contenders))

    def sides(self, contenders: Sequence[Scored], reference: str) -> tuple[list[Scored], list[Scored]]:
        """The contenders of each side, in their order.

        Where no network takes part, the other classical models are compared with the reference; where networks alone
        take part, so are they.
        """
        first, second = (_side(side, contenders) for side in (self.first, self.second))
        named = [contender for contender in contenders if contender.name == reference]
        if not first and second:
            first, second = [contender for contender in second if contender.name != reference], named
        elif not second:
            first, second = [contender for contender in first if contender.name != reference], named
        return first, second


def _side(side: str, contenders: Sequence[Scored]) -> list[Scored]:
    def like(approach: str, *, network: bool) -> list[Scored]:
        return [
            contender
            for contender in contenders
            if contender.approach == approach and (contender.family == NETWORK) == network
        ]

    if side in [contender.name for contender in contenders]:
        return [contender for contender in contenders if contender.name == side]
    if side == NETWORK:
        deep = [contender for contender in contenders if contender.approach == "deep learning"]
        return deep or like("machine learning", network=True)
    if side == CLASSICAL:
        return like("machine learning", network=False) or like("rule", network=False)
    return like("rule", network=False) if side == RULE else []
