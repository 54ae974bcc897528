"""Read a data set's folder into a table, and refuse a table that is not the one described."""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dlfund.data.cells import dates, moments, numbers, texts_of
from dlfund.data.errors import DataError
from dlfund.data.folder import checksum, downloaded_table, generated_table, loaded_table
from dlfund.data.schema import Column, Schema, read_schema

MOST_NAMES = 20  # in a sentence
UNREADABLE = (pd.errors.ParserError, pd.errors.EmptyDataError, pd.errors.ParserWarning)


@dataclass(frozen=True)
class Dataset:
    """A table and what is known about it.

    Args:
        schema: Schema.
        x: DataFrame, one row per example, the schema's input columns in order.
        y: array. Class numbers (0, 1, …) in the order of `schema.classes`, or numbers.
        order, group: array or None. For each row its place in time; what it belongs to.
        notes: tuple of str. What a reader of a result should know about the rows.
        weight: array of float or None. How much each row counts; None where all count the same.
    """

    schema: Schema
    x: pd.DataFrame
    y: np.ndarray
    order: np.ndarray | None = None
    group: np.ndarray | None = None
    notes: tuple[str, ...] = ()
    weight: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.y)

    def weight_of(self, rows: np.ndarray) -> np.ndarray | None:
        """How much each of these rows counts, by their places; None where all count the same."""
        return None if self.weight is None else self.weight[rows]

    def of_rows(self, rows: np.ndarray) -> Dataset:
        """The same data set with these rows alone, by their places."""

        def chosen(values: np.ndarray | None) -> np.ndarray | None:
            return None if values is None else values[rows]

        return replace(
            self,
            schema=replace(self.schema, rows=len(rows)),
            x=self.x.iloc[rows].reset_index(drop=True),
            y=self.y[rows],
            order=chosen(self.order),
            group=chosen(self.group),
            weight=self.weight_of(rows),
        )


def datasets_folder() -> Path:
    """Where data sets live: $DLFUND_DATASETS, `datasets/` here or above, or beside the package."""
    if "DLFUND_DATASETS" in os.environ:
        return Path(os.environ["DLFUND_DATASETS"])
    here = Path.cwd()
    places = [folder / "datasets" for folder in (here, *here.parents, Path(__file__).parents[2])]
    return next((place for place in places if any(place.glob("*/schema.toml"))), places[-1])


def load_dataset(
    name: str, *, option: str | None = None, rows: int | None = None, folder: Path | None = None
) -> Dataset:
    """The data set of this name, its checksum verified.

    Args:
        option: str or None. Other data for the same question, as the schema names it; it may be downloaded.
        rows: int or None. How many rows: generated, or a part of what there is.
        folder: Path or None. Of all data sets.

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
    schema, place = read_schema(folder / name, option), folder / name
    if option is not None:
        return _part_of(_found(downloaded_table(place, option), schema), rows)
    path = place / "data.csv"
    if not path.exists() and (place / "generate.py").exists():
        return _found(generated_table(place, rows), schema, expected=schema.sha256 if rows is None else "")
    if not path.exists() and (place / "load.py").exists():
        return _part_of(_found(loaded_table(place), schema, expected=schema.sha256), rows)
    _verify(path, schema)
    table = _read_csv(path, dtype={schema.target: str} if schema.classes else None)
    return _part_of(as_dataset(table, schema), rows)


def _part_of(dataset: Dataset, rows: int | None) -> Dataset:
    """The first rows where they have an order; elsewhere rows drawn at random, always the same ones."""
    if rows is None:
        return dataset
    if not 0 < rows <= len(dataset):
        raise DataError(
            f"Expected between 1 and {len(dataset):,} rows: {dataset.schema.name!r} is not generated and has no more. "
            f"Received: rows={rows}."
        )
    shuffled = np.random.default_rng(0).permutation(len(dataset))
    return dataset.of_rows(np.sort((shuffled if dataset.order is None else np.argsort(dataset.order))[:rows]))


def _found(table: pd.DataFrame, schema: Schema, expected: str = "") -> Dataset:
    """A table that code made or fetched, with a note if it is not the expected one."""
    found = checksum(table)
    note = (
        f"The rows of {schema.name} are not those that its schema describes (checksum {found[:12]}…, expected "
        f"{expected[:12]}…): another version of a library or another kind of processor made them."
    )
    notes = (note,) if expected and found != expected else ()
    return as_dataset(table, replace(schema, sha256=found, rows=len(table)), notes)


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
            f"Expected the columns {_listed(schema.inputs)}. Missing: {_listed(missing)}. "
            f"Received: {_listed(list(map(str, table.columns)))}."
        )
    return pd.DataFrame({column.name: _values(table[column.name], column) for column in schema.columns})


def _listed(names: list[str]) -> str:
    """The names; of a wide table the first ones, as a sentence stays one."""
    more = f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
    return f"{names[:MOST_NAMES]}{more}"


def _values(cells: pd.Series, column: Column) -> pd.Series:
    """One input column, each cell as the column's role has it."""
    match column.role:
        case "numeric" | "ordinal":
            return _numbers(cells, missing=column.missing)
        case "date":
            found, moment = dates(cells, column.date_format), moments(cells, column.date_format)
            asked = f"dates ({column.date_format or 'such as 2024-01-31'})"
            _refuse(moment.isna() & cells.notna(), cells, asked)
            _refuse(found.isna() & (not column.missing), cells, f"{asked} of the years 1678 to 2261")
            return found
        case _:
            # a category is text: 1 in one file and "1" in the next are the same
            found = texts_of(cells, by_value=column.by_value)
            asked = "no empty cell, as there was none in the rows that were learned from,"
            _refuse(found.isna() & (not column.missing), cells, asked)
            return found


def _numbers(cells: pd.Series, *, missing: bool = False) -> pd.Series:
    found = numbers(cells)
    _refuse(~np.isfinite(found) & ~(cells.isna() & missing), cells, "finite numbers")
    return found


def _refuse(wrong: pd.Series, cells: pd.Series, expected: str) -> None:
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise DataError(
            f"Expected {expected} in column {cells.name!r}. Received: {str(cells.iloc[row])[:40]!r} "
            f"in row {row + 1} ({wrong.sum()} such rows)."
        )


def as_dataset(table: pd.DataFrame, schema: Schema, notes: tuple[str, ...] = ()) -> Dataset:
    """A table in memory as a Dataset, checked against its schema."""
    if schema.target not in table.columns:
        raise DataError(f"Expected the target column {schema.target!r}. Received: {list(map(str, table.columns))}.")
    if missing := [name for name in (schema.order, schema.group) if name and name not in table.columns]:
        raise DataError(f"Expected the columns {missing}, by which rows are split. Received: {list(map(str, table))}.")
    x = check_columns(table, schema)
    marks: dict[str, Any] = {
        "order": table[schema.order].to_numpy() if schema.order else None,
        "group": table[schema.group].to_numpy() if schema.group else None,
        "notes": notes,
    }
    if not schema.classes:
        return Dataset(schema, x, _numbers(table[schema.target]).to_numpy(), **marks)
    y = pd.Index(schema.classes).get_indexer(table[schema.target].astype(str)).astype(np.int64)
    if (y < 0).any():
        row = int(np.flatnonzero(y < 0)[0])
        raise DataError(
            f"Expected {schema.target!r} to be one of {list(schema.classes)}. "
            f"Received: {str(table[schema.target].iloc[row])[:40]!r} in row {row + 1}."
        )
    return Dataset(schema, x, y, **marks)


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
