"""Where recipes and data sets come from: both are code, and code in a folder that was handed over is not run.

Code is taken from

1. the folder that is named, by `--recipes FOLDER` or `DLFUND_RECIPES` (data sets: `DLFUND_DATASETS`);
2. `recipes/` or `datasets/` in the working directory or above it, if the user owns it;
3. dlfund itself: the repository it was installed from, or what came in its wheel (`dlfund/_shipped`).

What the first two places lack is taken from the third: own recipes use dlfund's data sets, and `recipes/` here leaves
dlfund's own recipes there.

It is never taken from within a run's folder (one that holds a plan.json or a results.json) or from a folder of runs;
and where the working directory is one of these, the second place is left out: looking into a run that was
handed over runs nothing that came with it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dlfund.core.errors import UserError

OF_A_RUN = ("plan.json", "results.json")
TIME = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]_*"  # a run's folder in a folder of runs
NEAR = 3  # folders upwards that are asked whether they hold runs: below these lies a run's own folder
PACKAGE = Path(__file__).resolve().parents[1]
SHIPPED = PACKAGE / "_shipped"  # what a wheel brings; in the repository both folders are at the top
ROOT = SHIPPED if SHIPPED.is_dir() else PACKAGE.parent


def code_folder(kind: str, pattern: str, named: Path | None) -> Path:
    """The folder of all recipes or data sets.

    Args:
        kind: str. `"recipes"` or `"datasets"`, the folder's usual name.
        pattern: str. What a folder of this kind holds, such as `"*.py"`.
        named: Path or None. The folder that the user names.

    Raises:
        UserError: the named folder lies in a run's.
    """
    if named is not None:
        return _outside_of_runs(named, kind)
    own = own_folder(kind)
    here = [Path.cwd(), *Path.cwd().parents]
    if run_above(Path.cwd()) is None:
        for place in (folder / kind for folder in here):
            if place.resolve() == own or (any(place.glob(pattern)) and run_above(place) is None and _is_mine(place)):
                return place
    return own


def own_folder(kind: str) -> Path:
    """dlfund's own recipes or data sets."""
    return ROOT / kind


def run_above(folder: Path) -> Path | None:
    """The folder itself or the one above it that is a run's or one of runs, None where there is none."""
    resolved = folder.resolve()
    above = [place for place in (resolved, *resolved.parents) if not ROOT.is_relative_to(place)]
    runs = next((place for place in above if any((place / name).exists() for name in OF_A_RUN)), None)
    return runs or next((place for place in above[:NEAR] if _holds_runs(place)), None)


def _holds_runs(folder: Path) -> bool:
    """Whether it is a folder of runs: `runs/` with `<recipe>/<time>/plan.json`, or the recipe's folder in it."""
    return any(any(folder.glob(f"{depth}{TIME}/{name}")) for depth in ("", "*/") for name in OF_A_RUN)


def _outside_of_runs(folder: Path, kind: str) -> Path:
    run = run_above(folder)
    if run is not None and not folder.resolve().is_relative_to(ROOT):
        raise UserError(
            f"Expected a folder of {kind} outside of any run. Received: {folder}, which lies in {run}: that holds a "
            f"{' or '.join(OF_A_RUN)}, as a run's folder does. {kind.capitalize()} are code, and a run may be another "
            "person's. If you trust them, copy them elsewhere first."
        )
    return folder


def _is_mine(folder: Path) -> bool:
    """Whether it belongs to the user who asks; as git has it, others' folders must be named."""
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()


_listeners: list[Callable[[Path], None]] = []


def loads(path: Path) -> None:
    """Called before a recipe's or a data set's file is run, so that a listener can print which file it is."""
    for listener in _listeners:
        listener(path)


@contextmanager
def listening(listener: Callable[[Path], None]) -> Iterator[None]:
    """Hear of every file of a recipe or a data set that is run in the block, once."""
    heard: set[Path] = set()

    def once(path: Path) -> None:
        if path not in heard:
            heard.add(path)
            listener(path)

    _listeners.append(once)
    try:
        yield
    finally:
        _listeners.remove(once)
