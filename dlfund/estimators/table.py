"""What scikit-learn hands an estimator, as a table with roles: a frame's dtypes say them, an array is all numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types
from sklearn.utils.validation import validate_data

from dlfund.data import Column, Schema
from dlfund.sentence import UserError

DTYPES = {"numeric": "float64", "categorical": "str", "date": "datetime64[ns]"}


def read_table(estimator: Any, X: Any, *, reset: bool) -> pd.DataFrame:
    """X as a frame with a column a feature, checked as scikit-learn checks it; empty cells are allowed.

    Args:
        estimator: the estimator that X was given to; `n_features_in_` and `feature_names_in_` are set or compared.
        X: pandas or polars frame, or array-like of shape (rows, features).
        reset: bool. True in `fit`.
    """
    if hasattr(X, "to_pandas"):
        X = X.to_pandas()
    if not isinstance(X, pd.DataFrame):
        X = validate_data(estimator, X, reset=reset, dtype=None, ensure_all_finite=False)
        return _numbers_where_possible(X)
    validate_data(estimator, X, reset=reset, skip_check_array=True)
    if X.empty:  # scikit-learn's own sentence about it
        validate_data(estimator, np.empty(X.shape), reset=False)
    table = X.set_axis([f"x{place}" for place in range(X.shape[1])], axis=1).reset_index(drop=True)
    return table.apply(_column)


def _numbers_where_possible(X: np.ndarray) -> pd.DataFrame:
    """Arrays of objects may hold words; a cell that is neither word nor number is an error of float()."""
    names = [f"x{place}" for place in range(X.shape[1])]
    if X.dtype.kind not in "OUSb":
        return pd.DataFrame(_finite(X.astype(np.float64)), columns=names)
    columns = {}
    for name, values in zip(names, X.T, strict=True):
        words = [isinstance(value, str) for value in values.tolist()]
        kind = _words if any(words) else lambda cells: _finite(pd.Series(cells).astype(np.float64).to_numpy())
        columns[name] = kind(values)
    return pd.DataFrame(columns)


def _column(column: pd.Series) -> pd.Series:
    if types.is_datetime64_any_dtype(column.dtype):
        naive = column.dt.tz_convert(None) if getattr(column.dt, "tz", None) is not None else column
        return naive.astype("datetime64[ns]")
    if types.is_bool_dtype(column.dtype):
        return _words(column)
    if types.is_complex_dtype(column.dtype):
        raise ValueError(f"Complex data not supported\n{column.name}")
    if types.is_numeric_dtype(column.dtype):
        return pd.Series(_finite(column.to_numpy(dtype=np.float64, na_value=np.nan)))
    if column.dtype == object and not any(isinstance(value, (str, bool, np.bool_)) for value in column):
        return pd.Series(_finite(column.astype(np.float64).to_numpy()))
    return _words(column)


def _words(cells: Any) -> pd.Series:
    cells = pd.Series(cells).reset_index(drop=True)
    return cells.astype(object).where(cells.isna(), cells.astype(str)).astype("str")


def _finite(numbers: np.ndarray) -> np.ndarray:
    if np.isinf(numbers).any():
        raise ValueError("Input X contains infinity. Expected numbers or empty cells. Replace infinities by NaN first.")
    return numbers


def schema_of(table: pd.DataFrame, kind: str, classes: int) -> Schema:
    """The roles of a table's columns, by what they hold."""
    columns = tuple(
        Column(str(name), _role(column.dtype), missing=bool(column.isna().any())) for name, column in table.items()
    )
    return Schema(
        name="table",
        title="",
        target="y",
        columns=columns,
        classes=tuple(map(str, range(classes))) if kind != "regression" else (),
        rows=len(table),
        kind=kind,
    )


def as_fitted(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """New rows with the roles that the fitted ones had: a column that is wholly empty here has lost its dtype."""
    given = {column.name: _role(table[column.name].dtype) for column in schema.columns}
    columns = {}
    for column in schema.columns:
        cells, role = table[column.name], given[column.name]
        if role == column.role:
            columns[column.name] = cells
        elif cells.isna().all():
            columns[column.name] = cells.astype(object).astype(DTYPES[column.role])
        elif column.role == "categorical":
            columns[column.name] = _words(cells)
        else:
            place = schema.inputs.index(column.name)
            raise UserError(
                f"Expected column {place} (counted from 0) to be {column.role}, as in the rows that were learned. "
                f"Received: {role}, such as {cells.dropna().iloc[0]!r}. Convert it first."
            )
    return pd.DataFrame(columns, index=table.index)


def _role(dtype: Any) -> str:
    if types.is_datetime64_any_dtype(dtype):
        return "date"
    return "numeric" if types.is_numeric_dtype(dtype) else "categorical"
