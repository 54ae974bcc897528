"""Claims: what a recipe hopes to show, one class per kind. A result's own numbers decide whether it does."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dlfund.comparison.result.hyperparameter_effect import hyperparameter_effect
from dlfund.comparison.result.result import Result
from dlfund.comparison.scoring.conclusion import ALPHA, is_equivalent, matters
from dlfund.comparison.scoring.interval import Interval
from dlfund.comparison.scoring.metric import Metric
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.comparison.scoring.scored import Scored
from dlfund.comparison.truth import left, regret
from dlfund.core.contender_labels import opening, phrase, verb

HOLDS, FAILS = True, False
NARROWER = 1.645 / 1.960  # a normal distribution's 90 % interval over its 95 % interval


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What a recipe hopes to show.

    Args:
        because: str. The reason; it is printed only if the numbers support the claim.
        on: str. A further data set of the run that the claim is about; empty for the run's own.
    """

    because: str = ""
    on: str = ""

    def evaluate(self, result: Result) -> tuple[str, bool] | None:
        """What the numbers show, without a full stop, and whether it is the claim; None where there are no numbers."""
        raise NotImplementedError

    @property
    def contenders(self) -> list[str]:
        """The contenders that it is about."""
        return [value for key in ("name", "than", "other") if (value := getattr(self, key, ""))]

    def supported(self, result: Result) -> bool:
        evaluation = self.evaluate(result)
        return evaluation is not None and evaluation[1]

    def sentence(self, result: Result) -> str | None:
        """The claim with its numbers and its reason, or what the numbers show instead; None where there are none."""
        evaluation = self.evaluate(result)
        if evaluation is None:
            return None
        finding, holds = evaluation
        text = f"{finding}: {self.because}" if holds and self.because else f"{finding}."
        return f"On {self.on}: {text}" if self.on else text


@dataclass(frozen=True)
class Better(Claim):
    """`name` is better than `than`: the Holm-adjusted difference is significant, and probably exceeds the margin."""

    name: str
    than: str = field(kw_only=True)

    def evaluate(self, result: Result) -> tuple[str, bool] | None:
        pair, metric = result.difference(self.name, self.than), METRICS[result.metric]
        if pair is None:
            return None
        holds = pair.p_adjusted < ALPHA and pair.gain(metric).mean > 0 and matters(pair, metric)
        if not holds:
            return result.verdict.says(self.name, self.than).rstrip("."), FAILS
        low, high = sorted(map(abs, (pair.low, pair.high)))
        by = f"{abs(pair.difference):.3g} {metric.title} [{low:.3g}, {high:.3g}]"
        be = verb(self.name, "is", "are")
        return f"{opening(self.name)} {be} better than {phrase(self.than)} by {by}", HOLDS


@dataclass(frozen=True)
class Same(Claim):
    """`name` and `other` are practically equal: the 90 % interval lies within the margin."""

    name: str
    other: str

    def evaluate(self, result: Result) -> tuple[str, bool] | None:
        pair = result.difference(self.name, self.other)
        if pair is None:
            return None
        holds = is_equivalent(pair, result.verdict.margin) and pair.p_adjusted >= ALPHA
        return result.verdict.says(self.name, self.other).rstrip("."), holds


@dataclass(frozen=True)
class AtChance(Claim):
    """`name` is no better than guessing: its 95 % interval contains `chance`, and its 90 % interval lies within it.

    The second is a claim of equivalence: `within` is the margin around chance.
    """

    name: str
    chance: float
    within: float = field(default=0.1, kw_only=True)

    def evaluate(self, result: Result) -> tuple[str, bool] | None:
        own = result.verdict.interval(self.name)
        if own is None:
            return None
        metric = METRICS[result.metric]
        numbers = f"{_score(own, metric)}, chance is {self.chance:.3g}"
        if not own.low <= self.chance <= own.high:
            side = "better" if _gain(metric, own.mean - self.chance) > 0 else "worse"
            return f"{opening(self.name)} {verb(self.name, 'is', 'are')} {side} than chance: {numbers}", FAILS
        narrow = narrow_interval(result, self.name)
        if narrow is None or max(self.chance - narrow.low, narrow.high - self.chance) > self.within:
            return f"{opening(self.name)}: {numbers}; the interval is too wide to call it guessing", FAILS
        stays = f"{opening(self.name)} {verb(self.name, 'stays', 'stay')} at chance"
        return f"{stays}: {_score(narrow, metric)} (90 %), chance is {self.chance:.3g}", HOLDS


@dataclass(frozen=True)
class NearBest(Claim):
    """`name` comes within `within` of the true rule of generated data on the same rows, with its whole interval."""

    name: str
    within: float

    def evaluate(self, result: Result) -> tuple[str, bool] | None:
        own, gap = result.verdict.interval(self.name), regret(result, self.name)
        if own is None or gap is None:
            return None
        distance = f"{opening(self.name)} {left(result, self.name)}"
        if gap.high <= self.within:
            return f"{distance}; it comes within {self.within:g} of it", HOLDS
        return f"{distance}; it is not shown to come within {self.within:g} of it", FAILS


