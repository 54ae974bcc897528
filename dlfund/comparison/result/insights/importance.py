"""Permutation importance: how much worse a fitted model's score becomes when one column's values are shuffled.

    importance = score(values shuffled, averaged over shuffles) − score(unshuffled)

A row contributes twice: it is predicted with a value that is not its own, and it gives its own value to another row. So
a row's contribution is the sum of both; it covers the chance in the rows and, slightly more than once, that in the
shuffles. The intervals of all columns of both models hold together.

Reference: Breiman, 2001, Random forests; Fisher, Rudin & Dominici, 2019, All models are wrong, but many are useful
(arXiv:1801.01489).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NotRequired, TypedDict

import numpy as np
import pandas as pd

from dlfund.comparison.result.insights.joint import by_unit, joint_intervals, units_of
from dlfund.comparison.result.insights.loss import Loss
from dlfund.comparison.result.insights.table_segments import alike, most_informative
from dlfund.comparison.scoring.metrics import checked_predictions
from dlfund.data import Column, Dataset

ROWS, LEAST_ROWS = 2_000, 250  # unseen rows that are used; fewer where the time is short
SHUFFLES, LEAST_SHUFFLES = 5, 2
LEAST_COLUMNS = 5
ALIKE = 0.7  # association from which a similar column is named
CAUTION = 1.3  # the estimated time is multiplied by this before it is compared with the time that is left

Predict = Callable[[pd.DataFrame], Any]
Losses = tuple[np.ndarray, np.ndarray, np.ndarray]  # per row: its loss, the rise when shuffled, its value's effect


class ColumnEffect(TypedDict):
    """The change of one contender's score, with its interval; `shown` if that leaves out 0."""

    change: float
    low: float
    high: float
    shown: bool


class SimilarColumn(TypedDict):
    """The column most strongly associated with another, and how strongly."""

    name: str
    strength: float


class ColumnImportance(TypedDict):
    """One column's effect on each contender's score."""

    name: str
    role: str
    of: dict[str, ColumnEffect]
    alike: SimilarColumn | None


class Importance(TypedDict):
    """The measured columns, the most important first.

    `rows` of `of_rows` unseen rows were used. `scores` are those of the unshuffled rows. `left_out_words` is a sentence
    about the columns that are left out. `folds` is 0 where the rows were held out.
    """

    loss: str
    title: str
    rows: int
    scores: dict[str, float]
    columns: list[ColumnImportance]
    of_rows: int
    shuffles: int
    left_out: list[str]
    left_out_words: str
    held_out: NotRequired[bool]
    folds: NotRequired[int]


@dataclass(frozen=True)
class UnseenRows:
    """Rows, and models that were not fitted to them.

    Args:
        dataset: Dataset. The rows.
        models: dict. Contender to its function from a table to predictions.
    """

    dataset: Dataset
    models: dict[str, Predict]


@dataclass(frozen=True)
class Extent:
    """How much is measured: the numbers of rows, shuffles and columns."""

    rows: int
    shuffles: int
    columns: int


