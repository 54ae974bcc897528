"""Read a data set's folder into a table, and refuse a table that does not match its schema."""

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

from dlfund.core.code_folder import code_folder, own_folder
from dlfund.data.cells import dates, moments, numbers, texts_of
from dlfund.data.date_notation import notation
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
        order, group: array or None. For each row its position in time; its group.
        notes: tuple of str. What a reader of a result should know about the rows.
        weight: array of float or None. The weight of each row; None if all rows count the same.
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
        """The weights of the rows at these positions; None if all rows count the same."""
        return None if self.weight is None else self.weight[rows]

    def of_rows(self, rows: np.ndarray) -> Dataset:
        """The data set with the rows at these positions alone."""

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
    """The folder of data sets: the one that is named, or beside the named recipes, or `datasets/` in the working
    directory or above, or dlfund's own; never within a run.
    """
    named = os.environ.get("DLFUND_DATASETS")
    recipes = os.environ.get("DLFUND_RECIPES")
    if not named and recipes and any((Path(recipes).parent / "datasets").glob("*/schema.toml")):
        named = str(Path(recipes).parent / "datasets")
    return code_folder("datasets", "*/schema.toml", Path(named) if named else None)


def dataset_places(folder: Path | None = None) -> dict[str, Path]:
    """Each data set's folder by its name, from one folder of data sets; None: the user's, and dlfund's own beside."""
    folders = [own_folder("datasets"), datasets_folder()] if folder is None else [folder]
    return {path.parent.name: path.parent for place in folders for path in sorted(place.glob("*/schema.toml"))}


def load_dataset(
    name: str, *, option: str | None = None, rows: int | None = None, folder: Path | None = None
) -> Dataset:
    """The data set of this name, its checksum verified.

    Args:
        option: str or None. Other data for the same question, by its name in the schema; it may be downloaded.
        rows: int or None. Number of rows, which are generated or drawn from the data set; None: all.
        folder: Path or None. The folder of all data sets.

    Raises:
        DataError: no such data set, a missing or changed file, or a table that does not match its schema.
    """
    place = _place_of(name, folder)
    schema = read_schema(place, option)
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


def _place_of(name: str, folder: Path | None) -> Path:
    """The folder of the data set of this name; an error names the nearest ones if there is none."""
    known = dataset_places(folder)
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.4) or sorted(known)
        raise DataError(
            f"Expected the name of a data set in {folder or datasets_folder()}. Received: {name!r}. Nearest: "
            f"{', '.join(near) or 'none'}."
        )
    return known[name]


def _part_of(dataset: Dataset, rows: int | None) -> Dataset:
    """The first rows if they are ordered in time; else rows drawn at random with a fixed seed."""
    if rows is None:
        return dataset
    if not 0 < rows <= len(dataset):
        raise DataError(
            f"Expected between 1 and {len(dataset):,} rows: {dataset.schema.name!r} is not generated and has no more. "
            f"Received: rows={rows}."
        )
    return dataset.of_rows(part_of(len(dataset), rows, dataset.order))


def part_of(every: int, rows: int | None, order: np.ndarray | None = None) -> np.ndarray:
    """The positions of the rows of a smaller data set."""
    if rows is None:
        return np.arange(every)
    shuffled = np.random.default_rng(0).permutation(every)
    return np.sort((shuffled if order is None else np.argsort(order))[:rows])


def _found(table: pd.DataFrame, schema: Schema, expected: str = "") -> Dataset:
    """A table that code generated or fetched, with a note if its checksum is not the expected one."""
    sha256 = checksum(table)
    note = (
        f"The rows of {schema.name} are not those that its schema describes (checksum {sha256[:12]}…, expected "
        f"{expected[:12]}…): another version of a library or another kind of processor generated them."
    )
    notes = (note,) if expected and sha256 != expected else ()
    return as_dataset(table, replace(schema, sha256=sha256, rows=len(table)), notes)


def _verify(path: Path, schema: Schema) -> None:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(
            f"Expected the data of {schema.name!r} at {path}. It can't be read ({error.strerror}). "
            "Restore it with: git checkout -- datasets"
        ) from None
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 != schema.sha256:
        raise DataError(
            f"Expected {path} to have the checksum {schema.sha256[:12]}… that its schema.toml states. "
            f"Received: {sha256[:12]}…: the file was changed. Restore it with `git checkout -- datasets`, "
            "or, if you changed it on purpose, write the new sha256 into schema.toml."
        )


