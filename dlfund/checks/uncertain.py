"""Scores that don't hold what a verdict needs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import stats

from dlfund.checks.check import check
from dlfund.checks.finding import Finding, quoted
from dlfund.checks.judged import Judged

LEVEL, WILD, FEWEST = 0.01, 5.0, 4


@check("R07")
def interval_too_wide(judged: Judged) -> Iterator[Finding]:
    """The interval is too wide for a verdict.

    Means: The best network and the reference may differ by more than the margin that matters, either way: neither a
        difference nor equality could be shown.
    Measured: The interval of the difference between the reference and the best network, other than itself.
    Threshold: It reaches beyond the margin on both sides, and the difference is not shown. A note. Rows needed grow
        with the square: interval over margin, squared.
    To do: Get more rows, or live with "no difference shown": it is no proof of equality.
    """
    networks = [one["name"] for one in judged.result.ranked() if one["rung"] == "deep learning"]
    reference = judged.content["judgement"]["reference"]
    best = next((name for name in networks if name != reference), None)
    pair = judged.result.difference(best, reference) if best else None
    margin = judged.content["judgement"]["margin"]
    if (
        pair is None
        or not margin > 0
        or pair["p_adjusted"] < 0.05
        or not (pair["low"] < -margin and pair["high"] > margin)
    ):
        return
    times = ((pair["high"] - pair["low"]) / 2 / margin) ** 2
    yield interval_too_wide.finding(
        "note",
        f"The difference between {best!r} and {reference!r} lies between {pair['low']:+.3g} and {pair['high']:+.3g} "
        f"{judged.title}, and {margin:g} would matter: about {times:,.0f} times as many rows would settle it.",
        [str(best), reference],
        low=pair["low"],
        high=pair["high"],
        margin=margin,
        times_as_many_rows=times,
    )


@check("R08")
def scores_vary_wildly(judged: Judged) -> Iterator[Finding]:
    """A contender's score jumps from fold to fold.

    Means: Training fails now and then, or the contender hangs on a few rows. Its mean says little of the next time.
    Measured: The variance over folds of its differences to the others in the same fold, since some folds are harder
        for all; against that of the differences among the others (F test, p-values times the number of contenders).
        Contenders that do not learn are left out.
    Threshold: 5 times as large, which a threefold deviation brings, with p below 0.01; in 4 folds or more, of 3
        contenders or more.
    To do: Look at its worst fold. A network may need a smaller learning rate, another start, or an ensemble of seeds.
    """
    scores = {name: judged.scores(name) for name in judged.names if judged.rung(name) != "rule"}
    scores = {name: one for name, one in scores.items() if len(one) >= FEWEST and np.isfinite(one).all()}
    if len(scores) < 3:
        return
    ratios = _jumps(np.array(list(scores.values())))
    free = len(judged.content["folds"]) - 1
    p_values = stats.f.sf(ratios, free, free * (len(scores) - 2)) * len(scores)
    wild = [one for one in np.argsort(-ratios) if ratios[one] >= WILD and p_values[one] < LEVEL]
    if wild:
        names = [list(scores)[one] for one in wild]
        worst = scores[names[0]]
        yield scores_vary_wildly.finding(
            "warning",
            f"The {judged.title} of {quoted(names)} jumps from fold to fold{'' if len(names) == 1 else ', the first'} "
            f"from {worst.min():.3g} to {worst.max():.3g}.",
            names,
            variance_ratio=float(ratios[wild[0]]),
            p_value=float(p_values[wild[0]]),
            lowest=float(worst.min()),
            highest=float(worst.max()),
        )


def _jumps(scores: np.ndarray) -> np.ndarray:
    """For each contender (a row): how its differences to the others vary, by how theirs to each other do."""
    every = (scores[:, None] - scores[None]).var(axis=2, ddof=1)
    m = len(scores)
    own = every.sum(axis=1) / (m - 1)
    rest = (every.sum() - 2 * every.sum(axis=1)) / ((m - 1) * (m - 2))
    return np.asarray(own / np.maximum(rest, 1e-30))
