"""An estimator's input X as a table whose columns have roles: by dtype in a frame, by content in an array."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types
from sklearn.utils import check_array
from sklearn.utils.validation import validate_data

from dlfund.core.errors import UserError
from dlfund.core.task_kind import TaskKind
from dlfund.data import Column, Schema
from dlfund.data.cells import number_text
from dlfund.data.tables import as_learned, with_seen
from dlfund.data.tables.missing import cut

DTYPES = {"numeric": "float64", "categorical": "str", "date": "datetime64[ns]"}
TRUTH = {"True": 1.0, "False": 0.0}  # a later column of truth values, where the fitted one held 1 and 0


def read_target(estimator: Any, y: Any) -> np.ndarray:
    """A numeric target, checked as scikit-learn checks it: no empty, infinite or complex values."""
    return check_array(y, accept_sparse="csr", ensure_2d=False, dtype=None, input_name="y", estimator=estimator)


def read_table(estimator: Any, X: Any, *, reset: bool) -> pd.DataFrame:
    """X as a frame with one column per feature, checked as scikit-learn checks it; empty cells are allowed.

    Args:
        estimator: the estimator that X was passed to; its `n_features_in_` and `feature_names_in_` are set or compared.
        X: pandas or polars frame, or array-like of shape (rows, features).
        reset: bool. True in `fit`.
    """
    if hasattr(X, "to_pandas"):
        X = X.to_pandas()
    if not isinstance(X, pd.DataFrame):
        X = validate_data(estimator, X, reset=reset, dtype=None, ensure_all_finite=False)
        return _numbers_where_possible(X)
    validate_data(estimator, X, reset=reset, skip_check_array=True)
    if X.empty:  # for scikit-learn's own error message
        validate_data(estimator, np.empty(X.shape), reset=False)
    table = X.set_axis([f"x{place}" for place in range(X.shape[1])], axis=1).reset_index(drop=True)
    return table.apply(_column)


def _numbers_where_possible(X: np.ndarray) -> pd.DataFrame:
    """Columns of text stay text; in the others a cell that is not a number is an error of float()."""
    names = [f"x{place}" for place in range(X.shape[1])]
    if X.dtype.kind not in "OUSb":
        return pd.DataFrame(_finite(X.astype(np.float64)), columns=names)
    columns = {}
    for name, values in zip(names, X.T, strict=True):
        texts = [isinstance(value, str) for value in values.tolist()]
        read = _texts if any(texts) else lambda cells: _finite(pd.Series(cells).astype(np.float64).to_numpy())
        columns[name] = read(values)
    return pd.DataFrame(columns)


def _column(column: pd.Series) -> pd.Series:
    column = _moments(column)
    if types.is_datetime64_any_dtype(column.dtype):
        naive = column.dt.tz_convert(None) if getattr(column.dt, "tz", None) is not None else column
        return naive.astype("datetime64[ns]")
    if types.is_timedelta64_dtype(column.dtype):
        return pd.Series(column.dt.total_seconds().to_numpy(dtype=np.float64))
    if types.is_bool_dtype(column.dtype):
        return _texts(column)
    if types.is_complex_dtype(column.dtype):
        raise ValueError(f"Complex data not supported\n{column.name}")
    if types.is_numeric_dtype(column.dtype):
        return pd.Series(_finite(column.to_numpy(dtype=np.float64, na_value=np.nan)))
    if column.dtype == object and not any(isinstance(value, (str, bool, np.bool_)) for value in column):
        return pd.Series(_finite(column.astype(np.float64).to_numpy()))
    return _texts(column)


def _moments(column: pd.Series) -> pd.Series:
    """Periods at their beginning; Python's dates, times and spans in the types that pandas has for them."""
    if isinstance(column.dtype, pd.PeriodDtype):
        return column.dt.to_timestamp()
    if column.dtype != object:
        return column
    match types.infer_dtype(column, skipna=True):
        case "date" | "datetime" | "datetime64":
            return pd.to_datetime(column, utc=True)
        case "timedelta" | "timedelta64":
            return pd.to_timedelta(column)
        case "period":
            return pd.to_datetime(column.map(lambda period: period.to_timestamp(), na_action="ignore"))
    return column