def check_columns(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """The schema's input columns of `table`, in order.

    Raises:
        DataError: a missing column, or a cell that does not fit its column's role.
    """
    missing = [name for name in schema.inputs if name not in table.columns]
    if missing:
        raise DataError(
            f"Expected the columns {_listed(schema.inputs)}. Missing: {_listed(missing)}. "
            f"Received: {_listed(list(map(str, table.columns)))}.{_alike(missing, table)} Name the columns as the "
            "training rows have them."
        )
    return pd.DataFrame({column.name: _values(table[column.name], column) for column in schema.columns})


def _alike(missing: list[str], table: pd.DataFrame) -> str:
    """A column of the table that may be a missing one under a name that differs a little; empty where there is none."""
    names = {str(name).casefold().strip(): str(name) for name in table.columns}
    close = difflib.get_close_matches(missing[0].casefold(), list(names), n=1, cutoff=0.8)
    return f" Is {names[close[0]]!r} the column {missing[0]!r}?" if close else ""


def _listed(names: list[str]) -> str:
    """The names; of a wide table the first ones, so that the message stays short."""
    more = f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
    return f"{names[:MOST_NAMES]}{more}"


def _values(cells: pd.Series, column: Column) -> pd.Series:
    """One input column, its cells read according to the column's role."""
    match column.role:
        case "numeric" | "ordinal":
            return _numbers(cells, missing=column.missing)
        case "date":
            values, moment = dates(cells, column.date_format), moments(cells, column.date_format)
            expectation = f"dates ({notation(column.date_format) if column.date_format else 'such as 2024-01-31'})"
            _refuse(moment.isna() & cells.notna(), cells, expectation)
            _refuse(values.isna() & (not column.missing), cells, f"{expectation} of the years 1678 to 2261")
            return values
        case _:
            # levels are text: 1 in one file and "1" in another are the same
            values = texts_of(cells, by_value=column.by_value)
            expectation = "no empty cell, since there was none in the training rows,"
            _refuse(values.isna() & (not column.missing), cells, expectation)
            return values


def _numbers(cells: pd.Series, *, missing: bool = False) -> pd.Series:
    values = numbers(cells)
    _refuse(~np.isfinite(values) & ~(cells.isna() & missing), cells, "finite numbers")
    return values


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
    order = table[schema.order].to_numpy() if schema.order else None
    group = table[schema.group].to_numpy() if schema.group else None
    y = _class_numbers(table, schema) if schema.classes else _numbers(table[schema.target]).to_numpy()
    return Dataset(schema, x, y, order=order, group=group, notes=notes)


def _class_numbers(table: pd.DataFrame, schema: Schema) -> np.ndarray:
    """Each row's class as its position in the schema."""
    y = pd.Index(schema.classes).get_indexer(table[schema.target].astype(str)).astype(np.int64)
    if (y < 0).any():
        row = int(np.flatnonzero(y < 0)[0])
        raise DataError(
            f"Expected {schema.target!r} to be one of {list(schema.classes)}. "
            f"Received: {str(table[schema.target].iloc[row])[:40]!r} in row {row + 1}. Correct the cell."
        )
    return np.asarray(y)


def _read_csv(path: Path, **options: Any) -> pd.DataFrame:
    try:
        with warnings.catch_warnings():
            # rows with one value more than the header are refused, not read as a table shifted by one column
            warnings.simplefilter("error", pd.errors.ParserWarning)
            # keep_default_na=False: a class named "None" or "NA" is not a missing value
            return pd.read_csv(path, index_col=False, keep_default_na=False, **options)
    except FileNotFoundError:
        raise DataError(f"Expected a CSV file at {path}. There is none.") from None
    except (OSError, UnicodeDecodeError, *UNREADABLE) as error:
        reason = re.sub(r"\s+", " ", str(error))
        raise DataError(f"Expected {path} to be a CSV file with a header line. It can't be read: {reason}.") from None
