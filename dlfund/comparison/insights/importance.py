"""Permutation importance: how much worse a fitted model's score becomes when one column's values change rows.

    importance = score(values shuffled, averaged over shuffles) − score(as it is)

A row plays two parts: it is judged with a value that is not its own, and gives its own to another row. Both move the
number, so a row's move is the sum of both; it holds the luck of the rows and, a little more than once, that of the
shuffles. The intervals of all columns of both models hold together.

Reference: Breiman, 2001, Random forests; Fisher, Rudin & Dominici, 2019, All models are wrong, but many are useful
(arXiv:1801.01489).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from dlfund.comparison.insights.joint import by_unit, joint_intervals, units_of
from dlfund.comparison.insights.loss import Loss
from dlfund.comparison.insights.parts import alike, most_telling
from dlfund.comparison.metrics import checked_predictions
from dlfund.data import Column, Dataset

ROWS, LEAST_ROWS = 2_000, 250  # of the unseen rows so many are used; fewer where the time is short
SHUFFLES, LEAST_SHUFFLES = 5, 2
LEAST_COLUMNS = 5
ALIKE = 0.7  # from which a partner is named
CAUTION = 1.3  # the work is begun if this many times its estimate fits

Predict = Callable[[pd.DataFrame], Any]


@dataclass(frozen=True)
class Unseen:
    """Rows, and models that were not fitted to them.

    Args:
        dataset: Dataset. The rows.
        models: dict. Contender to its function from a table to predictions.
    """

    dataset: Dataset
    models: dict[str, Predict]


@dataclass(frozen=True)
class Extent:
    """How much is measured: so many rows, shuffles and columns."""

    rows: int
    shuffles: int
    columns: int


def importance(
    parts: Sequence[Unseen], compared_on: Dataset, loss: Loss, *, seed: int, seconds: float
) -> tuple[dict[str, Any], str]:
    """Each column's importance for each model, and a sentence where there is none or less than asked for.

    Args:
        parts: Unseen rows with their models, the same contenders in each. Values change rows inside a part.
        compared_on: Dataset. The rows that tell which columns are looked at, where there are many.
        loss: Loss. By which it is measured.
        seed: int. Of the shuffles.
        seconds: float. The time that there is; what does not fit is left out.
    """
    until, generator = time.monotonic() + seconds, np.random.default_rng(seed)
    there = sum(len(part.dataset) for part in parts)
    parts = _thinned(parts, ROWS, generator)
    columns = most_telling(compared_on)
    started = time.perf_counter()
    for part in parts:
        _said(part, part.dataset.x)  # a first call may compile
    began = time.perf_counter()
    plain = [_said(part, part.dataset.x) for part in parts]
    once = time.perf_counter() - began
    whole = sum(len(part.dataset) for part in parts)
    found = extent(whole, len(columns), once, seconds - (time.perf_counter() - started))
    if found is None:
        return {}, (
            f"Which columns matter was not measured: predicting {whole:,} rows once takes {once:.2g} s, and "
            f"{max(0.0, seconds):.0f} s were left."
        )
    if found.rows < whole:
        parts = _thinned(parts, found.rows, generator)
        plain = [_said(part, part.dataset.x) for part in parts]
    left_out = [one.name for one in compared_on.schema.columns if one not in columns[: found.columns]]
    columns = columns[: found.columns]
    measured = []
    for column in columns:
        if time.monotonic() > until:
            break
        measured.append(
            [
                _moved(part, said, column, found.shuffles, loss, generator)
                for part, said in zip(parts, plain, strict=True)
            ]
        )
    left_out += [one.name for one in columns[len(measured) :]]
    if not measured:
        return {}, "Which columns matter was not measured: the time was over."
    view = _view(parts, plain, columns[: len(measured)], measured, loss, seed)
    sentence = _less(len(compared_on.schema.columns), len(measured), left_out)
    return view | {"of_rows": there, "shuffles": found.shuffles, "left_out": left_out, "left_out_words": sentence}, ""


def extent(rows: int, columns: int, once: float, seconds: float) -> Extent | None:
    """What fits into the time, if predicting all rows takes `once` seconds: fewer shuffles, then rows, then columns.

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


