"""Time that runs backwards, or a future that is learned from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import stats

from dlfund.checks.association import blocks, of_classes, of_numbers, with_target
from dlfund.checks.check import check
from dlfund.checks.finding import Finding, quoted
from dlfund.checks.identifier_like import identifiers
from dlfund.checks.sample import NUMBERS, Sample

CHANCE, TARGET_SHARE, COLUMN_SHARE, FEWEST = 1e-6, 0.05, 0.15, 60
FORWARD, BACKWARD = 0.75, 0.25  # probability that a test row is later than one that was learned from


@check("T01")
def rows_not_in_order(sample: Sample) -> Iterator[Finding]:
    """The rows are not in the order of their time.

    Means: dlfund's time-ordered folds sort for themselves. Whatever else leans on the order of rows (lags, moving
        means, a test part of the last rows) goes wrong.
    Measured: Steps from one row to the next that go back in the order column.
    Threshold: One step back.
    To do: Sort the table by its time before making lags or cutting off the last rows.
    """
    if sample.dataset.order is None or sample.moments is None or len(sample.moments) < 2:
        return
    steps = np.diff(sample.moments)
    back = int((steps < 0).sum())
    if back:
        backwards = "Time runs backwards through the table" if (steps <= 0).all() else "The rows are not sorted by time"
        yield rows_not_in_order.finding(
            "note",
            f"{backwards}: {back:,} of {len(steps):,} steps of {sample.dataset.schema.order!r} go back.",
            [sample.dataset.schema.order],
            steps_back=back,
            steps=len(steps),
        )


@check("T02")
def future_learned_from(sample: Sample) -> Iterator[Finding]:
    """The folds learn from the future, and the data drifts.

    Means: In use, only the past is known. Where target or columns move with time, a fold that learns from rows after
        the test rows gets a better score than anybody will reach.
    Measured: The probability that a test row is later than a row that was learned from (1: only the past was, 0.5:
        cut at random). Drift: up to 20 blocks of time, and the share of the target, and of each column, that they
        explain (V² of classes, ε² of ranks), one row a group. Time is the order column, or the first date without
        empty cells.
    Threshold: A probability below 0.75, and 0.05 of the target or 0.15 of a column with p below 1e-6 (times the
        number of columns), in 60 rows or more.
    To do: Cut by time: name the column as the order, so that folds are time-ordered.
    """
    moments = sample.moments
    if moments is None or not sample.folds or not sample.has_target:
        return
    forward = _forward(sample)
    rows = sample.one_a_group(np.arange(len(sample.rows)))
    if forward >= FORWARD or len(rows) < FEWEST:
        return
    time = blocks(moments[rows])
    share, p_value = with_target(time, sample.y[rows], sample.has_classes)
    drifting = _drifting(sample, time, rows)
    if not (share >= TARGET_SHARE and p_value < CHANCE) and not drifting:
        return
    what = ["the target"] if share >= TARGET_SHARE and p_value < CHANCE else []
    what += [quoted(drifting)] if drifting else []
    yield future_learned_from.finding(
        "warning",
        f"Rows are learned from that lie later than the test rows, and {' and '.join(what)} drift"
        f"{'s' if len(what) == 1 and len(drifting) < 2 else ''} with time.",
        drifting,
        test_later=forward,
        share_of_target=share,
        p_value=p_value,
        columns_drifting=len(drifting),
    )


@check("T03")
def tested_on_the_past(sample: Sample) -> Iterator[Finding]:
    """Test rows are earlier than the rows learned from.

    Means: The score says how well the past can be told from the future. Nobody will ask that.
    Measured: In each fold the probability that a test row is later than a row that was learned from. Time is the
        order column, or the first date without empty cells.
    Threshold: Below 0.25 in a fold that stands alone; in several folds (each must be the earliest once), in their
        mean.
    To do: Judge by the latest rows: `protocol.time_ordered`, or sort the table by time before the last rows are cut
        off.
    """
    if sample.moments is None or not sample.folds:
        return
    forward = _forward(sample)
    if forward < BACKWARD:
        yield tested_on_the_past.finding(
            "warning",
            "The test rows are earlier than the rows that are learned from: a test row is the later one in "
            f"{forward:.0%} of pairs.".replace("%", " %"),
            test_later=forward,
            folds=len(sample.folds),
        )


def _forward(sample: Sample) -> float:
    """Mean over folds of the probability that a test row is later than a development row; ties count half."""
    return float(np.mean([_later(sample, fold.development, fold.test) for fold in sample.folds]))


def _later(sample: Sample, development: np.ndarray, test: np.ndarray) -> float:
    moments = sample.moments
    early, late = sample.places_of(development), sample.places_of(test)
    if moments is None or not len(early) or not len(late):
        return 0.5
    ranks = stats.rankdata(np.concatenate([moments[early], moments[late]]))[len(early) :]
    return float((ranks.sum() - len(late) * (len(late) + 1) / 2) / (len(early) * len(late)))


def _drifting(sample: Sample, time: np.ndarray, rows: np.ndarray) -> list[str]:
    """Columns that move with time, dates and running numbers left out: they always do."""
    named = identifiers(sample)
    looked = [column for column in sample.columns if column.role not in ("date", "text") and column.name not in named]
    found = {}
    for column in looked:
        filled = sample.codes(column.name)[rows] >= 0
        if filled.sum() < FEWEST:
            continue
        is_number = column.role in NUMBERS
        values = (sample.numbers if is_number else sample.codes)(column.name)[rows][filled]
        share, p_value = (of_numbers if is_number else of_classes)(time[filled], values)
        if share >= COLUMN_SHARE and p_value * len(looked) < CHANCE:
            found[column.name] = share
    return sorted(found, key=lambda name: -found[name])
