"""Claims: what a recipe hopes to show, one class a kind. A result says with its own numbers whether it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dlfund.comparison.dial import Dial, measure
from dlfund.comparison.judgement import ALPHA, SURE, say
from dlfund.comparison.metrics import METRICS, Metric
from dlfund.comparison.result import Result

HOLDS, FAILS = True, False


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What a recipe would like to have shown.

    Args:
        because: str. Why it is so; said only if it is so.
        on: str. A further data set of the run that the claim is about; empty for the run's own.
    """

    because: str = ""
    on: str = ""

    def found(self, result: Result) -> tuple[str, bool] | None:
        """What the numbers say, without a full stop, and whether that is the claim; None where they say nothing."""
        raise NotImplementedError

    @property
    def contenders(self) -> list[str]:
        """Whom it is about."""
        return [value for key in ("name", "than", "other") if (value := getattr(self, key, ""))]

    def supported(self, result: Result) -> bool:
        found = self.found(result)
        return found is not None and found[1]

    def sentence(self, result: Result) -> str | None:
        """The claim with its numbers and its reason, or what the numbers say instead; None where they say nothing."""
        found = self.found(result)
        if found is None:
            return None
        words, holds = found
        text = f"{words}: {self.because}" if holds and self.because else f"{words}."
        return f"On {self.on}: {text}" if self.on else text


@dataclass(frozen=True)
class Better(Claim):
    """`name` is better than `than`: the Holm-adjusted difference shows it, and it is large enough to matter."""

    name: str
    than: str = field(kw_only=True)

    def found(self, result: Result) -> tuple[str, bool] | None:
        pair, metric = result.difference(self.name, self.than), METRICS[result.metric]
        if pair is None:
            return None
        words = say(result.content["judgement"], self.name, self.than, metric).rstrip(".")
        holds = pair["p_adjusted"] < ALPHA and _gain(metric, pair["difference"]) > 0 and pair["equivalent"] < 0.5
        if not holds:
            return words, FAILS
        low, high = sorted(abs(pair[side]) for side in ("low", "high"))
        by = f"{abs(pair['difference']):.3g} {metric.title} [{low:.3g}, {high:.3g}]"
        return f"{self.name} is better than {self.than} by {by}", HOLDS


@dataclass(frozen=True)
class Same(Claim):
    """`name` and `other` are practically equal: within the recipe's margin, with probability 0.95."""

    name: str
    other: str

    def found(self, result: Result) -> tuple[str, bool] | None:
        pair = result.difference(self.name, self.other)
        if pair is None:
            return None
        holds = pair["equivalent"] >= SURE and pair["p_adjusted"] >= ALPHA
        words = say(result.content["judgement"], self.name, self.other, METRICS[result.metric])
        return words.rstrip("."), holds


@dataclass(frozen=True)
class AtChance(Claim):
    """`name` does no better than guessing: its interval holds `chance` and ends no further from it than `within`."""

    name: str
    chance: float
    within: float = field(default=0.1, kw_only=True)

    def found(self, result: Result) -> tuple[str, bool] | None:
        own = _interval(result, self.name)
        if own is None:
            return None
        metric = METRICS[result.metric]
        numbers = f"{_score(own, metric)}, chance is {self.chance:.3g}"
        if not own["low"] <= self.chance <= own["high"]:
            side = "better" if _gain(metric, own["mean"] - self.chance) > 0 else "worse"
            return f"{self.name} is {side} than chance: {numbers}", FAILS
        if max(self.chance - own["low"], own["high"] - self.chance) > self.within:
            return f"{self.name}: {numbers}; that is too unsure to be called guessing", FAILS
        return f"{self.name} stays at chance: {numbers}", HOLDS


