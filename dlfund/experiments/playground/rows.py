"""A table for the page: its columns as dlfund encodes them for a network, in numbers of four digits."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import numpy as np

from dlfund.core.errors import UserError
from dlfund.data import Dataset, load_dataset, tables
from dlfund.experiments.user_data.options import ROLES, reading

FORMAT = 1
MOST_ROWS, MOST_COLUMNS, MOST_ENCODED, MOST_CLASSES, LEAST_ROWS = 5_000, 20, 100, 10, 20
DIGITS = 4  # significant ones: the file stays small, and the page and its Keras program read the same number


def content_of(arguments: Namespace) -> dict[str, object]:
    """What the page is rendered from; without a table it draws rows by itself."""
    return {"format": FORMAT, "table": None if arguments.source is None else _table_of(_dataset(arguments))}


def _dataset(arguments: Namespace) -> Dataset:
    path = Path(arguments.source)
    if not path.is_file():
        if path.suffix or path.parent != Path():
            raise UserError(f"Expected a file or a data set's name. There is none of this name: {str(path)!r}.")
        if arguments.target is not None:
            raise UserError(
                f"Expected a file for --target. Received: {arguments.source!r}, which is none. A data set has its own."
            )
        return load_dataset(arguments.source)
    if arguments.target is None:
        raise UserError("Expected --target with a file: the column to predict. Received: none.")
    given = vars(arguments)
    textual = [name for role in ("categorical", "text", "date") for name in given[role]]
    table = tables.read_table(path, textual=textual, **reading(arguments))
    task = tables.task_of(table, arguments.target, kind=arguments.task, positive=arguments.positive)
    columns = tables.columns_of(table, target=arguments.target, **{role: given[role] for role in (*ROLES, "drop")})
    return tables.as_dataset(table, columns, task, name=path.name)


def _table_of(dataset: Dataset) -> dict[str, object]:
    """Numbers, names and notes; a seeded sample of a larger table."""
    schema = dataset.schema
    _check(dataset)
    notes = list(dataset.notes)
    if len(dataset) > MOST_ROWS:
        notes.append(f"{MOST_ROWS:,} of {len(dataset):,} rows, drawn at random, are on this page.")
        dataset = dataset.of_rows(np.sort(np.random.default_rng(0).permutation(len(dataset))[:MOST_ROWS]))
    from dlfund.data.encode import for_network  # scikit-learn, once the table is accepted

    encoder = for_network(schema).fit(dataset.x, dataset.y)
    columns = np.asarray(encoder.transform(dataset.x), dtype=float)
    if columns.shape[1] > MOST_ENCODED:
        raise UserError(
            f"Expected at most {MOST_ENCODED} encoded columns: a category has one for each level. Received: "
            f"{columns.shape[1]}. Leave columns out with --drop."
        )
    target, note = _target(dataset)
    notes.append("The columns are scaled by the means and deviations of all rows on this page, test rows too.")
    return {
        "name": schema.name,
        "title": f"{schema.target} of {schema.name}",
        "kind": schema.kind,
        "classes": list(schema.classes),
        "names": [str(name) for name in encoder.get_feature_names_out()],
        "columns": [_short(column) for column in columns.T],
        "y": _short(target),
        "notes": notes + note,
    }


def _check(dataset: Dataset) -> None:
    schema = dataset.schema
    if schema.role in ("array", "identifier") or schema.text is not None or not schema.task_kind.labelled:
        raise UserError(
            f"Expected a table to learn a class or a number from. Received: {schema.name!r}, which holds images, "
            "sequences, texts or identifiers, or has no target. Choose another, or none."
        )
    if len(schema.columns) > MOST_COLUMNS:
        raise UserError(
            f"Expected at most {MOST_COLUMNS} columns. Received: {len(schema.columns)}. Leave some out with --drop."
        )
    if len(dataset) < LEAST_ROWS:
        raise UserError(f"Expected at least {LEAST_ROWS} rows with a target. Received: {len(dataset)}. Add rows.")
    if len(schema.classes) > MOST_CLASSES:
        raise UserError(f"Expected at most {MOST_CLASSES} classes. Received: {len(schema.classes)}.")


def _target(dataset: Dataset) -> tuple[np.ndarray, list[str]]:
    """Class numbers; or numbers with mean 0 and deviation 1, and a sentence that says so."""
    y = np.asarray(dataset.y, dtype=float)
    if not dataset.schema.task_kind.target_scaled:
        return y, []
    mean, deviation = float(y.mean()), float(y.std()) or 1.0
    name = dataset.schema.target
    return (y - mean) / deviation, [f"The target is ({name} − {mean:.4g}) / {deviation:.4g}: mean 0, deviation 1."]


def _short(values: np.ndarray) -> list[float | int]:
    numbers = [float(f"{value:.{DIGITS}g}") for value in values]
    return [int(number) if number.is_integer() else number for number in numbers]
