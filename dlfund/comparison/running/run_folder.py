"""A run's folder: every file in it is complete, and unfinished work has no file.

runs/<recipe>/<time>/
    plan.json           what is to be done; a run is continued only with the same plan
    folds/<contender>/  one file per finished fold
    models/<contender>/ the model fitted to all rows
    results.json        the whole result, written last
    report.html  look.html  model.keras  baseline.skops  logs/
    lock                who writes into the folder, as long as it does
    beside/<data set>/  the same for each further data set
"""

from __future__ import annotations

import functools
import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from dlfund.core.atomic_write import atomic_write, make_folder, remove_leftovers
from dlfund.core.errors import UserError
from dlfund.core.folder_lock import folder_lock
from dlfund.core.outcome import Outcome
from dlfund.core.path_component import inside
from dlfund.core.typed_json import JsonObject, WrongJsonError, read_json, short

PLAN = 2  # version of the plan's schema: from 2 on it holds the recipe's code, the reference, the margin and versions
MOST_CHANGES = 8  # in a sentence
LONGEST_KEY = 100  # letters of a plan's key that are shown
ABSENT = "absent"
UNPLANNED = 60.0  # seconds after which a folder without a plan is a killed run's
DIGEST = 16  # letters of a checksum in a plan
RESUME = "RESUME=1"  # how a recipe's run is continued
GO_ON = "Start a new run without RESUME=1; or delete the file, if it is under folds/, and its fold is computed again."
Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")


class RunError(UserError):
    """A run that can't be started, continued or read."""


