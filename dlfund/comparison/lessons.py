"""Lessons: sentences that a recipe hopes to say, and that a result may refuse.

A claim names what would be learned and why (`because`). Computed from a result, it becomes a sentence with the
result's own numbers; the reason stands behind it only if the numbers support the claim.

    lesson=[lessons.better("cnn", than="gradient_boosting", because="a filter looks for its pattern everywhere.")]
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from dlfund.comparison.claims import (
    AtChance,
    Better,
    Cannot,
    Claim,
    DialMatters,
    NearBest,
    Published,
    Same,
    StaysUnder,
)
from dlfund.comparison.result import Result


def check_claims(claims: Iterable[Any], contenders: Collection[str], datasets: Collection[str] = ()) -> None:
    """Refuse a claim about somebody who does not compete, before anything is trained."""
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


def learned(
    result: Result, claims: Iterable[Claim], further: Mapping[str, Result] | None = None
) -> list[dict[str, Any]]:
    """Every claim that the results can judge, as text, and whether it was supported.

    Args:
        further: mapping of data set to Result, for claims with `on`.
    """
    lessons = []
    for claim in claims:
        where = (further or {}).get(claim.on) if claim.on else result
        text = claim.sentence(where) if where is not None else None
        if text is not None and where is not None:
            lessons.append({"text": text, "supported": claim.supported(where)})
    return lessons


def better(name: str, *, than: str, because: str = "", on: str = "") -> Claim:
    """It is better than the other, and by enough to matter."""
    return Better(name, than=than, because=because, on=on)


def same(name: str, other: str, *, because: str = "", on: str = "") -> Claim:
    """Both are practically equal."""
    return Same(name, other, because=because, on=on)


def at_chance(name: str, chance: float, *, within: float = 0.1, because: str = "", on: str = "") -> Claim:
    """It does no better than guessing."""
    return AtChance(name, chance, within=within, because=because, on=on)


def near_best(name: str, within: float, *, because: str = "", on: str = "") -> Claim:
    """It comes near the best possible score."""
    return NearBest(name, within, because=because, on=on)


def cannot(name: str, *, below: float, because: str = "", on: str = "") -> Claim:
    """It does not reach a score."""
    return Cannot(name, below=below, because=because, on=on)


def stays_under(name: str, share: float, *, within: float = 0.03, because: str = "", on: str = "") -> Claim:
    """So many of the true numbers lie under what it says: 0.5 for a median, 0.9 for that quantile."""
    return StaysUnder(name, share, within=within, because=because, on=on)


def published(name: str, *, within: float = 0.02, because: str = "", on: str = "") -> Claim:
    """It repeats the published figure."""
    return Published(name, within=within, because=because, on=on)


def dial(name: str, setting: str, *, because: str = "", on: str = "") -> Claim:
    """A setting decides how good its trials are."""
    return DialMatters(name, setting, because=because, on=on)