@dataclass(frozen=True)
class Cannot(Claim):
    """`name` does not reach `below`: its whole interval is worse."""

    name: str
    below: float = field(kw_only=True)

    def evaluate(self, result: Result) -> tuple[str, bool] | None:
        own, metric = result.verdict.interval(self.name), METRICS[result.metric]
        if own is None:
            return None
        nearest = own.high if metric.higher_is_better else own.low
        if _gain(metric, self.below - nearest) > 0:
            return (
                f"{opening(self.name)} {verb(self.name, 'does', 'do')} not reach {self.below:g}: {_score(own, metric)}",
                HOLDS,
            )
        return f"It is not shown that {phrase(self.name)} can't reach {self.below:g}: {_score(own, metric)}", FAILS


@dataclass(frozen=True)
class StaysUnder(Claim):
    """A `share` of the true numbers, give or take `within`, lies below the predictions of `name`."""

    name: str
    share: float
    within: float = field(default=0.03, kw_only=True)

    def evaluate(self, result: Result) -> tuple[str, bool] | None:
        under = result.contender(self.name).under
        if under is None:
            return None
        below = f"{under:.1%} of the true numbers lie below the predictions of {phrase(self.name)}"
        finding = f"{below}; {self.share:.0%} was expected"
        return finding, abs(under - self.share) <= self.within


@dataclass(frozen=True)
class Published(Claim):
    """`name` reproduces the published figure: its whole 90 % interval is at most `within` away from it."""

    name: str
    within: float = field(default=0.02, kw_only=True)

    def evaluate(self, result: Result) -> tuple[str, bool] | None:
        own, metric = result.verdict.interval(self.name), METRICS[result.metric]
        rows = {row.name: row.published for row in result.reach.rows} if result.reach else {}
        published = rows.get(self.name)
        if own is None or published is None:
            return None
        numbers = f"{_score(own, metric)}, published {published:.3g}"
        first, be = opening(self.name), verb(self.name, "is", "are")
        gap, narrow = own.mean - published, narrow_interval(result, self.name)
        if narrow is not None and max(published - narrow.low, narrow.high - published) <= self.within:
            shown = f"{_score(narrow, metric)} (90 %), published {published:.3g}"
            reproduces = verb(self.name, "reproduces", "reproduce")
            return (
                f"{first} {reproduces} the published figure within {self.within:g}: {shown}",
                HOLDS,
            )
        if own.low <= published <= own.high:
            return f"{first} {be} not shown to come within {self.within:g} of the published figure: {numbers}", FAILS
        side = "better" if _gain(metric, gap) > 0 else "worse"
        return f"{first} {be} {side} than the published figure by {abs(gap):.3g}: {numbers}", FAILS


@dataclass(frozen=True)
class HyperparameterMatters(Claim):
    """Among the trials of `name`, the loss depends on `hyperparameter`."""

    name: str
    hyperparameter: str

    def evaluate(self, result: Result) -> tuple[str, bool] | None:
        effect = hyperparameter_effect(result.contender(self.name), self.hyperparameter)
        if effect is None:
            return None
        if effect.p_value >= ALPHA or effect.share < 0.1:
            none = f"No effect of {self.hyperparameter} on {phrase(self.name)} is shown"
            return f"{none} by its {effect.trials} trials", FAILS
        best, worst = effect.best, effect.worst
        return (
            f"{self.hyperparameter} matters for {phrase(self.name)}: it explains {effect.share:.0%} of the "
            f"differences between its {effect.trials} trials; median validation loss {best[1]:.3g} at {best[0]}, "
            f"{worst[1]:.3g} at {worst[0]}"
        ), HOLDS


def narrow_interval(result: Result, name: str) -> Interval | None:
    """A contender's 90 % interval, which decides about equivalence; None if it finished too few folds.

    With one fold, whose bootstrap samples are not kept, the 95 % interval is narrowed as a normal distribution's.
    """
    metric, own = METRICS[result.metric], result.verdict.interval(name)
    sizes = [(fold.development, len(fold.test)) for fold in result.folds]
    scored = Scored(name, "", result.contender(name).scores, sizes)
    if own is None or not scored.is_judged(metric.name):
        return own and Interval(own.mean, *(own.mean + NARROWER * (end - own.mean) for end in (own.low, own.high)))
    return scored.interval(metric.name, metric, confidence=0.9)


def _gain(metric: Metric, difference: float) -> float:
    """A difference with its sign changed where needed, so that positive is better."""
    return float(metric.gain(np.asarray(difference)))


def _score(own: Interval, metric: Metric) -> str:
    return f"{metric.title} {own.mean:.3g} [{own.low:.3g}, {own.high:.3g}]"
