"""The options of the commands that make or read runs: a function per command adds them to its parser."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from dlfund.experiments.user_data.options import file_or_address, reading_options

SHELLS = ("bash", "zsh", "fish", "powershell", "tcsh")
A_RUN = "a run: its folder, or a name in the folder of all runs (the latest finished one is taken)"
BEST = "a contender's name (default: the one with the best mean)"


def listed(verb: ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help="as JSON: each recipe's name, title and path")
    recipes(verb)


def new(verb: ArgumentParser) -> None:
    verb.add_argument("name", help="the new recipe's name: small letters, digits and _")
    recipes(verb)


def completion(verb: ArgumentParser) -> None:
    verb.add_argument("shell", choices=SHELLS, help="the shell to write for")


def output(verb: ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help="print a summary as JSON; progress goes to standard error")
    verb.add_argument("--quiet", action="store_true", help="print nothing but the page's path")


def run(verb: ArgumentParser) -> None:
    verb.add_argument("name", help="a recipe's name, as `dlfund list` shows it")
    verb.add_argument("--budget", default="normal", help="quick, normal or thorough (default: normal)")
    verb.add_argument("--data", metavar="OPTION", help="an option of the data set: other data for the same question")
    verb.add_argument("--resume", action="store_true", help="continue the latest run; no finished fold is repeated")
    runs(verb)
    recipes(verb)
    output(verb)


def a_run(verb: ArgumentParser) -> None:
    verb.add_argument("run", help=A_RUN)
    runs(verb)


def report(verb: ArgumentParser) -> None:
    a_run(verb)


def book(verb: ArgumentParser) -> None:
    runs(verb)
    recipes(verb)


def predict(verb: ArgumentParser) -> None:
    a_run(verb)
    verb.add_argument("file", type=file_or_address, help="a file with the input columns, as `dlfund compare` reads it")
    verb.add_argument("--model", help=BEST)
    verb.add_argument("--out", type=Path, help="a CSV file to write (default: standard output)")
    reading_options(verb)


def eject(verb: ArgumentParser) -> None:
    a_run(verb)
    verb.add_argument("--model", help=BEST)
    verb.add_argument("--out", type=Path, help="a folder to write to (default: ejected/NAME in the run's folder)")
    recipes(verb)


def export(verb: ArgumentParser) -> None:
    a_run(verb)
    verb.add_argument("--as", dest="kind", metavar="FORMAT", required=True, help="keras, onnx, savedmodel or skops")
    verb.add_argument("--model", help="a contender's name (default: the best that the format supports)")
    verb.add_argument("--out", type=Path, help="a folder to write to (default: exported/ in the run's folder)")


def trace(verb: ArgumentParser) -> None:
    verb.add_argument("name", help=f"{A_RUN}; or a recipe's name")
    verb.add_argument("--row", type=int, default=0, help="row of the data set, from 0 (default: 0)")
    verb.add_argument("--model", help="a network of the recipe (default: its first)")
    verb.add_argument("--json", action="store_true", help="as JSON, with every number")
    runs(verb)
    recipes(verb)


def look(verb: ArgumentParser) -> None:
    verb.add_argument("run", help=A_RUN)
    verb.add_argument("--model", help="a network of the run (default: the best that the page can compute)")
    runs(verb)
    recipes(verb)


def runs(verb: ArgumentParser) -> None:
    verb.add_argument("--runs", type=Path, default=Path("runs"), help="folder of all runs (default: runs)")


def recipes(verb: ArgumentParser) -> None:
    verb.add_argument(
        "--recipes", type=Path, metavar="FOLDER", help="folder of recipes (default: recipes/ here, or dlfund's own)"
    )
