"""A column's segments: quarters of its numbers, its levels, its empty cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

import numpy as np
import pandas as pd

from dlfund.data import Column, Dataset
from dlfund.data.cells import dates, number_text, numbers, texts_of

QUARTERS = (0.25, 0.5, 0.75)
FEW_LEVELS = 6  # numbers with at most this many different values are levels
MOST_LEVELS = 12  # the most frequent levels; all others are one segment
MOST_COLUMNS = 30  # columns that are examined
LONG = 40  # characters of a level's name that are shown
EMPTY = -1


@dataclass(frozen=True)
class ColumnSegments:
    """The segments of one column.

    Args:
        names: tuple of str. Of the segments.
        codes: array of shape (rows,). For each row the number of its segment, −1 where the cell is empty.
    """

    names: tuple[str, ...]
    codes: np.ndarray

    def masks(self) -> list[tuple[str, np.ndarray]]:
        """Name and rows of every segment, the empty cells last."""
        filled = [(name, self.codes == number) for number, name in enumerate(self.names)]
        return [*filled, ("empty", self.codes == EMPTY)]


def segments_of(column: Column, cells: pd.Series) -> ColumnSegments:
    """The segments of one column; a text column has only filled and empty cells."""
    if column.role == "date":
        moments = dates(cells, column.date_format)
        values = moments.astype("int64").astype(float).where(moments.notna())
        return _quarters(values, lambda value: str(pd.Timestamp(int(value)).date()))
    if column.role in ("numeric", "ordinal"):
        values = numbers(cells)
        values = values.where(np.isfinite(values))
        if values.nunique() > FEW_LEVELS:
            return _quarters(values, lambda value: number_text(float(f"{value:.4g}")))
        return _levels(values.map(number_text, na_action="ignore"), sorted_by=values)
    if column.role == "text":
        return ColumnSegments(("not empty",), np.where(cells.isna(), EMPTY, 0))
    return _levels(texts_of(cells, by_value=column.by_value))


def _quarters(values: pd.Series, write: Callable[[float], str]) -> ColumnSegments:
    """Four segments with about equally many rows; fewer where one value has many. A value on an edge is below it."""
    known = values.dropna().to_numpy()
    edges = np.unique(np.quantile(known, QUARTERS, method="lower")) if len(known) else np.array([])
    edges = edges[edges < known.max()] if len(known) else edges
    codes = np.where(values.isna(), EMPTY, np.searchsorted(edges, values.fillna(0.0).to_numpy(), side="left"))
    texts = [write(edge) for edge in edges]
    if not texts:
        return ColumnSegments(("not empty",), codes)
    between = [f"over {low}, up to {high}" for low, high in pairwise(texts)]
    return ColumnSegments((f"up to {texts[0]}", *between, f"over {texts[-1]}"), codes)


def _levels(texts: pd.Series, sorted_by: pd.Series | None = None) -> ColumnSegments:
    """The most frequent levels, and one segment for all others."""
    counts = texts.value_counts()
    kept = sorted(counts.index[:MOST_LEVELS], key=lambda name: (-counts[name], name))
    if sorted_by is not None:
        kept = sorted(kept, key=float)
    codes = texts.map({name: number for number, name in enumerate(kept)})
    names = tuple(f"“{name if len(name) <= LONG else name[: LONG - 1] + '…'}”" for name in kept)
    if len(counts) > len(kept):
        codes = codes.where(codes.notna() | texts.isna(), len(kept))
        names += (f"one of {len(counts) - len(kept):,} other levels",)
    return ColumnSegments(names, codes.fillna(EMPTY).to_numpy(dtype=int))


def most_informative(dataset: Dataset, most: int = MOST_COLUMNS) -> list[Column]:
    """All columns; of more than `most`, those whose segments alone explain most of the target, in the table's order.

    Compared is the share of the target's variance between segments, minus the share expected by chance. A column that
    is informative only together with others may be missed.
    """
    columns = dataset.schema.columns
    if len(columns) <= most:
        return list(columns)
    classes = len(dataset.schema.classes)
    y = np.eye(classes)[dataset.y.astype(int)] if classes else dataset.y
    target = np.reshape(y, (len(y), -1)).astype(float)
    explained = [_explained(segments_of(column, dataset.x[column.name]).codes + 1, target) for column in columns]
    return [columns[place] for place in sorted(np.argsort(-np.array(explained), kind="stable")[:most])]


def _explained(codes: np.ndarray, target: np.ndarray) -> float:
    """Adjusted share of variance between segments (ε²): 0 on average where a column is unrelated to the target."""
    counts = np.bincount(codes)
    used, rows = int((counts > 0).sum()), len(codes)
    if used < 2 or rows <= used:
        return 0.0
    centred = target - target.mean(axis=0)
    sums = np.stack([np.bincount(codes, values, len(counts)) for values in centred.T])
    between = float((sums**2 / np.maximum(counts, 1)).sum())
    whole = float((centred**2).sum()) or 1.0
    return between / whole - (used - 1) / (rows - used) * (1 - between / whole)


def alike(columns: Sequence[Column], x: pd.DataFrame) -> dict[str, tuple[str, float]]:
    """The column most strongly associated with each: Spearman's |correlation| of numbers and dates, else Cramér's V."""
    ranked = {column.name: ranks for column in columns if (ranks := _ranks(column, x[column.name])) is not None}
    codes = {column.name: segments_of(column, x[column.name]).codes + 1 for column in columns if column.role != "text"}
    partners: dict[str, tuple[str, float]] = {}
    for first in codes:
        strengths = [
            (
                abs(float(ranked[first] @ ranked[other]))
                if first in ranked and other in ranked
                else _cramer(codes[first], codes[other]),
                other,
            )
            for other in codes
            if other != first
        ]
        if strengths:
            strength, partner = max(strengths, key=itemgetter(0))
            partners[first] = (partner, strength)
    return partners


def _ranks(column: Column, cells: pd.Series) -> np.ndarray | None:
    """Ranks, centred and scaled to length 1, with empty cells at 0; None for a column without an order."""
    if column.role not in ("numeric", "ordinal", "date"):
        return None
    values = dates(cells, column.date_format) if column.role == "date" else numbers(cells)
    ranks = values.rank()
    centred = (ranks - ranks.mean()).fillna(0.0).to_numpy()
    return np.asarray(centred / (np.linalg.norm(centred) or 1.0))


def _cramer(first: np.ndarray, second: np.ndarray) -> float:
    """Cramér's V of two columns' segments."""
    table = np.zeros((first.max() + 1, second.max() + 1))
    np.add.at(table, (first, second), 1)
    table = table[table.any(axis=1)][:, table.any(axis=0)]
    if min(table.shape) < 2:
        return 0.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    chi = float(((table - expected) ** 2 / expected).sum())
    return float(np.sqrt(chi / table.sum() / (min(table.shape) - 1)))