def _texts(cells: Any) -> pd.Series:
    """Text; whole numbers without .0, so that a column that had empty cells has the same categories."""
    cells = pd.Series(cells).reset_index(drop=True).astype(object)
    return cells.map(_text, na_action="ignore").astype("str")


def _text(cell: Any) -> str:
    return number_text(float(cell)) if isinstance(cell, (float, np.floating)) else str(cell)


def _finite(numbers: np.ndarray) -> np.ndarray:
    if np.isinf(numbers).any():
        raise ValueError("Input X contains infinity. Expected numbers or empty cells. Replace infinities by NaN first.")
    return numbers


def schema_of(table: pd.DataFrame, kind: TaskKind, classes: int) -> Schema:
    """A schema with the roles of a table's columns, from their dtypes, and their levels.

    Every column may have empty cells, as later rows may have some.
    """
    columns = [Column(str(name), _role(column.dtype), missing=True) for name, column in table.items()]
    seen = with_seen(table, columns)
    return Schema(
        name="table",
        title="",
        target="y",
        columns=tuple(replace(column, lowest=None, highest=None) for column in seen),
        classes=tuple(map(str, range(classes))),
        rows=len(table),
        kind=kind.name,
    )


def as_fitted(table: pd.DataFrame, schema: Schema, names: Sequence[str]) -> pd.DataFrame:
    """New rows with the roles and the categories of the fitted ones; a warning says what was spelled otherwise or new.

    An entirely empty column, which has lost its dtype, gets it back.

    Args:
        names: sequence of str. What the user calls the columns.

    Raises:
        UserError: a column of another role than in the fitted rows.
    """
    table = _of_roles(table, schema, names)
    shown = tuple(replace(column, name=name) for column, name in zip(schema.columns, names, strict=True))
    rows, notes = as_learned(table.set_axis(list(names), axis=1), replace(schema, columns=shown), refuses=False)
    for note in notes:
        warnings.warn(note, UserWarning, stacklevel=5)
    return rows.set_axis(schema.inputs, axis=1)


def _of_roles(table: pd.DataFrame, schema: Schema, names: Sequence[str]) -> pd.DataFrame:
    columns = {}
    for column, name in zip(schema.columns, names, strict=True):
        cells = table[column.name]
        role = _role(cells.dtype)
        if role == column.role:
            columns[column.name] = cells
        elif cells.isna().all():
            columns[column.name] = cells.astype(object).astype(DTYPES[column.role])
        elif column.role == "categorical":
            columns[column.name] = _texts(cells)
        elif column.role == "numeric" and cells.dropna().isin(TRUTH).all():
            columns[column.name] = cells.map(TRUTH)
        elif column.role == "date" and (moments := _iso_dates(cells)) is not None:
            columns[column.name] = moments
        else:
            raise UserError(
                f"Expected column {cut(name)!r} to be {column.role}, as in the training rows. Received: "
                f"{role}, such as {cells.dropna().iloc[0]!r}. Convert it first."
            )
    return pd.DataFrame(columns, index=table.index)


def _iso_dates(cells: pd.Series) -> pd.Series | None:
    """Texts such as 2024-01-31, which pandas writes for dates; None where a cell is another text."""
    moments = pd.to_datetime(cells, format="ISO8601", errors="coerce", utc=True)
    return None if (moments.isna() & cells.notna()).any() else moments.dt.tz_localize(None)


def _role(dtype: Any) -> str:
    if types.is_datetime64_any_dtype(dtype):
        return "date"
    return "numeric" if types.is_numeric_dtype(dtype) else "categorical"
