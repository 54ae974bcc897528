"""A column's readable parts: quarters of its numbers, its levels, its empty cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from dlfund.data import Column, Dataset
from dlfund.data.cells import dates, number_text, numbers, texts_of

QUARTERS = (0.25, 0.5, 0.75)
FEW_LEVELS = 6  # numbers with so few different values are levels
MOST_LEVELS = 12  # the most frequent ones; the others are one part
MOST_COLUMNS = 30  # that are looked at one by one
LONG = 40  # characters of a level's name that are shown
EMPTY = -1


@dataclass(frozen=True)
class Parts:
    """What a column is cut into.

    Args:
        names: tuple of str. Of the parts.
        codes: array of shape (rows,). For each row the number of its part, −1 where the cell is empty.
    """

    names: tuple[str, ...]
    codes: np.ndarray

    def masks(self) -> list[tuple[str, np.ndarray]]:
        """Name and rows of every part, the empty cells last."""
        found = [(name, self.codes == number) for number, name in enumerate(self.names)]
        return [*found, ("empty", self.codes == EMPTY)]


def parts_of(column: Column, cells: pd.Series) -> Parts:
    """The parts of one column. A text has none but to be there or not."""
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
        return Parts(("not empty",), np.where(cells.isna(), EMPTY, 0))
    return _levels(texts_of(cells, by_value=column.by_value))


def _quarters(values: pd.Series, write) -> Parts:  # type: ignore[no-untyped-def]
    """Four parts with about as many rows each; fewer where one value has many rows. A value on an edge lies below."""
    known = values.dropna().to_numpy()
    edges = np.unique(np.quantile(known, QUARTERS, method="lower")) if len(known) else np.array([])
    edges = edges[edges < known.max()] if len(known) else edges
    codes = np.where(values.isna(), EMPTY, np.searchsorted(edges, values.fillna(0.0).to_numpy(), side="left"))
    words = [write(edge) for edge in edges]
    if not words:
        return Parts(("not empty",), codes)
    between = [f"over {low}, up to {high}" for low, high in pairwise(words)]
    return Parts((f"up to {words[0]}", *between, f"over {words[-1]}"), codes)


def _levels(texts: pd.Series, sorted_by: pd.Series | None = None) -> Parts:
    """The most frequent levels, and one part for all others."""
    counts = texts.value_counts()
    kept = sorted(counts.index[:MOST_LEVELS], key=lambda name: (-counts[name], name))
    if sorted_by is not None:
        kept = sorted(kept, key=float)
    codes = texts.map({name: number for number, name in enumerate(kept)})
    names = tuple(f"“{name if len(name) <= LONG else name[: LONG - 1] + '…'}”" for name in kept)
    if len(counts) > len(kept):
        codes = codes.where(codes.notna() | texts.isna(), len(kept))
        names += (f"one of {len(counts) - len(kept):,} other levels",)
    return Parts(names, codes.fillna(EMPTY).to_numpy(dtype=int))


def most_telling(dataset: Dataset, most: int = MOST_COLUMNS) -> list[Column]:
    """All columns; of more than `most` those whose parts alone tell most of the target, in the table's order.

    What is compared is the share of the target's variance between parts, less what chance gives to so many parts. A
    column that tells only together with others may be missed.
    """
    columns = dataset.schema.columns
    if len(columns) <= most:
        return list(columns)
    y = dataset.y if dataset.schema.kind == "regression" else np.eye(len(dataset.schema.classes))[dataset.y.astype(int)]
    target = np.reshape(y, (len(y), -1)).astype(float)
    told = [_told(parts_of(one, dataset.x[one.name]).codes + 1, target) for one in columns]
    return [columns[place] for place in sorted(np.argsort(-np.array(told), kind="stable")[:most])]


def _told(codes: np.ndarray, target: np.ndarray) -> float:
    """Adjusted share of variance between parts (ω²'s cousin ε²): 0 on average where a column tells nothing."""
    counts = np.bincount(codes)
    used, rows = int((counts > 0).sum()), len(codes)
    if used < 2 or rows <= used:
        return 0.0
    centred = target - target.mean(axis=0)
    sums = np.stack([np.bincount(codes, one, len(counts)) for one in centred.T])
    between = float((sums**2 / np.maximum(counts, 1)).sum())
    whole = float((centred**2).sum()) or 1.0
    return between / whole - (used - 1) / (rows - used) * (1 - between / whole)


def alike(columns: Sequence[Column], x: pd.DataFrame) -> dict[str, tuple[str, float]]:
    """Each column's strongest partner and how strong: Spearman's correlation of numbers and dates, else Cramér's V."""
    ranked = {one.name: ranks for one in columns if (ranks := _ranks(one, x[one.name])) is not None}
    codes = {one.name: parts_of(one, x[one.name]).codes + 1 for one in columns if one.role != "text"}
    found: dict[str, tuple[str, float]] = {}
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
            strength, partner = max(strengths, key=lambda one: one[0])
            found[first] = (partner, strength)
    return found


def _ranks(column: Column, cells: pd.Series) -> np.ndarray | None:
    """Ranks of length 1 around 0, the empty cells in the middle; None where there is no order."""
    if column.role not in ("numeric", "ordinal", "date"):
        return None
    values = dates(cells, column.date_format) if column.role == "date" else numbers(cells)
    ranks = values.rank()
    centred = (ranks - ranks.mean()).fillna(0.0).to_numpy()
    return np.asarray(centred / (np.linalg.norm(centred) or 1.0))


def _cramer(first: np.ndarray, second: np.ndarray) -> float:
    """Cramér's V of two columns' parts."""
    table = np.zeros((first.max() + 1, second.max() + 1))
    np.add.at(table, (first, second), 1)
    table = table[table.any(axis=1)][:, table.any(axis=0)]
    if min(table.shape) < 2:
        return 0.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    chi = float(((table - expected) ** 2 / expected).sum())
    return float(np.sqrt(chi / table.sum() / (min(table.shape) - 1)))
