"""The rows beside a script, and the lines that read them back, exact to the last digit."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from dlfund.core.atomic_write import atomic_write
from dlfund.data import Column, Dataset
from dlfund.data.date_notation import EPOCHS, ISO_WEEK, QUARTERS
from dlfund.data.tables.level_finder import level_finder
from dlfund.data.tables.missing import MISSING_MARKERS
from dlfund.data.tables.spellings import spelling_key
from dlfund.data.tables.truth_pairs import truth_of
from dlfund.experiments.export.script.code_layout import Node, laid_out
from dlfund.experiments.export.script.expression import Expressions

NUMBERS = ("numeric", "ordinal")
_FORM = (
    'f"Expected {path} to have the columns of data.csv, with numbers such as 1234.5, "',
    '"without units and thousands signs; --decimal , reads 1234,5 in the file of --predict. "',
)
_AS_KNOWN = (
    "def as_known(rows, known):",
    '    """New rows in the spellings of the known ones; standard error tells what was read so, and what is new."""',
    "    rows = rows.copy()",
)
_RESPELL = (
    "    for name in RESPELLED:",
    "        levels = tuple(sorted(known[name].dropna().unique()))",
    "        find = level_finder(levels{truth})",
    "        strange = [text for text in rows[name].dropna().unique() if text not in levels]",
    "        meant = {{text: level for text in strange if (level := find(text)) is not None}}",
    "        if meant:",
    "            rows[name] = rows[name].replace(meant)",
    '            print(f"{{name!r}} is read as the known rows have it: {{meant}}", file=sys.stderr)',
)
_REPORT = (
    "    for name in CATEGORIES:",
    "        new = rows[name][rows[name].notna() & ~rows[name].isin(known[name])]",
    "        if len(new):",
    '            counts = ", ".join(f"{text!r} ({count})" for text, count in new.value_counts()[:4].items())',
    '            print(f"{name!r}: {len(new)} of {len(rows)} cells are in no known row: {counts}", file=sys.stderr)',
    "    return rows",
)
_UNITS = 'f"The units that are left out: {UNITS}. "'
_LACKING = (
    "        names = list(pd.read_csv(path, sep=delimiter, nrows=0))",
    "        if lacking := [name for name in COLUMNS if name not in names]:",
    "            raise SystemExit(",
    '                f"Expected {path} to have the columns of data.csv, spelled as there. Received: none called "',
    '                f"{lacking}, but {names}. Rename them; or, if no commas are between the cells, pass "',
    """                '--delimiter ";" with --predict.'""",
    "            )",
)
_RECEIVED = 'f"Received: {error}."'
_EMPTY = (
    "    for name in {full}:",
    "        if (empty := table[name].isna()).any():",
    "            raise SystemExit(",
    '                f"Expected no empty cell in column {name!r} of {path}, since there was none in the training "',
    '                f"rows. Received: one in row {empty.idxmax() + 1} ({empty.sum()} such rows)."',
    "            )",
)


def write_table(dataset: Dataset, path: Path) -> None:
    """The inputs and the target as CSV: text quoted, empty cells empty, numbers with all their digits."""
    table = dataset.x.copy()
    classes = np.array(dataset.schema.classes, dtype=object)
    table[dataset.schema.target] = classes[dataset.y] if len(classes) else dataset.y
    with atomic_write(path) as beside:
        table.to_csv(beside, index=False, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")


def constants(dataset: Dataset) -> dict[str, list[str]]:
    """The lists of column names that a script begins with, by what they are called there."""
    schema = dataset.schema
    lists = {"COLUMNS": schema.inputs, "TEXTS": _of(dataset, "categorical", "boolean", "text", "identifier")}
    lists |= {"DATES": _of(dataset, "date"), "NUMBERS": _of(dataset, *NUMBERS)}
    lists |= {"CATEGORIES": _of(dataset, "categorical", "boolean")}
    lists["GAPS"] = [name for name in lists["TEXTS"] if not (dataset.x[name] == "").any()]
    lists["FULL"] = [column.name for column in _inputs(dataset) if not column.missing]
    lists["RESPELLED"] = [column.name for column in _respelled(dataset)]
    equal = [name for name in ("NUMBERS", "FULL") if lists[name] == lists["COLUMNS"]]
    return {name: names for name, names in lists.items() if names and name not in equal}


def _of(dataset: Dataset, *roles: str) -> list[str]:
    return [column.name for column in dataset.schema.columns if column.role in roles]


def _units(dataset: Dataset) -> dict[str, str]:
    """What stood beside the numbers of a column where the run read it."""
    written = {column.name: column.written for column in dataset.schema.columns}
    return {name: known.unit for name, known in written.items() if known is not None and known.unit}


def reading_code(dataset: Dataset, write: Expressions) -> str:
    """`inputs(path)` and `targets(table)`: the columns in the run's order, and class numbers or numbers."""
    write.imports.module("pandas", "pd")
    lists, schema = constants(dataset), dataset.schema
    numbers = "NUMBERS" if "NUMBERS" in lists else "COLUMNS"
    types = [f"dict.fromkeys({numbers}, float)"] if _of(dataset, *NUMBERS) else []
    quoted = [name for name in ("TEXTS", "DATES") if name in lists]
    types += [f"dict.fromkeys({' + '.join(quoted)}, str)"] if quoted else []
    types += ["{TARGET: str}"] if schema.classes else ["{TARGET: float}"]
    marked = [numbers] if _of(dataset, *NUMBERS) else []
    marked += ["DATES"] if "DATES" in lists else []
    empty = [f"dict.fromkeys({' + '.join(marked)}, EMPTY)"] if marked else []
    empty += ['dict.fromkeys(GAPS, [""])'] if "GAPS" in lists else []
    lines = [
        'def read(path, delimiter=",", decimal="."):',
        '    """The table as it was compared: the inputs in order, and the target where the file has it."""',
        f"    types = {' | '.join(types)}",
        f"    empty = {' | '.join(empty) or '{}'}  # in a column of text, NA stays a text",
        "    try:",
        *_LACKING,
        "        table = pd.read_csv(",
        "            path, sep=delimiter, decimal=decimal, dtype=types, na_values=empty, keep_default_na=False, "
        "index_col=False",
        "        )",
        "    except ValueError as error:",
        "        raise SystemExit(",
        *(f"            {line}" for line in (*_FORM, *([_UNITS] if _units(dataset) else []), _RECEIVED)),
        "        ) from None",
        *_no_empty_cells(dataset, lists),
    ]
    if "DATES" in lists:
        lines += _date_lines(dataset)
    lines += ["    return table[COLUMNS], targets(table[TARGET]) if TARGET in table else None", "", ""]
    lines += ["def targets(column):"]
    if schema.classes:
        lines += [
            '    """Class numbers, in the order of CLASSES."""',
            "    return pd.Index(CLASSES).get_indexer(column)",
        ]
    else:
        lines += ['    """The numbers to be predicted."""', "    return column.to_numpy()"]
    return "\n".join(lines)


