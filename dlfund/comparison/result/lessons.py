"""Lessons: claims that a recipe hopes to support, and that its result may contradict.

A claim states what would be learned and why (`because`). With a result it becomes a sentence with the result's own
numbers; the reason follows only if the numbers support the claim.

    lesson=[lessons.better("cnn", than="gradient_boosting", because="a filter looks for its pattern everywhere.")]
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from dlfund.comparison.result.claims import (
    AtChance,
    Better,
    Cannot,
    Claim,
    HyperparameterMatters,
    NearBest,
    Published,
    Same,
    StaysUnder,
)
from dlfund.comparison.result.content_sections import Lesson
from dlfund.comparison.result.result import Result


def check_claims(claims: Iterable[Any], contenders: Collection[str], datasets: Collection[str] = ()) -> None:
    """Refuse a claim about a contender that does not take part, before anything is trained."""
    for claim in claims:
        if not isinstance(claim, Claim):
            raise TypeError(f"Expected lessons, such as lessons.better('ann', than='rule'). Received: {claim!r}.")
        for name in claim.contenders:
            if name not in contenders:
                raise ValueError(f"Expected a lesson about one of {list(contenders)}. Received: {name!r}.")
        if claim.on and claim.on not in datasets:
            raise ValueError(
                f"Expected a lesson on one of the further data sets {list(datasets)}. Received: {claim.on!r}."
            )


def learned(result: Result, claims: Iterable[Claim], further: Mapping[str, Result] | None = None) -> list[Lesson]:
    """Every claim that the results can decide, as text, and whether they support it.

    Args:
        further: mapping of data set to Result, for claims with `on`.
    """
    lessons = []
    if claims and result.verdict.withheld:
        return [Lesson("No lesson is drawn, since no verdict is given.", supported=False)]
    for claim in claims:
        subject = (further or {}).get(claim.on) if claim.on else result
        text = claim.sentence(subject) if subject is not None else None
        if text is not None and subject is not None:
            lessons.append(Lesson(text, claim.supported(subject)))
    return lessons


def better(name: str, *, than: str, because: str = "", on: str = "") -> Claim:
    """`name` is better than `than`, by enough to matter."""
    return Better(name, than=than, because=because, on=on)


def same(name: str, other: str, *, because: str = "", on: str = "") -> Claim:
    """`name` and `other` are practically equal."""
    return Same(name, other, because=because, on=on)


def at_chance(name: str, chance: float, *, within: float = 0.1, because: str = "", on: str = "") -> Claim:
    """`name` is no better than guessing."""
    return AtChance(name, chance, within=within, because=because, on=on)


def near_best(name: str, within: float, *, because: str = "", on: str = "") -> Claim:
    """`name` comes within `within` of the rule that made the rows, on the same rows."""
    return NearBest(name, within, because=because, on=on)


def cannot(name: str, *, below: float, because: str = "", on: str = "") -> Claim:
    """`name` does not reach the score `below`."""
    return Cannot(name, below=below, because=because, on=on)


def stays_under(name: str, share: float, *, within: float = 0.03, because: str = "", on: str = "") -> Claim:
    """A `share` of the true numbers lies below the predictions of `name`: 0.5 for a median, 0.9 for that quantile."""
    return StaysUnder(name, share, within=within, because=because, on=on)


def published(name: str, *, within: float = 0.02, because: str = "", on: str = "") -> Claim:
    """`name` reproduces the published figure."""
    return Published(name, within=within, because=because, on=on)


def hyperparameter_matters(name: str, hyperparameter: str, *, because: str = "", on: str = "") -> Claim:
    """The trials of `name` depend on a hyperparameter."""
    return HyperparameterMatters(name, hyperparameter, because=because, on=on)
