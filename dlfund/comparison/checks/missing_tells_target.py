"""Empty cells that reveal the target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy import stats

from dlfund.comparison.checks.association import counts
from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.finding import Finding, with_verb
from dlfund.comparison.checks.sample import LEAST, Sample

CHANCE = 1e-6  # of all columns together
STRONG, EXACT, PURE, OTHERWISE = 0.5, 0.95, 0.995, 0.9


class EmptyCells(NamedTuple):
    """How one column's empty cells are associated with the target.

    `purest` is the largest share of one class among the empty or the filled cells, `otherwise` that class's share among
    the others.
    """

    effect: float
    purest: float
    otherwise: float
    empty: int
    p_value: float

    @property
    def size(self) -> float:
        return max(self.effect, self.purest if self.otherwise <= OTHERWISE else 0.0)


@check("L03")
def missing_tells_target(sample: Sample) -> Iterator[Finding]:
    """Whether a cell is empty depends on the answer.

    Means: A cell that is filled in (or emptied) because of the answer reveals it, whatever the cell contains: the
        date of a cancellation, the result of a test that only the sick get.
    Measured: Empty cells of a column compared with filled ones: Cramér's V with the classes and the chi-squared test;
        for numbers |2·AUC − 1| of the target (0: no difference, 1: fully separated) and the Mann-Whitney test;
        p-values times the number of columns. Also whether almost all empty, or almost all filled, cells have one
        class that is rarer elsewhere.
    Threshold: An effect of 0.5 is a warning, of 0.95 a stop; one class in 99.5 % of the empty or of the filled cells
        and in at most 90 % of the others is a warning, too. p below 1e-6, and 20 rows on each side. People who skip a
        question differ too, usually by 0.1 to 0.3: that is information, not a leak.
    To do: Ask who empties or fills this column, and when. If the answer comes first, drop it.
    """
    if not sample.has_target:
        return
    measured = {
        column.name: cells for column in sample.columns if (cells := _empty_cells(sample, column.name)) is not None
    }
    grave = {
        name: cells
        for name, cells in measured.items()
        if cells.p_value * len(measured) < CHANCE and (cells.effect >= STRONG or cells.size >= PURE)
    }
    for severity in ("stop", "warning"):
        names = [name for name, cells in grave.items() if (cells.effect >= EXACT) == (severity == "stop")]
        if not names:
            continue
        names.sort(key=lambda name: -grave[name].size)
        worst = grave[names[0]]
        much = "" if severity == "stop" else "much of "
        yield missing_tells_target.finding(
            severity,
            f"Whether {with_verb(names, 'is', 'are')} empty predicts {much}the target "
            f"{sample.dataset.schema.target!r}, before any value is read.",
            names,
            effect=worst.effect,
            p_value=worst.p_value,
            empty=worst.empty,
            purest=worst.purest,
            columns=len(names),
        )


def _empty_cells(sample: Sample, name: str) -> EmptyCells | None:
    empty = sample.codes(name) < 0
    if min(empty.sum(), (~empty).sum()) < LEAST:
        return None
    y = sample.y
    if not sample.has_classes:
        test = stats.mannwhitneyu(y[empty], y[~empty], method="asymptotic")
        share = float(test.statistic) / (float(empty.sum()) * float((~empty).sum()))
        return EmptyCells(abs(2 * share - 1), 0.0, 1.0, int(empty.sum()), float(test.pvalue))
    table = counts(empty, y)
    if table.shape[1] < 2:
        return None
    test = stats.chi2_contingency(table, correction=False)
    shares = table / table.sum(axis=1, keepdims=True)
    side = int(shares.max(axis=1).argmax())
    usual = int(shares[side].argmax())
    effect = float(np.sqrt(test.statistic / table.sum()))
    return EmptyCells(
        effect, float(shares[side, usual]), float(shares[1 - side, usual]), int(empty.sum()), float(test.pvalue)
    )
