"""The options of `dlfund play`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from dlfund.core.errors import UserError
from dlfund.core.task_kind import LABELLED
from dlfund.experiments.user_data.options import ROLES, reading_options


def add_to(parser: ArgumentParser) -> None:
    """The options, in the order in which a user needs them."""
    add = parser.add_argument
    add("source", nargs="?", metavar="table", help="a file as `dlfund compare` reads it, or a data set's name")
    add("--target", help="the column to predict; a data set brings its own")
    add("--out", type=Path, help="the file to write (default: play.html; with --load the file's name with .keras)")
    add("--load", type=Path, metavar="FILE", help="turn what the page kept into a Keras model")
    add("--task", help=f"{', '.join(LABELLED)} (default: inferred from the target)")
    add("--positive", metavar="CLASS", help="of two classes the positive one (default: yes, true and the like)")
    for role in ROLES:
        add(f"--{role}", action="append", default=[], metavar="COLUMN", help=f"treat this column as {role}")
    add("--drop", action="append", default=[], metavar="COLUMN", help="leave this column out")
    reading_options(parser)


def play(arguments: Namespace) -> None:
    """The verb."""
    check(arguments)
    from dlfund.experiments.playground import verb

    verb.write(arguments)


def check(arguments: Namespace) -> None:
    """Refuse options that contradict each other.

    Raises:
        UserError: a table and a kept network, or a suffix that the written file can't have.
    """
    if arguments.load is not None and (arguments.source is not None or arguments.target is not None):
        raise UserError("Expected --load alone, or a table. Received: both. Leave one out.")
    if arguments.target is not None and arguments.source is None:
        raise UserError("Expected a table for --target. Received: none. Name a file, such as my.csv.")
    suffix = ".keras" if arguments.load is not None else ".html"
    if arguments.out is not None and arguments.out.suffix != suffix:
        raise UserError(f"Expected --out to end in {suffix}. Received: {str(arguments.out)!r}.")
