"""How far contenders err on the same rows.

    agreement = correlation of two contenders' losses over the tested rows
    by chance = share wrong of one · share wrong of the other        if they erred independently

Two that err apart help each other; two that err together know the same.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

from dlfund.comparison.insights.tested import loss_for, tested
from dlfund.comparison.views import Seen

TINY = 1e-9  # of a loss: what rounding leaves where it never changes


def agreement(seen: Seen) -> dict[str, Any]:
    """Pairs of contenders with the correlation of their losses; of classes also how often both are wrong."""
    finished = [name for name, outcomes in seen.outcomes.items() if not any(one.error for one in outcomes)]
    if len(finished) < 2:
        return {}
    rows, loss = tested(seen, finished), loss_for(seen, finished)
    weight = seen.comparison.dataset.weight
    counts = np.ones(len(rows.rows)) if weight is None else weight[rows.rows]
    losses = {name: rows.losses(name, loss) for name in finished}
    pairs: list[dict[str, Any]] = [
        {"first": first, "second": second, "correlation": _correlation(losses[first], losses[second], counts)}
        for first, second in combinations(finished, 2)
    ]
    if seen.kind in ("binary", "multiclass"):
        wrong = {name: rows.wrong(name) for name in finished}
        for pair in pairs:
            first, second = wrong[pair["first"]], wrong[pair["second"]]
            pair["both_wrong"] = float(np.average(rows.each_row(first & second), weights=counts))
            alone = [float(np.average(rows.each_row(one), weights=counts)) for one in (first, second)]
            pair["by_chance"] = alone[0] * alone[1]
    left_out = [name for name in seen.outcomes if name not in finished]
    return {"loss": loss.title, "rows": len(counts), "contenders": finished, "pairs": pairs, "left_out": left_out}


def _correlation(first: np.ndarray, second: np.ndarray, counts: np.ndarray) -> float | None:
    """Weighted Pearson correlation; None where one never changes."""
    one, other = (values - np.average(values, weights=counts) for values in (first, second))
    lengths = [np.sqrt(counts @ values**2) for values in (one, other)]
    scales = [np.sqrt(counts @ values**2) for values in (first, second)]
    if any(length <= TINY * scale for length, scale in zip(lengths, scales, strict=True)):
        return None
    return float((counts * one) @ other / (lengths[0] * lengths[1]))