def importance(
    parts: Sequence[UnseenRows], compared_on: Dataset, loss: Loss, *, seed: int, seconds: float
) -> tuple[Importance | None, str]:
    """Each column's importance for each model; or None, and a sentence that gives the reason.

    Args:
        parts: sequence of UnseenRows, with the same contenders in each. Values are shuffled within a part.
        compared_on: Dataset. The rows from which the most informative columns are chosen, where there are many.
        loss: Loss. The loss whose rise is measured.
        seed: int. Of the shuffles.
        seconds: float. The time that is left; columns that take longer are left out.
    """
    until, generator = time.monotonic() + seconds, np.random.default_rng(seed)
    of_rows = sum(len(part.dataset) for part in parts)
    parts = _thinned(parts, ROWS, generator)
    columns = most_informative(compared_on)
    started = time.perf_counter()
    for part in parts:
        _predictions(part, part.dataset.x)  # a first call may compile
    began = time.perf_counter()
    plain = [_predictions(part, part.dataset.x) for part in parts]
    once = time.perf_counter() - began
    whole = sum(len(part.dataset) for part in parts)
    affordable = extent(whole, len(columns), once, seconds - (time.perf_counter() - started))
    if affordable is None:
        return None, (
            f"Which columns matter was not measured: predicting {whole:,} rows once takes {once:.2g} s, and "
            f"{max(0.0, seconds):.0f} s were left."
        )
    if affordable.rows < whole:
        parts = _thinned(parts, affordable.rows, generator)
        plain = [_predictions(part, part.dataset.x) for part in parts]
    left_out = [column.name for column in compared_on.schema.columns if column not in columns[: affordable.columns]]
    columns = columns[: affordable.columns]
    measured = []
    for column in columns:
        if time.monotonic() > until:
            break
        measured.append(
            [
                _row_losses(part, predictions, column, affordable.shuffles, loss, generator)
                for part, predictions in zip(parts, plain, strict=True)
            ]
        )
    left_out += [column.name for column in columns[len(measured) :]]
    if not measured:
        return None, "Which columns matter was not measured: the time was over."
    scores, shown = _column_importances(parts, columns[: len(measured)], measured, loss, seed)
    return {
        "loss": loss.name,
        "title": loss.title,
        "rows": sum(len(part.dataset) for part in parts),
        "scores": scores,
        "columns": shown,
        "of_rows": of_rows,
        "shuffles": affordable.shuffles,
        "left_out": left_out,
        "left_out_words": _about_left_out(len(compared_on.schema.columns), len(measured), left_out),
    }, ""


