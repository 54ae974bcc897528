"""The rows beside a script, and the lines that read them back as they were, to the last digit."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from dlfund.data import Dataset
from dlfund.eject.expression import Expressions
from dlfund.eject.layout import Node, laid_out
from dlfund.whole_file import whole_file

NUMBERS = ("numeric", "ordinal")


def write_table(dataset: Dataset, path: Path) -> None:
    """The inputs and the target as CSV: text quoted, empty cells empty, numbers with all their digits."""
    table = dataset.x.copy()
    classes = np.array(dataset.schema.classes, dtype=object)
    table[dataset.schema.target] = classes[dataset.y] if len(classes) else dataset.y
    with whole_file(path) as beside:
        table.to_csv(beside, index=False, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")


def constants(dataset: Dataset) -> dict[str, list[str]]:
    """The lists of column names that a script begins with, by what they are called there."""
    schema = dataset.schema
    lists = {"COLUMNS": schema.inputs, "TEXTS": _of(dataset, "categorical", "boolean", "text", "identifier")}
    lists |= {"DATES": _of(dataset, "date"), "NUMBERS": _of(dataset, *NUMBERS)}
    lists["GAPS"] = [name for name in lists["TEXTS"] if dataset.x[name].isna().any()]
    if lists["NUMBERS"] == lists["COLUMNS"]:
        del lists["NUMBERS"]
    return {name: names for name, names in lists.items() if names}


def _of(dataset: Dataset, *roles: str) -> list[str]:
    return [column.name for column in dataset.schema.columns if column.role in roles]


def reading_code(dataset: Dataset, write: Expressions) -> str:
    """`inputs(path)` and `targets(table)`: the columns in the run's order, and class numbers or numbers."""
    write.imports.module("pandas", "pd")
    lists, schema = constants(dataset), dataset.schema
    numbers = "NUMBERS" if "NUMBERS" in lists else "COLUMNS"
    types = [f"dict.fromkeys({numbers}, float)"] if _of(dataset, *NUMBERS) else []
    words = [name for name in ("TEXTS", "DATES") if name in lists]
    types += [f"dict.fromkeys({' + '.join(words)}, str)"] if words else []
    types += ["{TARGET: str}"] if schema.classes else ["{TARGET: float}"]
    empty = [numbers] if _of(dataset, *NUMBERS) else []
    empty += [name for name in ("GAPS", "DATES") if name in lists]
    lines = [
        "def read(path):",
        '    """The table as it was compared: the inputs in order, and the target where the file has it."""',
        f"    types = {' | '.join(types)}",
        f'    empty = dict.fromkeys({" + ".join(empty) or "[]"}, [""])  # a word such as NA is a word',
        "    table = pd.read_csv(path, dtype=types, na_values=empty, keep_default_na=False, index_col=False)",
    ]
    if "DATES" in lists:
        lines += [
            "    for name in DATES:",
            '        table[name] = pd.to_datetime(table[name], format="ISO8601").astype("datetime64[ns]")',
        ]
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


def constants_code(dataset: Dataset, write: Expressions) -> str:
    """TARGET, CLASSES and the lists of columns, every name as a literal."""
    schema = dataset.schema
    written: dict[str, Node] = {"TARGET": write.of(schema.target)}
    if schema.classes:
        written["CLASSES"] = write.of(list(schema.classes))
    plain = Expressions(write.imports, write.transplants)  # these lists are what the names stand for
    written |= {name: plain.of(names) for name, names in constants(dataset).items()}
    return "\n".join(f"{name} = {laid_out(node, 0, len(name) + 3)}" for name, node in written.items())