def _thinned(parts: Sequence[Unseen], rows: int, generator: np.random.Generator) -> list[Unseen]:
    """At most about so many rows in all, drawn at random."""
    whole = sum(len(part.dataset) for part in parts)
    if whole <= rows:
        return list(parts)
    thinned = []
    for part in parts:
        share = max(2, round(rows * len(part.dataset) / whole))
        chosen = np.sort(generator.permutation(len(part.dataset))[:share])
        thinned.append(replace(part, dataset=part.dataset.of_rows(chosen)))
    return thinned


def _said(part: Unseen, x: pd.DataFrame) -> dict[str, np.ndarray]:
    kind = part.dataset.schema.kind
    return {name: checked_predictions(kind, len(x), predict(x)) for name, predict in part.models.items()}


def _moved(
    part: Unseen,
    said: dict[str, np.ndarray],
    column: Column,
    shuffles: int,
    loss: Loss,
    generator: np.random.Generator,
) -> dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """For each model three numbers a row: its loss as it is, how much it rises with others' values, and by how
    much more the rows that were given its value lost than all did."""
    y, rows = part.dataset.y, len(part.dataset)
    counts = np.ones(rows) if part.dataset.weight is None else part.dataset.weight / part.dataset.weight.mean()
    orders = [generator.permutation(rows) for _ in range(shuffles)]
    shuffled: dict[str, list[np.ndarray]] = {name: [] for name in said}
    for order in orders:
        x = part.dataset.x.copy(deep=False)
        x[column.name] = part.dataset.x[column.name].iloc[order].array
        for name, predictions in _said(part, x).items():
            shuffled[name].append(loss.rows(y, predictions))
    found = {}
    for name, losses in shuffled.items():
        own, given = loss.rows(y, said[name]), np.zeros(rows)
        gaps = np.stack(losses) - own
        mean = np.average(gaps.mean(axis=0), weights=counts)
        for order, gap in zip(orders, gaps, strict=True):
            given[order] += counts * (gap - mean) / shuffles
        found[name] = (own, gaps.mean(axis=0), given)
    return found


def _view(
    parts: Sequence[Unseen],
    plain: Sequence[dict[str, np.ndarray]],
    columns: Sequence[Column],
    measured: Sequence[Sequence[dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]]],
    loss: Loss,
    seed: int,
) -> dict[str, Any]:
    """Differences and intervals, ready for JSON."""
    names = list(plain[0])
    weight = np.concatenate(
        [np.ones(len(one.dataset)) if one.dataset.weight is None else one.dataset.weight for one in parts]
    )
    share = weight / weight.sum()
    units = _units(parts)
    changes, moves, scores = [], [], {}
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
    shown: list[dict[str, Any]] = []
    for place, column in enumerate(columns):
        of = {}
        for number, name in enumerate(names):
            at = place * len(names) + number
            low, high = float(joint.low[at]), float(joint.high[at])
            of[name] = {"change": changes[at], "low": low, "high": high, "shown": low > 0 or high < 0}
        partner, strength = partners.get(column.name, ("", 0.0))
        like = {"name": partner, "strength": strength} if strength >= ALIKE else None
        shown.append({"name": column.name, "role": column.role, "of": of, "alike": like})
    shown.sort(key=lambda one: -max(of["change"] for of in one["of"].values()))
    return {"loss": loss.name, "title": loss.title, "rows": len(whole), "scores": scores, "columns": shown}


def _units(parts: Sequence[Unseen]) -> np.ndarray:
    """Units of all parts; a group is one unit wherever its rows are."""
    if parts[0].dataset.group is not None:
        every = np.concatenate([part.dataset.group.astype(str) for part in parts])  # type: ignore[union-attr]
        return np.unique(every, return_inverse=True)[1]
    found, first = [], 0
    for part in parts:
        own = units_of(part.dataset) + first
        first = int(own.max()) + 1
        found.append(own)
    return np.concatenate(found)


def _less(whole: int, measured: int, left_out: Sequence[str]) -> str:
    """What was not measured, in words; empty where all was."""
    if not left_out:
        return ""
    return (
        f"{measured} of {whole:,} columns were measured: where there are many, those whose ranges or levels alone tell "
        "most of the target, as far as the time went. A column that tells only together with others may be among the "
        f"{len(left_out):,} that were not."
    )
