"""The words behind `dlfund compare`: which options there are, and what they mean to `dlfund.compare`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

ROLES = ("numeric", "categorical", "ordinal", "date", "text")  # of columns, that a user may name
SAME = ("target", "metric", "merge_rare", "minutes", "trials", "rows", "hold_out", "anyway", "seed", "name", "runs")


def add_to(parser: ArgumentParser) -> None:
    """The options, in the order in which a user needs them."""
    add = parser.add_argument
    add("file", type=Path, help="a CSV file (also .gz) or a Parquet file")
    add("--target", required=True, help="the column to predict")
    add("--minutes", type=float, help="be done after so many; slow fits are stopped, not waited for")
    add("--task", help="binary, multiclass or regression (default: found from the target)")
    add("--metric", help="what decides (default: roc_auc, log_loss or rmse, by the task)")
    for role in ROLES:
        add(f"--{role}", action="append", default=[], metavar="COLUMN", help=f"take this column as {role}")
    add("--drop", action="append", default=[], metavar="COLUMN", help="leave this column out")
    add("--group", metavar="COLUMN", help="rows with the same value stay on one side of a fold")
    add("--time", metavar="COLUMN", help="rows are ordered by it; nothing is learned from the future")
    add("--weight", metavar="COLUMN", help="how much each row counts, in fitting and in scores")
    add("--contenders", metavar="NAMES", help="with commas between (default: all that fit)")
    add("--trials", type=int, help="for every contender and fold (default: by the number of rows)")
    add("--rows", type=int, help="how many take part at most (default: 100000)")
    add("--hold-out", type=int, metavar="ROWS", help="kept for the very end (default: a fifth of 2000 or more)")
    add("--merge-rare", action="store_true", help="make one class of those with too few rows")
    add("--anyway", action="store_true", help="go on where a check says that the scores could not be believed")
    add("--seed", type=int, default=0, help="of every split, search and start (default: 0)")
    add("--delimiter", help="between cells (default: found)")
    add("--decimal", help="the decimal sign (default: found)")
    add("--encoding", help="such as cp1252 (default: found)")
    add("--no-header", action="store_true", help="the first line is a row; columns are called column_1, column_2, …")
    add("--name", help="of the run's folder (default: the file's)")
    add("--runs", type=Path, default=Path("runs"), help="folder of all runs (default: runs)")


def read(arguments: Namespace) -> dict[str, Any]:
    """The options as arguments of `dlfund.compare`."""
    words = vars(arguments)
    marks = {name: words[name] for name in ("group", "time", "weight") if words[name] is not None}
    reading = {name: words[name] for name in ("delimiter", "decimal", "encoding") if words[name] is not None}
    return {
        "source": arguments.file,
        "kind": arguments.task,
        "columns": {name: words[name] for name in (*ROLES, "drop") if words[name]} | marks,
        "reading": reading | ({"header": False} if arguments.no_header else {}),
        "contenders": arguments.contenders.split(",") if arguments.contenders else None,
        **{name: words[name] for name in SAME},
    }
