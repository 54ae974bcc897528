"""A table whose order knows the answer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dlfund.checks.association import blocks, with_target
from dlfund.checks.check import check
from dlfund.checks.finding import Finding
from dlfund.checks.sample import Sample

CHANCE, SHARE, FEWEST = 1e-6, 0.05, 60


@check("L05")
def row_order_predicts(sample: Sample) -> Iterator[Finding]:
    """The row number predicts the target.

    Means: The table is sorted by the answer, put together from one file a class, or grown over time. A row number, a
        running number or a file name then is a leak; and a test part that is one piece of the table is no fair
        sample.
    Measured: The table is cut into up to 20 blocks of neighbouring rows; told is the share of the target that the
        block explains (bias-corrected Cramér's V², or Kruskal and Wallis's ε² of ranks). Not looked at where rows
        have an order of their own, since there T02 does.
    Threshold: A share of 0.05 with p below 1e-6, in 60 rows or more. A warning where the test rows of a fold are one
        piece of the table, else a note.
    To do: Shuffle before cutting, and drop whatever carries the row number; if the order is one of time, name the
        column.
    """
    if not sample.has_target or len(sample.rows) < FEWEST or sample.dataset.order is not None:
        return
    share, p_value = with_target(blocks(np.arange(len(sample.rows))), sample.y, sample.has_classes)
    if share < SHARE or p_value >= CHANCE:
        return
    piece = any(np.ptp(fold.test) + 1 == len(fold.test) for fold in sample.folds if len(fold.test) > 1)
    tail = "; and a fold's test rows are one piece of the table" if piece else ""
    yield row_order_predicts.finding(
        "warning" if piece else "note",
        f"The place of a row in the table alone explains {share:.0%} of the target{tail}.".replace("%", " %"),
        share=share,
        p_value=p_value,
    )
