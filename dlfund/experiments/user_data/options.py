"""The options of `dlfund compare`, and what they mean to `dlfund.compare`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dlfund.core.errors import UserError
from dlfund.core.task_kind import LABELLED, TASK_KINDS
from dlfund.core.web_address import is_address

FILE = (
    "a CSV file (also .gz), Excel workbook, JSON lines, SQLite database, Parquet or Feather file, or its https address"
)
ROLES = ("numeric", "categorical", "ordinal", "date", "text")  # roles of columns that a user may set
READING = (
    *("delimiter", "decimal", "encoding", "thousands", "missing", "keep", "merge_spellings"),
    *("quote", "all_lines", "sheet", "table", "date_order"),
)
SAME = (
    *("target", "metric", "positive", "merge_rare", "minutes", "trials", "rows", "hold_out", "folds", "repeats"),
    *("dedupe", "log_target", "anyway", "seed", "name", "runs", "resume"),
)


def file_or_address(text: str) -> Path | str:
    """The path of a file, or an address as it was typed."""
    return text if is_address(text) else Path(text)


def add_to(parser: ArgumentParser) -> None:
    """The options, in the order in which a user needs them."""
    add = parser.add_argument
    add("file", type=file_or_address, help=FILE)
    add("--target", required=True, help="the column to predict")
    add("--minutes", type=float, help="time limit in minutes; fits that are too slow are stopped")
    usual = dict.fromkeys(TASK_KINDS[name].metric for name in LABELLED)
    add("--task", help=f"{_either(LABELLED)} (default: inferred from the target)")
    add("--metric", help=f"the deciding metric (default: {_either(usual)}, by the task)")
    for role in ROLES:
        add(f"--{role}", action="append", default=[], metavar="COLUMN", help=f"treat this column as {role}")
    add("--drop", action="append", default=[], metavar="COLUMN", help="leave this column out")
    add("--group", metavar="COLUMN", help="rows with the same value stay on one side of a fold")
    add("--time", metavar="COLUMN", help="rows are ordered by it; models are trained on the past only")
    add("--weight", metavar="COLUMN", help="how much each row counts, in fitting and in scores")
    add("--contenders", metavar="NAMES", help="contenders, separated by commas (default: all that suit the table)")
    add("--trials", type=int, help="trials for every contender and fold (default: by the number of rows)")
    add("--rows", type=int, help="at most how many rows take part (default: 100000)")
    add("--hold-out", type=int, metavar="ROWS", help="rows kept for the final score (default: a fifth of 2000 or more)")
    add("--positive", metavar="CLASS", help="of two classes the positive one (default: yes, true and the like)")
    add("--folds", type=int, help="parts that the rows are split into, each the test part once (default: by rows)")
    add("--repeats", type=int, help="how often the rows are split again, with another shuffle (default: by rows)")
    add("--dedupe", default="", metavar="WAY", help="copies of rows: drop them, or group them on one side of a fold")
    add("--log-target", action="store_true", help="learn the logarithm of a skewed target, such as a price")
    add("--merge-rare", action="store_true", help="merge classes with too few rows into one")
    add("--anyway", action="store_true", help="continue although a check finds that the scores can't be believed")
    add("--seed", type=int, default=0, help="seed of every split, search and initialisation (default: 0)")
    reading_options(parser)
    add("--merge-spellings", action="store_true", help="texts that differ only in case, quotes and the like are one")
    add("--name", help="name of the run's folder (default: the file's)")
    add("--resume", action="store_true", help="continue the latest run of this name; finished folds are kept")
    add("--runs", type=Path, default=Path("runs"), help="folder of all runs (default: runs)")


def calibrate(parser: ArgumentParser) -> None:
    """The options of `dlfund calibrate`: those of `dlfund compare`, and how many permuted targets are compared."""
    parser.add_argument("--permutations", type=int, default=20, help="how many permuted targets (default: 20)")
    add_to(parser)


def calibration(arguments: Namespace) -> None:
    """The verb."""
    from dlfund.experiments.user_data.read_and_calibrate import calibrate as verb

    verb(arguments)


def _either(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}"


def reading_options(parser: ArgumentParser) -> None:
    """How a file is written: of `dlfund compare`, and of `dlfund predict`."""
    add = parser.add_argument
    add("--delimiter", help="the character between cells (default: inferred)")
    add("--decimal", metavar="SIGN", help="the decimal sign (default: inferred)")
    add("--thousands", metavar="SIGN", help="the sign between thousands, such as , or ' or the word space")
    add("--missing", action="append", default=[], metavar="TEXT", help="cells that hold this text are empty")
    add("--keep", action="append", default=[], metavar="TEXT", help="a marker such as NA is a value in columns of text")
    add("--date-order", metavar="PART", help="day or month: what comes first in dates such as 03/04/2024")
    add("--quote", metavar="SIGN", help="the quotation mark around cells that hold the delimiter (default: inferred)")
    add("--all-lines", action="store_true", help="comments, units, totals and the like are rows too")
    add("--sheet", metavar="NAME", help="the sheet of an Excel workbook (default: the only one that holds cells)")
    add("--table", metavar="NAME", help="the table of an SQLite database (default: the only one)")
    add("--encoding", help="the file's encoding, such as cp1252 (default: inferred)")
    add("--header", action="store_true", help="the first line names the columns, whatever it looks like")
    add("--no-header", action="store_true", help="the first line is a row; columns are called column_1, column_2, …")


def reading(arguments: Namespace) -> dict[str, Any]:
    """How a file is to be read, as `dlfund.data.tables.read_table` has it."""
    given = vars(arguments)
    if arguments.header and arguments.no_header:
        raise UserError("Expected --header or --no-header. Received: both. Leave one out.")
    asked = {name: given[name] for name in READING if given.get(name)}
    return asked | ({"header": arguments.header} if arguments.header or arguments.no_header else {})


def read(arguments: Namespace) -> dict[str, Any]:
    """The options as arguments of `dlfund.compare`."""
    given = vars(arguments)
    marks = {name: given[name] for name in ("group", "time", "weight") if given[name] is not None}
    return {
        "source": arguments.file,
        "kind": arguments.task,
        "columns": {name: given[name] for name in (*ROLES, "drop") if given[name]} | marks,
        "reading": reading(arguments),
        "contenders": None
        if arguments.contenders is None
        else [name.strip() for name in arguments.contenders.split(",")],
        **{name: given[name] for name in SAME},
    }
