"""What a table's columns mean: data about data, read from a `schema.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dlfund.data.errors import DataError

ROLES = ("numeric", "categorical")


@dataclass(frozen=True)
class Column:
    """One input column: its name, its role, and its unit for whoever reads the page."""

    name: str
    role: str = "numeric"
    unit: str = ""
    description: str = ""


@dataclass(frozen=True)
class Schema:
    """What `schema.toml` says of a data set.

    Args:
        target: str. The column to predict.
        columns: tuple of Column. The inputs, in the order that every model sees.
        classes: tuple of str. Target values; of two, the second is the positive one. Empty for regression.
        sha256: str. Checksum of `data.csv`.
        best_possible: dict. Metric name to value and standard error, where the data is generated.
    """

    name: str
    title: str
    target: str
    columns: tuple[Column, ...]
    classes: tuple[str, ...] = ()
    rows: int = 0
    sha256: str = ""
    generated: bool = False
    source: str = ""
    licence: str = ""
    best_possible: dict[str, Any] = field(default_factory=dict)

    @property
    def inputs(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def kind(self) -> str:
        """The kind of task: binary, multiclass or regression."""
        return {0: "regression", 2: "binary"}.get(len(self.classes), "multiclass")


def read_schema(folder: Path) -> Schema:
    """The schema of one data set's folder."""
    path = folder / "schema.toml"
    try:
        words = tomllib.loads(path.read_text(encoding="utf-8"))
        columns = tuple(Column(**column) for column in words.pop("columns"))
        classes = tuple(map(str, words.pop("classes", ())))
        schema = Schema(name=folder.name, columns=columns, classes=classes, **words)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError, KeyError) as error:
        raise DataError(f"Expected {path} to describe a data set. It can't be read: {error}.") from None
    _check(schema, path)
    return schema


def _check(schema: Schema, path: Path) -> None:
    """Refuse a schema that would be read without a murmur and judged wrongly."""
    for column in schema.columns:
        if column.role not in ROLES:
            raise DataError(
                f"Expected every column's role to be one of {ROLES} in {path}. "
                f"Received: role={column.role!r} of column {column.name!r}."
            )
    if not schema.inputs or len(set(schema.inputs)) != len(schema.inputs) or schema.target in schema.inputs:
        raise DataError(
            f"Expected different input columns, and the target not among them, in {path}: a model that sees the "
            f"target knows the answer. Received: target {schema.target!r}, columns {schema.inputs}."
        )
    if len(schema.classes) == 1 or len(set(schema.classes)) != len(schema.classes):
        raise DataError(
            f"Expected two or more different classes in {path}, or none for regression. "
            f"Received: {list(schema.classes)}."
        )