def extent(rows: int, columns: int, once: float, seconds: float) -> Extent | None:
    """The extent that fits into the time, if predicting all rows takes `once` seconds; None if too little does.

    Shuffles are reduced first, then rows, then columns.

    Example:
        >>> extent(2000, 30, once=0.1, seconds=100)
        Extent(rows=2000, shuffles=5, columns=30)
        >>> extent(2000, 30, once=0.1, seconds=3)
        Extent(rows=500, shuffles=2, columns=30)
    """
    shuffles = SHUFFLES
    while shuffles > LEAST_SHUFFLES and CAUTION * once * shuffles * columns > seconds:
        shuffles -= 1
    used = rows
    while used > LEAST_ROWS and CAUTION * once * used / rows * shuffles * columns > seconds:
        used = max(LEAST_ROWS, used // 2)
    each = CAUTION * once * used / rows * shuffles
    columns_in_time = columns if each * columns <= seconds else int(seconds / each)
    return Extent(used, shuffles, columns_in_time) if columns_in_time >= min(LEAST_COLUMNS, columns) else None


def _thinned(parts: Sequence[UnseenRows], rows: int, generator: np.random.Generator) -> list[UnseenRows]:
    """About `rows` rows in all at most, drawn at random."""
    whole = sum(len(part.dataset) for part in parts)
    if whole <= rows:
        return list(parts)
    thinned = []
    for part in parts:
        share = max(2, round(rows * len(part.dataset) / whole))
        chosen = np.sort(generator.permutation(len(part.dataset))[:share])
        thinned.append(replace(part, dataset=part.dataset.of_rows(chosen)))
    return thinned


def _predictions(part: UnseenRows, x: pd.DataFrame) -> dict[str, np.ndarray]:
    kind = part.dataset.schema.kind
    return {name: checked_predictions(kind, len(x), predict(x)) for name, predict in part.models.items()}


def _row_losses(
    part: UnseenRows,
    predictions: dict[str, np.ndarray],
    column: Column,
    shuffles: int,
    loss: Loss,
    generator: np.random.Generator,
) -> dict[str, Losses]:
    """For each model three numbers per row: its loss, the rise of its loss with values of other rows, and how much
    more the loss rose in the rows that received its value than in all rows."""
    y, rows = part.dataset.y, len(part.dataset)
    counts = np.ones(rows) if part.dataset.weight is None else part.dataset.weight / part.dataset.weight.mean()
    orders = [generator.permutation(rows) for _ in range(shuffles)]
    shuffled: dict[str, list[np.ndarray]] = {name: [] for name in predictions}
    for order in orders:
        x = part.dataset.x.copy(deep=False)
        x[column.name] = part.dataset.x[column.name].iloc[order].array
        for name, values in _predictions(part, x).items():
            shuffled[name].append(loss.rows(y, values))
    row_losses = {}
    for name, losses in shuffled.items():
        own, given = loss.rows(y, predictions[name]), np.zeros(rows)
        gaps = np.stack(losses) - own
        mean = np.average(gaps.mean(axis=0), weights=counts)
        for order, gap in zip(orders, gaps, strict=True):
            given[order] += counts * (gap - mean) / shuffles
        row_losses[name] = (own, gaps.mean(axis=0), given)
    return row_losses


def _column_importances(
    parts: Sequence[UnseenRows],
    columns: Sequence[Column],
    measured: Sequence[Sequence[dict[str, Losses]]],
    loss: Loss,
    seed: int,
) -> tuple[dict[str, float], list[ColumnImportance]]:
    """Each contender's score, and each column's differences with their intervals, the largest first."""
    names = list(measured[0][0])
    weight = np.concatenate(
        [np.ones(len(part.dataset)) if part.dataset.weight is None else part.dataset.weight for part in parts]
    )
    share = weight / weight.sum()
    units = _units(parts)
    changes, moves, scores = [], [], dict[str, float]()
    for by_part in measured:
        for name in names:
            own, gaps, given = (np.concatenate([part[name][place] for part in by_part]) for place in range(3))
            before, rise = float(share @ own), float(share @ gaps)
            factor = loss.per_mean(before + rise, before)
            scores[name] = float(loss.score(before))
            changes.append(factor * rise)
            moves.append(factor * (share * (gaps - rise) + given / len(share)))
    together, shares = by_unit(np.stack(moves, axis=1), units), by_unit(share[:, None], units)
    joint = joint_intervals(np.array(changes), together, shares, seed=seed)
    whole = pd.concat([part.dataset.x for part in parts], ignore_index=True)
    partners = alike(columns, whole)
    shown: list[ColumnImportance] = []
    for place, column in enumerate(columns):
        of: dict[str, ColumnEffect] = {}
        for number, name in enumerate(names):
            at = place * len(names) + number
            low, high = float(joint.low[at]), float(joint.high[at])
            of[name] = {"change": changes[at], "low": low, "high": high, "shown": low > 0 or high < 0}
        partner, strength = partners.get(column.name, ("", 0.0))
        like: SimilarColumn | None = {"name": partner, "strength": strength} if strength >= ALIKE else None
        shown.append({"name": column.name, "role": column.role, "of": of, "alike": like})
    shown.sort(key=lambda entry: -max(effect["change"] for effect in entry["of"].values()))
    return scores, shown


def _units(parts: Sequence[UnseenRows]) -> np.ndarray:
    """Units of all parts; a group is one unit even if its rows are in several parts."""
    if parts[0].dataset.group is not None:
        every = np.concatenate([part.dataset.group.astype(str) for part in parts])  # type: ignore[union-attr]
        return np.unique(every, return_inverse=True)[1]
    units, first = [], 0
    for part in parts:
        own = units_of(part.dataset) + first
        first = int(own.max()) + 1
        units.append(own)
    return np.concatenate(units)


def _about_left_out(whole: int, measured: int, left_out: Sequence[str]) -> str:
    """A sentence about the columns that were not measured; empty where all were."""
    if not left_out:
        return ""
    return (
        f"{measured} of {whole:,} columns were measured: where there are many, those whose ranges or levels alone "
        "explain most of the target, as many as the time allowed. A column that is informative only together with "
        f"others may be among the {len(left_out):,} that were not."
    )
