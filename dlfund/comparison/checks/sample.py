"""The rows that the checks examine: all of them, or a sample small enough that 2,000 columns and 1,000,000 rows
take seconds.

rows = min(100,000, 3,000,000 / columns), at least 1,000, drawn at random, in the table's order
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dlfund.data import Column, Dataset, Fold

CELLS, MOST_ROWS, FEWEST_ROWS = 3_000_000, 100_000, 1_000
LEAST = 20  # rows below which no column is examined: chance could explain anything
NUMBERS = ("numeric", "ordinal", "date")


@dataclass(frozen=True)
class Sample:
    """A data set, its folds, and the rows of it that are examined.

    Args:
        dataset: Dataset.
        folds: tuple of Fold. The outer folds; empty if they are not known.
        rows: array of int. Row numbers, ascending.
        seed: int. Of every draw.
    """

    dataset: Dataset
    folds: tuple[Fold, ...]
    rows: np.ndarray
    seed: int = 0

    @classmethod
    def of(cls, dataset: Dataset, folds: Sequence[Fold] | None, seed: int) -> Sample:
        most = int(np.clip(CELLS // max(1, len(dataset.schema.columns)), FEWEST_ROWS, MOST_ROWS))
        every = np.arange(len(dataset))
        drawn = np.random.default_rng(seed).choice(every, most, replace=False) if len(every) > most else every
        tested = tuple(fold for fold in folds or () if len(fold.test))
        return cls(dataset, tested, np.sort(drawn), seed)

    @property
    def is_part(self) -> bool:
        return len(self.rows) < len(self.dataset)

    @property
    def has_classes(self) -> bool:
        return self.dataset.schema.task_kind.has_classes

    @property
    def has_target(self) -> bool:
        """Hidden labels of groups are not examined."""
        return self.dataset.schema.task_kind.labelled

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns with a meaning of their own; none in images, sequences and recommenders."""
        return self.dataset.schema.columns if self.dataset.schema.role in ("table", "text") else ()

    @cached_property
    def x(self) -> pd.DataFrame:
        return self.dataset.x.iloc[self.rows] if self.is_part else self.dataset.x

    @cached_property
    def y(self) -> np.ndarray:
        return np.asarray(self.dataset.y)[self.rows]

    @cached_property
    def moments(self) -> np.ndarray | None:
        """Each row's place in time as a number, from the order column, else the first complete date column."""
        order = self.dataset.order
        if order is not None:
            return pd.factorize(np.asarray(order)[self.rows], sort=True)[0].astype(float)
        dates = [column.name for column in self.columns if column.role == "date"]
        complete = [name for name in dates if not self.x[name].isna().any()]
        return self.numbers(complete[0]) if complete else None

    def column(self, name: str) -> Column:
        return self._roles[name]

    def numbers(self, name: str) -> np.ndarray:
        """A column as float64, NaN where empty; a date in days, categories by their codes."""
        if self.column(name).role == "date":
            days = self.x[name].to_numpy(dtype="datetime64[ns]")
            return np.where(np.isnat(days), np.nan, days.astype(np.int64) / 86_400e9)
        if self.column(name).role in NUMBERS:
            return self.x[name].to_numpy(dtype=float)
        codes = self.codes(name)
        return np.where(codes < 0, np.nan, codes)

    def codes(self, name: str) -> np.ndarray:
        """A number for each different cell, in the order of appearance; -1 where empty."""
        return self._coded(name)[0]

    def levels(self, name: str) -> int:
        """The number of different cells."""
        return self._coded(name)[1]

    def places_of(self, rows: np.ndarray) -> np.ndarray:
        """The positions of the examined rows that are among these rows of the table."""
        chosen = np.zeros(len(self.dataset), dtype=bool)
        chosen[rows] = True
        return np.flatnonzero(chosen[self.rows])

    def at_most(self, rows: int) -> np.ndarray:
        """At most this many positions, drawn at random, in order."""
        every = np.arange(len(self.rows))
        if len(every) <= rows:
            return every
        return np.sort(np.random.default_rng(self.seed).choice(every, rows, replace=False))

    def one_per_group(self, places: np.ndarray) -> np.ndarray:
        """One place per group, drawn at random: rows of one patient, for example, are not independent."""
        if self.dataset.group is None:
            return places
        shuffled = np.random.default_rng(self.seed).permutation(places)
        group = pd.factorize(np.asarray(self.dataset.group)[self.rows[shuffled]])[0]
        return np.sort(shuffled[np.unique(group, return_index=True)[1]])

    @cached_property
    def _roles(self) -> dict[str, Column]:
        return {column.name: column for column in self.dataset.schema.columns}

    @cached_property
    def _kept_codes(self) -> dict[str, tuple[np.ndarray, int]]:
        return {}

    def _coded(self, name: str) -> tuple[np.ndarray, int]:
        if name not in self._kept_codes:
            codes, levels = pd.factorize(self.x[name])
            self._kept_codes[name] = codes.astype(np.int32), len(levels)
        return self._kept_codes[name]
