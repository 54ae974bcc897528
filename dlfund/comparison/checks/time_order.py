"""Rows out of the order of time, or training rows from the future."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import stats

from dlfund.comparison.checks.association import blocks, of_classes, of_numbers, with_target
from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.finding import Finding, quoted
from dlfund.comparison.checks.identifier_like import identifiers
from dlfund.comparison.checks.sample import NUMBERS, Sample
from dlfund.core.counted import counted, verb_for

CHANCE, TARGET_SHARE, COLUMN_SHARE, FEWEST = 1e-6, 0.05, 0.15, 60
FORWARD, BACKWARD = 0.75, 0.25  # probability that a test row is later than a training row


@check("T01")
def rows_not_in_order(sample: Sample) -> Iterator[Finding]:
    """The rows are not in the order of their time.

    Means: dlfund's time-ordered folds sort by themselves. Everything else that depends on the order of rows (lags,
        moving averages, a test part of the last rows) goes wrong.
    Measured: Steps from one row to the next that go back in the order column.
    Threshold: One step back.
    To do: Sort the table by time before making lags or splitting off the last rows.
    """
    if sample.dataset.order is None or sample.moments is None or len(sample.moments) < 2:
        return
    steps = np.diff(sample.moments)
    back = int((steps < 0).sum())
    if back:
        backwards = "Time runs backwards through the table" if (steps <= 0).all() else "The rows are not sorted by time"
        yield rows_not_in_order.finding(
            "note",
            f"{backwards}: {back:,} of {counted(len(steps), 'step')} of {sample.dataset.schema.order!r} "
            f"{verb_for(back, 'goes', 'go')} back.",
            [sample.dataset.schema.order],
            steps_back=back,
            steps=len(steps),
        )


@check("T02")
def future_learned_from(sample: Sample) -> Iterator[Finding]:
    """The folds train on the future, and the data drifts.

    Means: In use, only the past is known. Where the target or columns change with time, a fold that trains on rows
        after the test rows gets a better score than will be reached in use.
    Measured: The probability that a test row is later than a training row (1: trained on the past only, 0.5: split
        at random). Drift: up to 20 blocks of time, and the share of the target, and of each column, that they
        explain (V² of classes, ε² of ranks), with one row per group. Time is the order column, or the first date
        column without empty cells. Columns that are a date's year, quarter, month or week are left out.
    Threshold: A probability below 0.75, and 0.05 of the target or 0.15 of a column with p below 1e-6 (times the
        number of columns), in 60 rows or more.
    To do: Split by time: name the column as the order, so that folds are time-ordered.
    """
    moments = sample.moments
    if moments is None or not sample.folds or not sample.has_target:
        return
    forward = _forward(sample)
    rows = sample.one_per_group(np.arange(len(sample.rows)))
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
        f"Some training rows are later than the test rows, and {' and '.join(what)} "
        f"drift{'s' if len(what) == 1 and len(drifting) < 2 else ''} with time.",
        drifting,
        test_later=forward,
        share_of_target=share,
        p_value=p_value,
        columns_drifting=len(drifting),
    )


@check("T03")
def tested_on_the_past(sample: Sample) -> Iterator[Finding]:
    """Test rows are earlier than the training rows.

    Means: The score says how well the past can be predicted from the future. In use, it is the other way round.
    Measured: In each fold the probability that a test row is later than a training row. Time is the order column,
        or the first date column without empty cells.
    Threshold: Below 0.25 in a single fold; with several folds (each must be the earliest once), in their mean.
    To do: Test on the latest rows: `protocol.time_ordered`, or sort the table by time before the last rows are
        split off.
    """
    if sample.moments is None or not sample.folds:
        return
    forward = _forward(sample)
    if forward < BACKWARD:
        yield tested_on_the_past.finding(
            "warning",
            f"The test rows are earlier than the training rows: a test row is the later one in {forward:.0%} of "
            "pairs.".replace("%", " %"),
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
    """Columns that change with time; dates, their parts and running numbers, which always do, are left out."""
    named = {*identifiers(sample), *_parts_of_dates(sample)}
    looked = [column for column in sample.columns if column.role not in ("date", "text") and column.name not in named]
    shares = {}
    for column in looked:
        filled = sample.codes(column.name)[rows] >= 0
        if filled.sum() < FEWEST:
            continue
        is_number = column.role in NUMBERS
        values = (sample.numbers if is_number else sample.codes)(column.name)[rows][filled]
        share, p_value = (of_numbers if is_number else of_classes)(time[filled], values)
        if share >= COLUMN_SHARE and p_value * len(looked) < CHANCE:
            shares[column.name] = share
    return sorted(shares, key=lambda name: -shares[name])


def _parts_of_dates(sample: Sample) -> set[str]:
    """Columns that are the year, the quarter, the month or the week of a date in the same row."""
    parts = set()
    for date in (column.name for column in sample.columns if column.role == "date"):
        moments = sample.x[date].dt
        numbers = (moments.year, moments.quarter, moments.month, moments.isocalendar().week, moments.day_of_year)
        known = {pd.factorize(number)[0].astype(np.int32).tobytes() for number in numbers}
        parts |= {column.name for column in sample.columns if sample.codes(column.name).tobytes() in known}
    return parts
