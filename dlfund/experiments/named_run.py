"""The run that a command is about: every command finds it by the same names.

dlfund predict kunden new.csv     the latest finished run in runs/kunden, of a table or of a recipe
dlfund report runs/kunden         the latest finished run in this folder
dlfund look runs/kunden/2026-…    this run; `.` where it is the working directory
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from dlfund.core.errors import UserError
from dlfund.core.path_component import inside
from dlfund.experiments import recipe_files

RESULTS = "results.json"
SHOWN = 5  # names of runs in a sentence


def finished_run(name: str, runs: Path) -> Path | None:
    """The folder of the run that is named: itself, else the latest finished one in it, else in a folder of all runs.

    Args:
        name: str. A run's folder, a folder of runs of one name, or such a name: a recipe's, or a table's.
        runs: Path. The folder of all runs.

    Returns:
        Path or None: None where there is no finished run.
    """
    given = Path(name)
    if (given / RESULTS).exists():
        return given
    if given.is_file() and given.name == RESULTS:
        return given.parent
    for folder in _folders(given, runs):
        finished = sorted(folder.glob(f"*/{RESULTS}"), key=lambda path: (path.stat().st_mtime_ns, path))
        if finished:
            return finished[-1].parent
    return None


def _folders(given: Path, runs: Path) -> Iterator[Path]:
    yield given
    if str(given) == given.name:  # no path
        yield inside(runs, given.name, what="a run's name")


def run_folder(name: str, runs: Path) -> Path:
    """The same, where there must be such a run.

    Raises:
        UserError: there is none; the sentence names those that are there, or the command that makes one.
    """
    if (folder := finished_run(name, runs)) is not None:
        return folder
    if name in {card.name for card in recipe_files.cards()}:
        raise UserError(
            f"Expected a finished run of {name!r} in {runs / name}. There is none yet: "
            f"`dlfund run {name} --budget quick` makes one."
        )
    for given in (Path(name), runs / name):
        if given.is_dir() and (unfinished := sorted(given.glob("*/plan.json")) or list(given.glob("plan.json"))):
            raise UserError(
                f"Expected a finished run. Received: {name!r}; {unfinished[-1].parent} has no {RESULTS}, so the run "
                "was not finished. The command that began it continues it with --resume."
            )
    raise UserError(
        f"Expected a run: its folder, or its name in {runs}. Received: {name!r}. {_known(name, runs)} --runs FOLDER "
        "names another folder of runs."
    )


def _known(name: str, runs: Path) -> str:
    names = sorted(path.name for path in runs.iterdir() if any(path.glob(f"*/{RESULTS}"))) if runs.is_dir() else []
    recipes = [card.name for card in recipe_files.cards()]
    if near := difflib.get_close_matches(name, [*names, *recipes], n=3, cutoff=0.5):
        return f"Nearest: {', '.join(dict.fromkeys(near))}."
    if not names:
        return f"There is no finished run in {runs}."
    more = " …" if len(names) > SHOWN else ""
    return f"Finished there: {', '.join(names[:SHOWN])}{more}."
