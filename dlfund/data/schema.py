"""The schema of a table: what its columns mean, read from a `schema.toml`."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dlfund.core.as_json import OPTIONAL
from dlfund.core.errors import printable
from dlfund.core.log_target import TargetLog
from dlfund.core.task_kind import TASK_KINDS, TaskKind, kind_of_classes
from dlfund.core.typed_json import JsonObject, short, typed
from dlfund.data.errors import DataError
from dlfund.data.written import Written

ROLES = ("numeric", "ordinal", "boolean", "categorical", "date", "identifier", "text")
MOST_REPEATS = 1_000_000  # columns that one entry describes
MARKS = ("order", "group")  # columns by which rows are split, and which are no inputs


@dataclass(frozen=True)
class Column:
    """One input column: its name, its role, and its unit for the page.

    Roles are `numeric`, `ordinal` (a few ordered whole numbers, such as grades), `boolean` and `categorical` (few
    levels), `date`, `identifier` (many levels, such as users) and `text`. If `missing`, cells may be empty. If
    `by_value`, levels are numbers or truth values: 1 and 1.0 are the same, and so are true and TRUE. `date_format` is
    the format of a date in text for `strptime`; empty: ISO 8601 (2024-01-31). `written` is how other cells are written
    if they are not plain. `levels` are the categories of the rows that were learned from, and `lowest` and `highest`
    their numbers' limits, where they are known.
    """

    name: str
    role: str = "numeric"
    unit: str = ""
    description: str = ""
    missing: bool = False
    by_value: bool = False
    date_format: str = ""
    written: Written | None = field(default=None, metadata=OPTIONAL)
    levels: tuple[str, ...] = field(default=(), metadata=OPTIONAL)
    lowest: float | None = field(default=None, metadata=OPTIONAL)
    highest: float | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class TextFormat:
    """How text becomes numbers: the number of different words, and the number of words per row."""

    vocabulary: int
    length: int


@dataclass(frozen=True)
class Schema:
    """The content of a data set's `schema.toml`.

    Args:
        target: str. The column to predict.
        columns: tuple of Column. The inputs, in the order in which every model gets them.
        classes: tuple of str. Target values; of two, the second is the positive one. Empty for regression.
        rows: int. Number of rows; for a generated table the default number.
        sha256: str. Checksum of `data.csv`, or of the table that `generate.py` or `load.py` returns.
        best_possible: dict. Metric name to value and standard error, if the data is generated.
        margin_to_best: float or None. The distance within which a good network comes to it.
        shape: tuple of int. Shape of a row that is an image or a sequence, flattened in the columns; empty for a table.
        text: TextFormat or None. For a column of text.
        kind: str. Kind of task; follows from the classes, unless these are the hidden labels of `"clustering"`.
        order, group: str. The columns that order rows in time, and that name the group of each row. No inputs.
        options: dict. Other data for the same question, by name, with the entries of this schema that each replaces.
        option: str. The name of the option that this schema describes; empty for the data set itself.
        target_log: str. The logarithm of the target that is learned, as `dlfund.core.log_target` has it; empty: none.
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
    best_possible: Mapping[str, Any] = field(default_factory=dict)
    margin_to_best: float | None = None
    shape: tuple[int, ...] = ()
    text: TextFormat | None = None
    kind: str = ""
    order: str = ""
    group: str = ""
    options: dict[str, JsonObject] = field(default_factory=dict)
    option: str = ""
    target_log: TargetLog = field(default="", metadata=OPTIONAL)

    def __post_init__(self) -> None:
        if not self.kind:
            object.__setattr__(self, "kind", kind_of_classes(len(self.classes)).name)

    @property
    def task_kind(self) -> TaskKind:
        """Every fact about the kind of task."""
        return TASK_KINDS[self.kind]

    @property
    def inputs(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def role(self) -> str:
        """What the inputs are for a network: `"table"`, `"array"`, `"text"` or `"identifier"`."""
        roles = {column.role for column in self.columns}
        if self.shape:
            return "array"
        if roles == {"text"} and self.text is None:  # columns of text in a user table have no vocabulary
            return "table"
        return roles.pop() if roles in ({"text"}, {"identifier"}) else "table"

    @classmethod
    def from_content(cls, name: str, content: JsonObject) -> Schema:
        """A schema from the content of its TOML or JSON file."""
        content = dict(content)
        columns, marks = _columns(content.pop("columns"))
        text = content.pop("text", None)
        return cls(
            name=name,
            columns=columns,
            classes=tuple(map(str, content.pop("classes", ()))),
            shape=tuple(content.pop("shape", ())),
            text=TextFormat(**text) if text else None,
            **marks | content,
        )


def read_schema(folder: Path, option: str | None = None) -> Schema:
    """The schema in a data set's folder; with `option`, the schema of the other data of this name.

    Raises:
        DataError: no such option, or a schema that can't be read or is inconsistent.
    """
    path = folder / "schema.toml"
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        options = content.get("options", {})
        if option is not None:
            if option not in options:
                raise DataError(
                    f"Expected DATA to be an option of {folder.name!r}: {', '.join(options) or 'it has none'}. "
                    f"Received: {option!r}."
                )
            # facts about the default data may not hold for other data
            mine = {"option": option, "sha256": "", "generated": False, "best_possible": {}, "margin_to_best": None}
            content = content | mine | {key: value for key, value in options[option].items() if key != "files"}
        schema = Schema.from_content(folder.name, content)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError, KeyError, AttributeError) as error:
        why = printable(" ".join(str(error).split())[:300]).rstrip(".")
        raise DataError(f"Expected {path} to describe a data set. It can't be read: {why}.") from None
    _check(schema, path)
    return schema


def _columns(entries: list[JsonObject]) -> tuple[tuple[Column, ...], JsonObject]:
    """The input columns, with `repeat = 3` expanded to name_0, name_1, name_2; and the columns of MARKS."""
    inputs: list[Column] = []
    marks: JsonObject = {}
    for column in entries:
        rest = {key: value for key, value in column.items() if key != "repeat"}
        if rest.get("role") in MARKS:
            marks[rest["role"]] = rest["name"]
        elif "repeat" in column:
            if not isinstance(column["repeat"], int) or not 0 < column["repeat"] <= MOST_REPEATS:
                raise TypeError(f"repeat is {short(column['repeat'])}, and may be 1 to {MOST_REPEATS:,}")
            inputs += [Column(**rest | {"name": f"{rest['name']}_{number}"}) for number in range(column["repeat"])]
        else:
            known = rest.get("written")
            written = None if known is None else typed(Written, known)
            inputs.append(Column(**rest | {"written": written, "levels": tuple(rest.get("levels", ()))}))
    return tuple(inputs), marks


def _check(schema: Schema, path: Path) -> None:
    """Refuse an inconsistent schema, which would otherwise give wrong scores without an error."""
    known = TASK_KINDS.get(schema.kind)
    if known is None or not (known.labelled or known.fits(len(schema.classes))):
        raise DataError(
            f"Expected kind to be one of {tuple(TASK_KINDS)}, clustering with its hidden classes, in {path}. "
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
