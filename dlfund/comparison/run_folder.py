"""A run's folder: what is finished is there whole, what is not finished is not there.

runs/<recipe>/<time>/
    plan.json           what was to be done; a run is continued only by the same plan
    folds/<contender>/  one file a finished fold
    models/<contender>/ the model fitted to all rows
    results.json        the whole answer, written last
    report.html  look.html  model.keras  baseline.skops  logs/
    beside/<data set>/  the same for each further data set
"""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from dlfund.outcome import Outcome
from dlfund.sentence import UserError
from dlfund.whole_file import whole_file


class RunError(UserError):
    """A run that can't be started, continued or read."""


def write_beside(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    with whole_file(path) as beside:
        beside.write_text(text, encoding="utf-8")


def _read_words(path: Path) -> dict[str, Any]:
    """What a file of a run says; a file that somebody else changed is a sentence, not a traceback."""
    try:
        words = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        words, reason = None, str(error)
    else:
        reason = f"it holds a {type(words).__name__}"
    if not isinstance(words, dict):
        raise RunError(
            f"Expected {path} as a run wrote it. It can't be read: {reason}. "
            "Start a new run without RESUME=1; a file under folds/ can be deleted, its fold is then computed again."
        )
    return words


class RunFolder:
    """One run's files."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def start(cls, runs: Path, recipe: str, plan: dict[str, Any]) -> RunFolder:
        """A fresh folder, named by the time."""
        folder = cls(_new_folder(runs / recipe / datetime.now().strftime("%Y-%m-%d_%H-%M-%S")))
        write_beside(folder.path / "plan.json", json.dumps(plan, indent=1))
        return folder

    @classmethod
    def latest(cls, runs: Path, recipe: str) -> RunFolder:
        """The newest run of a recipe, finished or not."""
        plans = sorted((runs / recipe).glob("*/plan.json"), key=lambda path: (path.stat().st_mtime_ns, path))
        if not plans:
            raise RunError(f"Expected a run of {recipe!r} to continue in {runs / recipe}. There is none yet.")
        return cls(plans[-1].parent)

    def within(self, name: str, plan: dict[str, Any]) -> RunFolder:
        """The folder of a data set beside the run's own, new or as an earlier start left it."""
        folder = RunFolder(self.path / "beside" / name)
        if (folder.path / "plan.json").exists():
            folder.check_plan(plan)
        else:
            write_beside(folder.path / "plan.json", json.dumps(plan, indent=1))
        return folder

    def check_plan(self, plan: dict[str, Any]) -> None:
        """Refuse to continue another plan: folds of two plans in one table would be no comparison."""
        old = _read_words(self.path / "plan.json")
        changed = sorted(key for key in {*old, *plan} if old.get(key) != plan.get(key))
        if changed:
            raise RunError(
                f"Expected the same plan as the run in {self.path}. Changed since: {', '.join(changed)}. "
                "Continue it with the settings it was started with, or start a new run without RESUME=1."
            )

    @property
    def finished(self) -> bool:
        return (self.path / "results.json").exists()

    def read_outcome(self, contender: str, fold: str) -> Outcome | None:
        """What a finished fold left, or None."""
        path = self.path / "folds" / contender / f"{fold}.json"
        return Outcome.from_dict(_read_words(path)) if path.exists() else None

    def write_outcome(self, contender: str, outcome: Outcome) -> None:
        path = self.path / "folds" / contender / f"{outcome.fold}.json"
        write_beside(path, json.dumps(outcome.to_dict()))

    def model_folder(self, contender: str) -> Path:
        return self.path / "models" / contender

    def publish(self, contender: str, file: str, name: str) -> None:
        """Copy a contender's model to the top of the folder, under the name that users look for."""
        with whole_file(self.path / name) as beside:
            shutil.copyfile(self.model_folder(contender) / file, beside)


def _new_folder(stem: Path) -> Path:
    """A folder of this name, numbered if a run of the same second has it."""
    path, number = stem, 1
    while True:
        try:
            path.mkdir(parents=True)
            return path
        except FileExistsError:
            number += 1
            path = stem.with_name(f"{stem.name}_{number}")
        except OSError as error:
            raise RunError(
                f"Expected to write this run's results to {path}. Received: {error.strerror}. "
                "Free some space, or name another folder with RUNS=folder (dlfund run --runs folder)."
            ) from None
