"""What a table's columns mean: data about data, read from a `schema.toml`."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dlfund.data.errors import DataError

ROLES = ("numeric", "ordinal", "boolean", "categorical", "date", "identifier", "text")
MARKS = ("order", "group")  # columns that say how rows may be split, and are no inputs
KINDS = ("binary", "multiclass", "regression", "clustering")


@dataclass(frozen=True)
class Column:
    """One input column: its name, its role, and its unit for whoever reads the page.

    Roles are `numeric`, `ordinal` (a few whole numbers in an order, such as grades), `boolean` and `categorical` (a
    handful of values), `date`, `identifier` (many values, such as users) and `text`. Where `missing`, cells may be
    empty. Where `by_value`, categories had numbers or truth values for names: 1 and 1.0 are one, true and TRUE too.
    `date_format` is how a date is written in text, as `strptime` has it; empty for ISO 8601 (2024-01-31).
    """

    name: str
    role: str = "numeric"
    unit: str = ""
    description: str = ""
    missing: bool = False
    by_value: bool = False
    date_format: str = ""


@dataclass(frozen=True)
class TextFormat:
    """How text becomes numbers: so many different words, so many words a row."""

    vocabulary: int
    length: int


@dataclass(frozen=True)
class Schema:
    """What `schema.toml` says of a data set.

    Args:
        target: str. The column to predict.
        columns: tuple of Column. The inputs, in the order that every model sees.
        classes: tuple of str. Target values; of two, the second is the positive one. Empty for regression.
        rows: int. How many rows there are; of a generated table, how many are made if nobody asks for another number.
        sha256: str. Checksum of `data.csv`, or of the table that `generate.py` or `load.py` makes.
        best_possible: dict. Metric name to value and standard error, where the data is generated.
        margin_to_best: float or None. How near to it a good network comes.
        shape: tuple of int. Of one row that is an image or a sequence, held flat in the columns; empty for a table.
        text: TextFormat or None. For a column of text.
        kind: str. Kind of task; follows from the classes, unless these are hidden labels of `"clustering"`.
        order, group: str. The column by which rows are ordered in time; that names what belongs together. No inputs.
        options: dict. Other data for the same question, by name: what of this schema each one changes.
        option: str. The name of the option that this is the schema of; empty for the data set's own.
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
    margin_to_best: float | None = None
    shape: tuple[int, ...] = ()
    text: TextFormat | None = None
    kind: str = ""
    order: str = ""
    group: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    option: str = ""

    def __post_init__(self) -> None:
        if not self.kind:
            kind = {0: "regression", 2: "binary"}.get(len(self.classes), "multiclass")
            object.__setattr__(self, "kind", kind)

    @property
    def inputs(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def role(self) -> str:
        """What the inputs are, seen by a network: `"table"`, `"array"`, `"text"` or `"identifier"`."""
        roles = {column.role for column in self.columns}
        if self.shape:
            return "array"
        if roles == {"text"} and self.text is None:  # columns of text in somebody's table: no vocabulary is stated
            return "table"
        return roles.pop() if roles in ({"text"}, {"identifier"}) else "table"

    @classmethod
    def from_words(cls, name: str, words: dict[str, Any]) -> Schema:
        """A schema from what a TOML or JSON file says of it."""
        words = dict(words)
        columns, marks = _columns(words.pop("columns"))
        text = words.pop("text", None)
        return cls(
            name=name,
            columns=columns,
            classes=tuple(map(str, words.pop("classes", ()))),
            shape=tuple(words.pop("shape", ())),
            text=TextFormat(**text) if text else None,
            **marks | words,
        )


def read_schema(folder: Path, option: str | None = None) -> Schema:
    """The schema of one data set's folder; with `option`, of the other data that it offers under this name."""
    path = folder / "schema.toml"
    try:
        words = tomllib.loads(path.read_text(encoding="utf-8"))
        options = words.get("options", {})
        if option is not None:
            if option not in options:
                raise DataError(
                    f"Expected DATA to be an option of {folder.name!r}: {', '.join(options) or 'it has none'}. "
                    f"Received: {option!r}."
                )
            # what is known of the default data need not be true of other data
            mine = {"option": option, "sha256": "", "generated": False, "best_possible": {}, "margin_to_best": None}
            words = words | mine | {key: value for key, value in options[option].items() if key != "files"}
        schema = Schema.from_words(folder.name, words)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError, KeyError, AttributeError) as error:
        raise DataError(f"Expected {path} to describe a data set. It can't be read: {error}.") from None
    _check(schema, path)
    return schema


def _columns(words: list[dict[str, Any]]) -> tuple[tuple[Column, ...], dict[str, str]]:
    """The input columns, `repeat = 3` written out as name_0, name_1, name_2; and the columns that mark rows."""
    inputs, marks = [], {}
    for column in words:
        rest = {key: value for key, value in column.items() if key != "repeat"}
        if rest.get("role") in MARKS:
            marks[rest["role"]] = rest["name"]
        elif "repeat" in column:
            inputs += [Column(**rest | {"name": f"{rest['name']}_{number}"}) for number in range(column["repeat"])]
        else:
            inputs.append(Column(**rest))
    return tuple(inputs), marks


def _check(schema: Schema, path: Path) -> None:
    """Refuse a schema that would be read without a murmur and judged wrongly."""
    if schema.kind not in KINDS or (schema.kind == "clustering" and len(schema.classes) < 2):
        raise DataError(
            f"Expected kind to be one of {KINDS}, clustering with its hidden classes, in {path}. "
            f"Received: kind={schema.kind!r}, classes={list(schema.classes)}."
        )
    if schema.shape and math.prod(schema.shape) != len(schema.columns):
        raise DataError(
            f"Expected as many columns as a row of shape {list(schema.shape)} has numbers, in {path}: "
            f"{math.prod(schema.shape)}. Received: {len(schema.columns)}."
        )
    if any(column.role == "text" for column in schema.columns) and (len(schema.columns) > 1 or schema.text is None):
        raise DataError(
            f"Expected a text column to be the only input, and [text] vocabulary and length, in {path}. "
            f"Received: columns {schema.inputs}, text={schema.text}."
        )
    for column in schema.columns:
        if column.role not in ROLES:
            raise DataError(
                f"Expected every column's role to be one of {ROLES} in {path}. "
                f"Received: role={column.role!r} of column {column.name!r}."
            )
    if (
        not schema.inputs
        or len(set(schema.inputs)) != len(schema.inputs)
        or schema.target in [*schema.inputs, schema.order, schema.group]
    ):
        raise DataError(
            f"Expected different input columns, and the target not among them, in {path}: a model that sees the "
            f"target knows the answer. Received: target {schema.target!r}, columns {schema.inputs}."
        )
    if len(schema.classes) == 1 or len(set(schema.classes)) != len(schema.classes):
        raise DataError(
            f"Expected two or more different classes in {path}, or none for regression. "
            f"Received: {list(schema.classes)}."
        )