def write_beside(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    with atomic_write(path) as beside:
        beside.write_text(text, encoding="utf-8", newline="\n")


def reads_a_run(function: Callable[Arguments, Value]) -> Callable[Arguments, Value]:
    """Decorate a function that reads a run: an error that no check of its files foresaw becomes a RunError too.

    Whether a saved model is sound shows only when it predicts. The original error is chained, for callers in Python.
    """

    @functools.wraps(function)
    def reads(*arguments: Arguments.args, **options: Arguments.kwargs) -> Value:
        try:
            return function(*arguments, **options)
        except (UserError, OSError, ImportError):
            raise
        except Exception as error:
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            raise RunError(
                f"Expected a run as dlfund wrote it. Received: a run with other content: {reason}. If nobody "
                "changed its files, this is a bug in dlfund: please report it."
            ) from error

    return reads


def spoiled(path: Path, error: WrongJsonError, fix: str = GO_ON) -> RunError:
    """The error about a file of a run whose content was changed."""
    return RunError(f"Expected {path} as a run wrote it. It can't be read: {error} {fix}".rstrip())


@dataclass(frozen=True)
class FoldFile:
    """A finished fold on disk: the contender and its outcome."""

    contender: str
    outcome: Outcome


def changes(old: Any, new: Any, name: str = "") -> Iterator[str]:
    """What differs between two plans, such as `search.trials (5, now 10)`; for long values and checksums only names."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            inner = key if len(key) <= LONGEST_KEY else short(key)
            yield from changes(old.get(key, ABSENT), new.get(key, ABSENT), f"{name}.{inner}" if name else inner)
    elif old != new:
        texts = [value if value is ABSENT else short(value) for value in (old, new)]
        shown = all(value is ABSENT or _is_shown(value) for value in (old, new)) and texts != [ABSENT] * 2
        yield f"{name} ({texts[0]}, now {texts[1]})" if shown else name


def _is_shown(value: Any) -> bool:
    """Whether a value helps a reader: it is short, and no checksum."""
    text = short(value)
    return not text.endswith("…") and not (isinstance(value, str) and len(value) == DIGEST and value.isalnum())


class RunFolder:
    """One run's files."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def start(cls, runs: Path, recipe: str, plan: Mapping[str, object]) -> RunFolder:
        """A new folder, named after the time. What runs left that were killed before their plan is removed."""
        for begun in inside(runs, recipe).glob("*/"):
            if not (begun / "plan.json").exists():
                _remove_unplanned(begun)
        folder = cls(_new_folder(inside(runs, recipe, datetime.now().strftime("%Y-%m-%d_%H-%M-%S"))))
        write_beside(folder.path / "plan.json", json.dumps(plan, indent=1))
        return folder

    @classmethod
    def latest(cls, runs: Path, recipe: str, without: str = RESUME) -> RunFolder:
        """The newest run of a recipe, finished or not. `without` names the option that continues runs."""
        plans = sorted(inside(runs, recipe).glob("*/plan.json"), key=lambda path: (path.stat().st_mtime_ns, path))
        if not plans:
            raise RunError(
                f"Expected a run of {recipe!r} to continue in {runs / recipe}. Received: none. "
                f"Start a run without {without}."
            )
        return cls(plans[-1].parent)

    def within(self, name: str, plan: Mapping[str, object]) -> RunFolder:
        """The folder of a further data set in this run's folder; it may exist from an interrupted run."""
        folder = RunFolder(inside(self.path, "beside", name))
        if (folder.path / "plan.json").exists():
            folder.check_plan(plan)
        else:
            write_beside(folder.path / "plan.json", json.dumps(plan, indent=1))
        return folder

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer of this folder in the block; what a killed writer left in it is removed before.

        Raises:
            UserError: another process writes into it; the sentence says which.
        """
        with folder_lock(self.path):
            remove_leftovers(self.path)
            yield

    def check_plan(self, plan: Mapping[str, object], without: str = RESUME, may_change: Sequence[str] = ()) -> None:
        """Check that this run has the same plan: folds of different plans can't be compared.

        Args:
            plan: mapping. What is to be done now.
            without: str. The option that continues runs, for the message.
            may_change: sequence of str. Entries that no fold depends on, where the run has them too.

        Raises:
            RunError: the plan differs, or can't be read.
        """
        path = inside(self.path, "plan.json")
        try:
            old: JsonObject = read_json(path, JsonObject)
        except WrongJsonError as error:
            raise spoiled(path, error) from None
        if old.get("schema") != plan.get("schema"):
            raise RunError(
                f"Expected a plan of schema {plan.get('schema')} in {path}. Received: {short(old.get('schema'))}. "
                "Another version of dlfund started this run, and its plan lacks entries that this version compares. "
                f"Start a new run without {without}."
            )
        kept = {key: old[key] for key in may_change if old.get(key) is not None}
        changed = list(changes(old, json.loads(json.dumps({**plan, **kept}))))
        if changed:
            more = f" and {len(changed) - MOST_CHANGES} more" if len(changed) > MOST_CHANGES else ""
            raise RunError(
                f"Expected the same plan as the run in {self.path}. Changed since: {', '.join(changed[:MOST_CHANGES])}"
                f"{more}. Continue it with its original settings, or start a new run without {without}."
            )

    @property
    def finished(self) -> bool:
        return (self.path / "results.json").exists()

    def read_outcome(self, contender: str, fold: str) -> Outcome | None:
        """The outcome of a finished fold, or None.

        Raises:
            RunError: the file can't be read, or belongs to another contender or fold.
        """
        path = self.outcome_path(contender, fold)
        if not path.exists() and not path.is_symlink():
            return None
        try:
            file: FoldFile = read_json(path, FoldFile)
            if (file.contender, file.outcome.fold) != (contender, fold):
                raise WrongJsonError(f"fold {fold} of {contender}", short(f"{file.outcome.fold} of {file.contender}"))
        except WrongJsonError as error:
            raise spoiled(path, error) from None
        return file.outcome

    def write_outcome(self, contender: str, outcome: Outcome) -> None:
        content = {"contender": contender, "outcome": outcome.to_dict()}
        write_beside(self.outcome_path(contender, outcome.fold), json.dumps(content, allow_nan=False))

    def outcome_path(self, contender: str, fold: str) -> Path:
        """The file of a fold's outcome."""
        return inside(self.path, "folds", contender, f"{fold}.json", what="a contender's and a fold's name")

    def model_folder(self, contender: str) -> Path:
        return inside(self.path, "models", contender, what="a contender's name")

    def publish(self, contender: str, file: str, name: str) -> None:
        """Copy a contender's model to the top of the folder, under the name that users expect."""
        with atomic_write(self.path / name) as beside:
            shutil.copyfile(self.model_folder(contender) / file, beside)


def _remove_unplanned(folder: Path) -> None:
    """Remove a run's folder in which nobody has written for a minute, if it holds nothing, or half a plan."""
    with suppress(OSError):  # it holds something else
        if not folder.is_symlink() and time.time() - folder.stat().st_mtime >= UNPLANNED:
            remove_leftovers(folder)
            folder.rmdir()


def _new_folder(stem: Path) -> Path:
    """A new folder of this name, with a number added if a run of the same second has it already."""
    path, number = stem, 1
    while True:
        try:
            make_folder(path)
            return path
        except FileExistsError:
            number += 1
            path = stem.with_name(f"{stem.name}_{number}")
        except OSError as error:
            raise RunError(
                f"Expected to write this run's results to {path}. Received: {error.strerror}. "
                "Name another folder with --runs FOLDER (make: RUNS=FOLDER), one that may be written, with space left."
            ) from None
