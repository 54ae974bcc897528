"""How strongly contenders err on the same rows.

    agreement = correlation of two contenders' losses over the tested rows
    by chance = error rate of one · error rate of the other          if their errors were independent

A mixture of contenders that err on different rows can be better than each; of contenders that err together, hardly.
"""

from __future__ import annotations

from itertools import combinations
from typing import NotRequired, TypedDict

import numpy as np

from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.result.insights.tested_rows import loss_for, tested_rows

TINY = 1e-9  # of a loss: what rounding leaves of a constant


class AgreeingPair(TypedDict):
    """Two contenders and their losses' correlation, None where a loss is constant.

    Of classes also the share of rows on which both are wrong, and that share if their errors were independent.
    """

    first: str
    second: str
    correlation: float | None
    both_wrong: NotRequired[float]
    by_chance: NotRequired[float]


class Agreement(TypedDict):
    """All pairs of contenders that finished every fold; the others are left out."""

    loss: str
    rows: int
    contenders: list[str]
    pairs: list[AgreeingPair]
    left_out: list[str]


def agreement(run: FinishedRun) -> Agreement | None:
    """Pairs of contenders with the correlation of their losses; of classes also how often both are wrong."""
    finished = [name for name, outcomes in run.outcomes.items() if not any(outcome.error for outcome in outcomes)]
    if len(finished) < 2:
        return None
    rows, loss = tested_rows(run, finished), loss_for(run, finished)
    weight = run.comparison.dataset.weight
    counts = np.ones(len(rows.rows)) if weight is None else weight[rows.rows]
    losses = {name: rows.losses(name, loss) for name in finished}
    pairs: list[AgreeingPair] = [
        {"first": first, "second": second, "correlation": _correlation(losses[first], losses[second], counts)}
        for first, second in combinations(finished, 2)
    ]
    if run.task_kind.has_classes:
        wrong = {name: rows.wrong(name) for name in finished}
        for pair in pairs:
            first, second = wrong[pair["first"]], wrong[pair["second"]]
            pair["both_wrong"] = float(np.average(rows.each_row(first & second), weights=counts))
            alone = [float(np.average(rows.each_row(errors), weights=counts)) for errors in (first, second)]
            pair["by_chance"] = alone[0] * alone[1]
    left_out = [name for name in run.outcomes if name not in finished]
    return {"loss": loss.title, "rows": len(counts), "contenders": finished, "pairs": pairs, "left_out": left_out}


def _correlation(first: np.ndarray, second: np.ndarray, counts: np.ndarray) -> float | None:
    """Weighted Pearson correlation; None where one of both is constant."""
    centred = [values - np.average(values, weights=counts) for values in (first, second)]
    lengths = [np.sqrt(counts @ values**2) for values in centred]
    scales = [np.sqrt(counts @ values**2) for values in (first, second)]
    if any(length <= TINY * scale for length, scale in zip(lengths, scales, strict=True)):
        return None
    return float((counts * centred[0]) @ centred[1] / (lengths[0] * lengths[1]))
