"""Predict new rows with a model that a run saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dlfund.comparison.running.run_folder import reads_a_run
from dlfund.comparison.running.saved_models import load, predictions_of
from dlfund.core.atomic_write import atomic_write
from dlfund.core.contender_labels import label_of
from dlfund.core.counted import counted
from dlfund.core.errors import UserError, printable
from dlfund.core.path_component import inside
from dlfund.core.quiet import quiet_stderr, tell
from dlfund.core.web_address import is_address
from dlfund.data import Schema, check_columns
from dlfund.data.tables import Table, as_learned, with_dates
from dlfund.data.tables.column_names import different_names
from dlfund.data.tables.missing import named
from dlfund.experiments.run_checks import contender_with_model, result_with
from dlfund.experiments.sources.registry import new_rows


@dataclass(frozen=True)
class Predicted:
    """The rows of a file, and what was predicted for them.

    Args:
        table: Table. As it was read, with each cell's text where it has any.
        answer: DataFrame. Of the predictions alone, under names that the table does not have.
    """

    table: Table
    answer: pd.DataFrame

    def frame(self) -> pd.DataFrame:
        """The rows with their predictions, as values."""
        return pd.concat([self.table.frame, self.answer], axis=1)

    def write(self, out: Path | None) -> str | None:
        """The rows as they were written, with their predictions, in a file or as text.

        The delimiter and the decimal sign are those of the file, so that the same run can read it.
        """
        texts, table = self.table.texts, self.table
        rows = pd.concat([table.frame if texts is None else texts, self.answer], axis=1)
        delimiter = table.delimiter if len(table.delimiter.strip(" ")) else ","
        decimal = "," if table.decimal == "," and delimiter != "," else "."
        how: dict[str, Any] = {"sep": delimiter, "decimal": decimal, "index": False}
        if out is None:
            return str(rows.to_csv(**how))
        # a mark says that it is UTF-8 where the rows were in another encoding
        marked = table.encoding not in ("", "utf-8")
        with atomic_write(out, fix="Name another file with --out.") as beside:
            rows.to_csv(beside, encoding="utf-8-sig" if marked else "utf-8", **how)
        return None


def predict_table(
    run: Path, file: str | Path, model: str | None = None, *, reading: Mapping[str, Any] | None = None
) -> pd.DataFrame:
    """The rows of a file with their predictions, as values.

    Args:
        run: Path. A finished run's folder.
        file: path or address of a file with the input columns, as `read_table` reads it; other columns are kept and not
            used.
        model: str or None. A contender's name; None takes the one with the best mean.
        reading: mapping or None. What is not as in the run's table: `{"decimal": ","}`, as `read_table` has it.

    Returns:
        DataFrame: the rows, then `predicted_<target>` and, for classes, one `probability_<class>` each. Where the file
        has a column with such a name, the prediction's gets a number: `predicted_<target>_2`.
    """
    return predicted(run, file, model, reading=reading).frame()


@reads_a_run
def predicted(
    run: Path, file: str | Path, model: str | None = None, *, reading: Mapping[str, Any] | None = None
) -> Predicted:
    """The rows of a file and their predictions; arguments as `predict_table` has them."""
    result = result_with(run, model)
    schema = result.dataset.schema
    name = contender_with_model(result, model)
    table = new_rows(file, result, reading)
    frame, dated = with_dates(table.frame, schema, table.date_order)
    inputs, notes = as_learned(check_columns(frame, schema), schema)
    for note in (*table.notes, *unused_columns(table.frame, schema), *dated, *notes):
        tell(printable(note))
    with quiet_stderr():  # a network's first prediction imports and wakes its backend
        predictions = predictions_of(load(inside(result.folder or run, "models", name), schema), inputs, schema, name)
    tell(f"Predicted {counted(len(inputs), 'row')} with: {label_of(name)} ({name}).")
    answer = _columns(schema, predictions)
    names, _ = different_names([*table.frame.columns, *answer.columns])  # a file may hold earlier predictions
    return Predicted(table, answer.set_axis(names[len(table.frame.columns) :], axis=1))


def unused_columns(frame: pd.DataFrame, schema: Schema) -> tuple[str, ...]:
    """A sentence on the columns that no model asks for, the target among them; empty where there are none."""
    others = [str(name) for name in frame if name not in schema.inputs]
    if not others:
        return ()
    return (f"Not used for the predictions: {named(others)}.",)


def check_out(out: Path | None, file: str | Path) -> None:
    """Refuse to write over the rows that are read, or where nothing can be written, before anything is computed.

    Raises:
        UserError: what is wrong with `--out`.
    """
    if out is None:
        return
    if out.is_dir():
        raise UserError(f"Expected --out to name a file. Received: {out}, a folder. Name a file in it.")
    if not out.parent.is_dir():
        raise UserError(
            f"Expected --out in a folder that is there. Received: {out}, but there is no folder "
            f"{out.parent}. Make it first."
        )
    if out.exists() and not is_address(file) and Path(file).exists() and out.samefile(file):
        raise UserError(f"Expected --out to name another file than the rows. Received: {out} for both. Name a new one.")


def _columns(schema: Schema, predictions: np.ndarray) -> pd.DataFrame:
    if not schema.classes:
        return pd.DataFrame({f"predicted_{schema.target}": predictions})
    if predictions.ndim == 1:
        predictions = np.column_stack([1 - predictions, predictions])
    decided = np.array(schema.classes)[predictions.argmax(axis=1)]
    shares = {f"probability_{name}": predictions[:, number].round(6) for number, name in enumerate(schema.classes)}
    return pd.DataFrame({f"predicted_{schema.target}": decided, **shares})