@dataclass(frozen=True)
class NearBest(Claim):
    """`name` comes as near as `within` to the best possible score of generated data."""

    name: str
    within: float

    def found(self, result: Result) -> tuple[str, bool] | None:
        own, metric = _interval(result, self.name), METRICS[result.metric]
        best = (result.content["dataset"].get("best_possible") or {}).get(result.metric)
        if own is None or best is None:
            return None
        numbers = f"{_score(own, metric)}, best possible {best['value']:.3g}"
        if _gain(metric, best["value"] - own["mean"]) <= self.within:
            return f"{self.name} comes within {self.within:g} of the best possible: {numbers}", HOLDS
        return f"{self.name} does not come within {self.within:g} of the best possible: {numbers}", FAILS


@dataclass(frozen=True)
class Cannot(Claim):
    """`name` does not reach `below`: its whole interval lies on the worse side of it."""

    name: str
    below: float = field(kw_only=True)

    def found(self, result: Result) -> tuple[str, bool] | None:
        own, metric = _interval(result, self.name), METRICS[result.metric]
        if own is None:
            return None
        nearest = own["high"] if metric.higher_is_better else own["low"]
        if _gain(metric, self.below - nearest) > 0:
            return f"{self.name} does not reach {self.below:g}: {_score(own, metric)}", HOLDS
        return f"It is not shown that {self.name} can't reach {self.below:g}: {_score(own, metric)}", FAILS


@dataclass(frozen=True)
class StaysUnder(Claim):
    """A `share` of the true numbers, give or take `within`, lies under what `name` says."""

    name: str
    share: float
    within: float = field(default=0.03, kw_only=True)

    def found(self, result: Result) -> tuple[str, bool] | None:
        under = result.contender(self.name).get("under")
        if under is None:
            return None
        words = f"{under:.1%} of the true numbers lie under what {self.name} says, {self.share:.0%} was hoped for"
        return words, abs(under - self.share) <= self.within


@dataclass(frozen=True)
class Published(Claim):
    """`name` repeats the published figure: its mean lies no further from it than `within`."""

    name: str
    within: float = field(default=0.02, kw_only=True)

    def found(self, result: Result) -> tuple[str, bool] | None:
        own, metric = _interval(result, self.name), METRICS[result.metric]
        rows = {row["name"]: row["published"] for row in result.content.get("reach", {}).get("rows", ())}
        published = rows.get(self.name)
        if own is None or published is None:
            return None
        numbers = f"{_score(own, metric)}, published {published:.3g}"
        gap = own["mean"] - published
        if abs(gap) <= self.within:
            return f"{self.name} repeats the published figure within {self.within:g}: {numbers}", HOLDS
        side = "better" if _gain(metric, gap) > 0 else "worse"
        return f"{self.name} is {side} than the published figure by {abs(gap):.3g}: {numbers}", FAILS


@dataclass(frozen=True)
class DialMatters(Claim):
    """Among the trials of `name`, the loss depends on the setting `dial`."""

    name: str
    dial: str

    def found(self, result: Result) -> tuple[str, bool] | None:
        measured: Dial | None = measure(result.contender(self.name), self.dial)
        if measured is None:
            return None
        if measured.p_value >= ALPHA or measured.share < 0.1:
            return f"No effect of {self.dial} on {self.name} shown among {measured.trials} trials", FAILS
        best, worst = measured.best, measured.worst
        return (
            f"{self.dial} decides much for {self.name}: it explains {measured.share:.0%} of what sets its "
            f"{measured.trials} trials apart; median validation loss {best[1]:.3g} at {best[0]}, {worst[1]:.3g} at "
            f"{worst[0]}"
        ), HOLDS


def _interval(result: Result, name: str) -> dict[str, float] | None:
    intervals: dict[str, Any] = result.content["judgement"]["intervals"].get(name, {})
    return intervals.get(result.metric)


def _gain(metric: Metric, difference: float) -> float:
    """A difference turned so that positive is better."""
    return float(metric.gain(np.asarray(difference)))


def _score(own: dict[str, float], metric: Metric) -> str:
    return f"{metric.title} {own['mean']:.3g} [{own['low']:.3g}, {own['high']:.3g}]"