def _no_empty_cells(dataset: Dataset, lists: dict[str, list[str]]) -> tuple[str, ...]:
    """The lines that refuse an empty cell where the training rows had none; nothing if every column had some."""
    if "FULL" not in lists and any(column.missing for column in _inputs(dataset)):
        return ()
    loop, *rest = _EMPTY
    return (loop.format(full="FULL" if "FULL" in lists else "COLUMNS"), *rest)


def _inputs(dataset: Dataset) -> list[Column]:
    return [column for column in dataset.schema.columns if column.name in dataset.schema.inputs]


def _formats(dataset: Dataset) -> dict[str, str]:
    """How the dates of a column were written where that is not ISO 8601 and `strptime` reads it."""
    others = (*EPOCHS, *QUARTERS, ISO_WEEK, f"{ISO_WEEK}-%u", "")
    dates = [column for column in dataset.schema.columns if column.role == "date"]
    return {column.name: column.date_format for column in dates if column.date_format not in others}


def _date_lines(dataset: Dataset) -> list[str]:
    """Dates as data.csv has them, or as the run's table had them; another cell is a sentence."""
    written = _formats(dataset)
    as_then = [
        "        if name in DATE_FORMATS:  # as the table of the run has them",
        '            there = pd.to_datetime(table[name], format=DATE_FORMATS[name], errors="coerce")',
        "            moments = moments.fillna(there)",
    ]
    return [
        "    for name in DATES:",
        '        moments = pd.to_datetime(table[name], format="ISO8601", errors="coerce")',
        *(as_then if written else []),
        "        if (wrong := moments.isna() & table[name].notna()).any():",
        "            raise SystemExit(",
        '                f"Expected dates such as 2024-01-31 in column {name!r} of {path}. Received: "',
        '                f"{table[name][wrong].iloc[0]!r} ({wrong.sum()} such cells). Write them so, or empty them."',
        "            )",
        '        table[name] = moments.astype("datetime64[ns]")',
    ]


def comparing_code(dataset: Dataset, write: Expressions) -> list[str]:
    """`as_known(rows, known)`, where categories may be written another way in new rows; else nothing.

    It reads their texts as `dlfund predict` does, by the same functions.
    """
    if not _of(dataset, "categorical", "boolean"):
        return []
    write.imports.module("sys")
    if not (columns := _respelled(dataset)):
        return ["\n".join([*_AS_KNOWN, *_REPORT])]
    write.copies.take(level_finder)
    says = any(_says(column.levels) for column in columns)
    truth = f", {write.copies.take(truth_of)}" if says else ""
    return ["\n".join([*_AS_KNOWN, *(line.format(truth=truth) for line in _RESPELL), *_REPORT])]


def _respelled(dataset: Dataset) -> list[Column]:
    """The columns of which the levels were recorded: other spellings of theirs are read as they are."""
    return [column for column in dataset.schema.columns if column.levels]


def _says(levels: tuple[str, ...]) -> bool:
    """Whether every level says yes or no."""
    return all(truth_of(spelling_key(level)) is not None for level in levels)


def constants_code(dataset: Dataset, write: Expressions) -> str:
    """TARGET, CLASSES and the lists of columns, every name as a literal."""
    schema = dataset.schema
    written: dict[str, Node] = {"TARGET": write.of(schema.target)}
    if schema.classes:
        written["CLASSES"] = write.of(list(schema.classes))
    plain = Expressions(write.imports, write.copies)  # these lists are what the names stand for
    written |= {name: plain.of(names) for name, names in constants(dataset).items()}
    if _of(dataset, *NUMBERS, "date"):
        written["EMPTY"] = plain.of(["", *MISSING_MARKERS])
    if formats := _formats(dataset):
        written["DATE_FORMATS"] = plain.of(formats)
    if units := _units(dataset):
        written["UNITS"] = plain.of(units)
    return "\n".join(f"{name} = {laid_out(node, 0, len(name) + 3)}" for name, node in written.items())
