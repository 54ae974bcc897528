"""Scores that are too uncertain for a verdict."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import stats

from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.checked_result import CheckedResult
from dlfund.comparison.checks.finding import Finding, quoted

LEVEL, WILD, FEWEST = 0.01, 5.0, 4


@check("R07")
def interval_too_wide(checked: CheckedResult) -> Iterator[Finding]:
    """The interval is too wide for a verdict.

    Means: The two sides of the primary question may differ by more than the equivalence margin, in either direction:
        neither a difference nor equivalence could be shown.
    Measured: The interval of the primary question's difference.
    Threshold: It extends beyond the margin on both sides, and the difference is not shown. A note. The number of
        rows needed grows with the square of interval over margin.
    To do: Get more rows, or accept "no difference shown", which does not prove equality.
    """
    pair = checked.result.verdict.primary
    margin = checked.result.verdict.margin
    if pair is None or not margin > 0 or pair.p_value < 0.05 or not (pair.low < -margin and pair.high > margin):
        return
    times = ((pair.high - pair.low) / 2 / margin) ** 2
    yield interval_too_wide.finding(
        "note",
        f"The difference between {pair.first} and {pair.second} lies between {pair.low:+.3g} and {pair.high:+.3g} "
        f"{checked.title}, and a difference of {margin:g} would matter: about {times:,.0f} times as many rows would "
        "decide.",
        list(pair.leading_members),
        low=pair.low,
        high=pair.high,
        margin=margin,
        times_as_many_rows=times,
    )


@check("R08")
def scores_vary_wildly(checked: CheckedResult) -> Iterator[Finding]:
    """A contender's score varies strongly from fold to fold.

    Means: Training fails now and then, or the score depends on a few rows. Its mean then says little about the next
        training.
    Measured: The variance over folds of its differences from the others in the same fold, since some folds are harder
        for all, compared with that of the differences among the others (F test, p-values times the number of
        contenders). Contenders that do not learn are left out.
    Threshold: 5 times as large, with p below 0.01; in 4 folds or more, with 3 contenders or more.
    To do: Look at its worst fold. A network may need a smaller learning rate, another initialisation, or an ensemble
        over seeds.
    """
    scores = {name: checked.scores(name) for name in checked.names if not checked.is_rule(name)}
    scores = {name: own for name, own in scores.items() if len(own) >= FEWEST and np.isfinite(own).all()}
    if len(scores) < 3:
        return
    ratios = _jumps(np.array(list(scores.values())))
    free = len(checked.result.folds) - 1
    p_values = stats.f.sf(ratios, free, free * (len(scores) - 2)) * len(scores)
    wild = [place for place in np.argsort(-ratios) if ratios[place] >= WILD and p_values[place] < LEVEL]
    if wild:
        names = [list(scores)[place] for place in wild]
        worst = scores[names[0]]
        yield scores_vary_wildly.finding(
            "warning",
            f"The {checked.title} of {quoted(names)} varies strongly from fold to "
            f"fold{'' if len(names) == 1 else ', the first'} from {worst.min():.3g} to {worst.max():.3g}.",
            names,
            variance_ratio=float(ratios[wild[0]]),
            p_value=float(p_values[wild[0]]),
            lowest=float(worst.min()),
            highest=float(worst.max()),
        )


def _jumps(scores: np.ndarray) -> np.ndarray:
    """For each contender (a row): the variance of its differences from the others over that of theirs from
    each other."""
    every = (scores[:, None] - scores[None]).var(axis=2, ddof=1)
    m = len(scores)
    own = every.sum(axis=1) / (m - 1)
    rest = (every.sum() - 2 * every.sum(axis=1)) / ((m - 1) * (m - 2))
    return np.asarray(own / np.maximum(rest, 1e-30))
