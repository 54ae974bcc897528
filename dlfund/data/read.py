"""Read a data set's folder into a table, and refuse a table that is not the one described."""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dlfund.data.errors import DataError
from dlfund.data.schema import Schema, read_schema

UNREADABLE = (pd.errors.ParserError, pd.errors.EmptyDataError, pd.errors.ParserWarning)


@dataclass(frozen=True)
class Dataset:
    """A table and what is known about it.

    Args:
        schema: Schema.
        x: DataFrame, one row per example, the schema's input columns in order.
        y: array. Class numbers (0, 1, …) in the order of `schema.classes`, or numbers.
    """

    schema: Schema
    x: pd.DataFrame
    y: np.ndarray

    def __len__(self) -> int:
        return len(self.y)


def datasets_folder() -> Path:
    """Where data sets live: $DLFUND_DATASETS, `datasets/` here or above, or beside the package."""
    if "DLFUND_DATASETS" in os.environ:
        return Path(os.environ["DLFUND_DATASETS"])
    here = Path.cwd()
    places = [folder / "datasets" for folder in (here, *here.parents, Path(__file__).parents[2])]
    return next((place for place in places if any(place.glob("*/schema.toml"))), places[-1])


def load_dataset(name: str, folder: Path | None = None) -> Dataset:
    """The data set of this name, its checksum verified.

    Raises:
        DataError: no such data set, a missing or changed file, or a table that is not as described.
    """
    folder = datasets_folder() if folder is None else folder
    known = sorted(path.parent.name for path in folder.glob("*/schema.toml"))
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.4) or known
        raise DataError(
            f"Expected the name of a data set in {folder}. Received: {name!r}. Nearest: {', '.join(near) or 'none'}."
        )
    schema = read_schema(folder / name)
    path = folder / name / "data.csv"
    _verify(path, schema)
    return as_dataset(_read_csv(path, dtype={schema.target: str} if schema.classes else None), schema)


def _verify(path: Path, schema: Schema) -> None:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(
            f"Expected the data of {schema.name!r} at {path}. It can't be read ({error.strerror}). "
            "Restore it with: git checkout -- datasets"
        ) from None
    found = hashlib.sha256(content).hexdigest()
    if found != schema.sha256:
        raise DataError(
            f"Expected {path} to have the checksum {schema.sha256[:12]}… that its schema.toml states. "
            f"Received: {found[:12]}…: the file was changed. Restore it with `git checkout -- datasets`, "
            "or, if you changed it on purpose, write the new sha256 into schema.toml."
        )


def check_columns(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """The schema's input columns of `table`, in order; anything amiss is a DataError."""
    missing = [name for name in schema.inputs if name not in table.columns]
    if missing:
        raise DataError(
            f"Expected the columns {schema.inputs}. Missing: {missing}. Received: {list(map(str, table.columns))}."
        )
    x = table[schema.inputs].copy()
    for column in schema.columns:
        # a category is text: 1 in one file and "1" in the next are the same
        x[column.name] = _numbers(x[column.name]) if column.role == "numeric" else x[column.name].astype(str)
    return x


def _numbers(values: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(values, errors="coerce").astype(float)
    wrong = ~np.isfinite(numbers.to_numpy())
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise DataError(
            f"Expected finite numbers in column {values.name!r}. Received: {str(values.iloc[row])[:40]!r} "
            f"in row {row + 1} ({wrong.sum()} such rows)."
        )
    return numbers


def as_dataset(table: pd.DataFrame, schema: Schema) -> Dataset:
    """A table in memory as a Dataset, checked against its schema."""
    if schema.target not in table.columns:
        raise DataError(f"Expected the target column {schema.target!r}. Received: {list(map(str, table.columns))}.")
    x = check_columns(table, schema)
    if not schema.classes:
        return Dataset(schema, x, _numbers(table[schema.target]).to_numpy())
    y = pd.Index(schema.classes).get_indexer(table[schema.target].astype(str)).astype(np.int64)
    if (y < 0).any():
        row = int(np.flatnonzero(y < 0)[0])
        raise DataError(
            f"Expected {schema.target!r} to be one of {list(schema.classes)}. "
            f"Received: {str(table[schema.target].iloc[row])[:40]!r} in row {row + 1}."
        )
    return Dataset(schema, x, y)


def read_rows(path: Path) -> pd.DataFrame:
    """A user's CSV file, for predicting; `check_columns` says whether a model can use it."""
    table = _read_csv(path)
    if table.empty:
        raise DataError(f"Expected {path} to hold at least one row under its header. It holds none.")
    return table


def _read_csv(path: Path, **options: Any) -> pd.DataFrame:
    try:
        with warnings.catch_warnings():
            # rows with one value more than the header are refused, not read as a table shifted by a column
            warnings.simplefilter("error", pd.errors.ParserWarning)
            # keep_default_na=False: a class called "None" or "NA" is no missing value
            return pd.read_csv(path, index_col=False, keep_default_na=False, **options)
    except FileNotFoundError:
        raise DataError(f"Expected a CSV file at {path}. There is none.") from None
    except (OSError, UnicodeDecodeError, *UNREADABLE) as error:
        reason = re.sub(r"\s+", " ", str(error))
        raise DataError(f"Expected {path} to be a CSV file with a header line. It can't be read: {reason}.") from None
