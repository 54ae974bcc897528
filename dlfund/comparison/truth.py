"""The true rule, which generated the rows, scored on the same folds as the contenders.

    regret of a contender = how much better the true rule scores, fold by fold, with the same corrected interval

The best possible score is what the true rule scores on average over all rows that could have been drawn. On the rows of
the comparison it scores something else, as every contender does: one above the best possible score may still score
below the true rule. The true rule can't win: it is neither best nor a baseline, costs nothing and is not saved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from dlfund.comparison.result.content_sections import ExpectedRegret, Regret, Truth
from dlfund.comparison.result.result import Result
from dlfund.comparison.scoring import bootstrap, statistics
from dlfund.comparison.scoring.metrics import METRICS, Metric, checked_predictions, expected_regret, for_kind, scores
from dlfund.comparison.scoring.score_text import decimals
from dlfund.comparison.scoring.scored import Scored
from dlfund.core.outcome import Outcome
from dlfund.data import Dataset, Fold
from dlfund.data.truth import true_guess

NAME: Literal["truth"] = "truth"
ABOUT = "the rule that generated the rows; on average over all such rows no contender is better"


class FoldPredictions(NamedTuple):
    """A contender's predictions, fold by fold."""

    outcomes: Sequence[Outcome]
    probabilistic: bool


def truth_of(
    dataset: Dataset,
    folds: Sequence[Fold],
    contenders: Sequence[Scored],
    predicted: Mapping[str, FoldPredictions],
    *,
    seed: int,
) -> Truth | None:
    """The true rule's scores and every contender's regret; None if the true rule is not known.

    Args:
        predicted: mapping. Contender to its outcomes, one per fold, and whether they are probabilities.
        seed: int. Seed of the bootstrap where there is one fold: the same as for the contenders.
    """
    guess = true_guess(dataset)
    if guess is None:
        return None
    kind, y, redrawn = dataset.schema.kind, dataset.y, None
    if len(folds) == 1:
        test = folds[0].test
        redrawn = bootstrap.redrawn_scores(kind, y[test], guess[test].tolist(), True, seed=seed)
    own = [scores(kind, y[fold.test], guess[fold.test].tolist(), True) for fold in folds]
    sizes = [(len(fold.development), len(fold.test)) for fold in folds]
    expected = {name: _expected(kind, folds, guess, predictions) for name, predictions in predicted.items()}
    return against_contenders(Scored(NAME, NAME, own, sizes, redrawn), contenders, kind, expected)


def against_contenders(
    truth: Scored,
    contenders: Sequence[Scored],
    kind: str,
    expected: dict[str, dict[str, ExpectedRegret]],
    about: str = ABOUT,
) -> Truth:
    """The true rule with its intervals and every contender's regret."""
    metrics = for_kind(kind)
    return Truth(
        name=NAME,
        about=about,
        family=NAME,
        approach=NAME,
        scores=[dict(score or {}) for score in truth.scores],
        intervals={name: truth.interval(name, metrics[name]) for name in metrics if truth.is_judged(name)},
        regret={contender.name: _regret(truth, contender, metrics) for contender in contenders},
        expected=expected,
    )


def _regret(truth: Scored, contender: Scored, metrics: dict[str, Metric]) -> dict[str, Regret]:
    """By metric, how much better the true rule is on the same folds; positive where the contender is worse."""
    regrets = {}
    for name, metric in metrics.items():
        if contender.is_judged(name) and (pair := truth.minus(contender, name, metric, 0.0)) is not None:
            gain = pair.gain(metric)
            regrets[name] = Regret(gain.mean, gain.low, gain.high, pair.folds)
    return regrets


def _expected(
    kind: str, folds: Sequence[Fold], guess: np.ndarray, predicted: FoldPredictions
) -> dict[str, ExpectedRegret]:
    """The expected regret over the labels, by metric; with an interval if there are several folds."""
    done = [
        (fold, checked_predictions(kind, len(fold.test), outcome.predictions))
        for fold, outcome in zip(folds, predicted.outcomes, strict=True)
        if not outcome.error
    ]
    if not done:
        return {}
    regrets = [
        expected_regret(kind, guess[fold.test], array, probabilistic=predicted.probabilistic) for fold, array in done
    ]
    sizes = [float(np.mean([len(getattr(fold, part)) for fold, _ in done])) for part in ("development", "test")]
    return {name: _over_folds([fold_regrets[name] for fold_regrets in regrets], sizes) for name in regrets[0]}


def _over_folds(values: list[float], sizes: list[float]) -> ExpectedRegret:
    """A mean and its corrected interval, cut at 0, since expected regret is not negative; one fold has no interval."""
    if len(values) < 2:
        return ExpectedRegret(values[0], None, None)
    interval = statistics.corrected_interval(np.array(values), sizes[0], sizes[1])
    return ExpectedRegret(interval.mean, max(0.0, interval.low), interval.high)


def on_these_rows(result: Result, metric: str | None = None) -> float | None:
    """The true rule's score on the rows of the comparison; None if it is not known."""
    own = result.truth.intervals.get(metric or result.metric) if result.truth else None
    return None if own is None else own.mean


def regret(result: Result, name: str, metric: str | None = None) -> Regret | None:
    """A contender's regret on the same folds, in the deciding metric if none is named."""
    known = result.truth.regret.get(name, {}) if result.truth else {}
    return known.get(metric or result.metric)


def is_chance(result: Result, name: str) -> bool:
    """Whether only chance separates a contender from the true rule: its regret's interval lies in ±margin and holds 0.

    If the expected regret over the labels is known too, its interval must also lie within the margin.
    """
    own, margin = regret(result, name), result.verdict.margin
    if result.truth is None or own is None or not -margin <= own.low <= 0 <= own.high <= margin:
        return False
    expected = result.truth.expected[name].get(result.metric)
    return expected is None or (expected.high is not None and expected.high <= margin)


def left(result: Result, name: str) -> str:
    """A contender's regret, as the end of a sentence; empty if the true rule is not known.

    It speaks of chance only if the whole interval supports it.
    """
    own = regret(result, name)
    if own is None:
        return ""
    metric = METRICS[result.metric]
    shown = decimals(metric, own.high - own.low)
    between = f"{own.mean:.{shown}f} {metric.title} [{own.low:.{shown}f}, {own.high:.{shown}f}]"
    if is_chance(result, name):
        return f"leaves {between} to the true rule on the same rows: what is left is chance"
    return f"leaves {between} to the true rule on the same rows"
