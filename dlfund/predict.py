"""Predict new rows with what a run saved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from dlfund.comparison.result import Result
from dlfund.comparison.saved import load
from dlfund.data import Schema, check_columns, read_rows
from dlfund.quiet import quiet_stderr
from dlfund.sentence import UserError
from dlfund.table import read_rows_like


def predict_table(run: Path, file: Path, model: str | None = None) -> pd.DataFrame:
    """The rows of a CSV file with their predictions beside them.

    Args:
        run: Path. A finished run's folder.
        file: Path. A CSV file with the input columns, for somebody's own table also Parquet; other columns are kept
            and not used.
        model: str or None. A contender's name; None takes the one with the best mean.

    Returns:
        DataFrame: the rows, then the class and its probability, or the predicted number.
    """
    result = Result.read(run)
    schema = _schema(result)
    name = model or result.ranked()[0]["name"]
    names = [one["name"] for one in result.content["contenders"]]
    if name not in names:
        raise UserError(f"Expected --model to be a contender of this run: {', '.join(names)}. Received: {name!r}.")
    table = _rows(file, result, schema)
    inputs = check_columns(table, schema)
    with quiet_stderr():  # a network's first prediction imports and wakes its backend
        predictions = np.asarray(load(result.folder / "models" / name, schema).predict(inputs))
    return pd.concat([table, _columns(schema, predictions)], axis=1)


def _rows(file: Path, result: Result, schema: Schema) -> pd.DataFrame:
    """New rows, read as those were that the run learned from."""
    own = result.content.get("table")
    if own is None:
        return read_rows(file)
    return read_rows_like(file, schema, **own["reading"]).frame


def _schema(result: Result) -> Schema:
    """The schema as it was when the run was made."""
    words = {key: value for key, value in result.content["dataset"].items() if key in Schema.__dataclass_fields__}
    return Schema.from_words(words.pop("name"), words)


def _columns(schema: Schema, predictions: np.ndarray) -> pd.DataFrame:
    if not schema.classes:
        return pd.DataFrame({schema.target: predictions})
    if predictions.ndim == 1:
        predictions = np.column_stack([1 - predictions, predictions])
    decided = np.array(schema.classes)[predictions.argmax(axis=1)]
    shares = {f"probability_{name}": predictions[:, number].round(6) for number, name in enumerate(schema.classes)}
    return pd.DataFrame({f"predicted_{schema.target}": decided, **shares})
