"""A table whose order reveals the answer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dlfund.comparison.checks.association import blocks, with_target
from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.finding import Finding
from dlfund.comparison.checks.sample import Sample

OF_GROUPS = (
    "Rows of a group are kept on one side of a fold, whatever their order, so nothing has to be shuffled. Drop columns "
    "that contain the row number; if groups were added one kind after the other, mix the kinds"
)
CHANCE, SHARE, FEWEST = 1e-6, 0.05, 60


@check("L05")
def row_order_predicts(sample: Sample) -> Iterator[Finding]:
    """The row number predicts the target.

    Means: The table is sorted by the answer, assembled from one file per class, or grew over time. A row number, a
        running number or a file name is then a leak; and a test part that is one block of the table is not a fair
        sample.
    Measured: The table is split into up to 20 blocks of neighbouring rows; the finding reports the share of the
        target that the block explains (bias-corrected Cramér's V², or Kruskal and Wallis's ε² of ranks). Tables with
        an order column are left to T02.
    Threshold: A share of 0.05 with p below 1e-6, in 60 rows or more. A warning where the test rows of a fold are one
        block of the table, else a note.
    To do: Shuffle before splitting, and drop columns that contain the row number; if the order is one of time, name
        the column. With groups (`--group`), which stay on one side of a fold, nothing has to be shuffled.
    """
    if not sample.has_target or len(sample.rows) < FEWEST or sample.dataset.order is not None:
        return
    share, p_value = with_target(blocks(np.arange(len(sample.rows))), sample.y, sample.has_classes)
    if share < SHARE or p_value >= CHANCE:
        return
    piece = any(np.ptp(fold.test) + 1 == len(fold.test) for fold in sample.folds if len(fold.test) > 1)
    tail = "; and a fold's test rows are one block of the table" if piece else ""
    yield row_order_predicts.finding(
        "warning" if piece else "note",
        f"The position of a row in the table alone explains {share:.0%} of the target{tail}.".replace("%", " %"),
        [],
        OF_GROUPS if sample.dataset.group is not None else "",
        share=share,
        p_value=p_value,
    )
