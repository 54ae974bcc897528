"""The folds of a run in a script: split by the same splitter where it gives the same rows, else read from a file."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from dlfund.comparison.running.run_folder import write_beside
from dlfund.experiments.export.script.finished_contender import FinishedContender
from dlfund.experiments.export.script.imports import Imports

FILE = "folds.json"


def folds_code(contender: FinishedContender, folder: Path, imports: Imports) -> str:
    """`folds(y)`: the development and test rows of every fold, by name."""
    return _by_splitter(contender, imports) or _by_file(contender, folder, imports)


def _by_splitter(contender: FinishedContender, imports: Imports) -> str:
    from sklearn import model_selection

    protocol, y = contender.result.protocol, contender.dataset.y
    if protocol.split != "repeated" or not contender.complete:
        return ""
    stratified = contender.schema.task_kind.stratified
    name = "RepeatedStratifiedKFold" if stratified else "RepeatedKFold"
    options = {"n_splits": protocol.folds, "n_repeats": protocol.repeats, "random_state": protocol.seed}
    cut = list(getattr(model_selection, name)(**options).split(np.zeros(len(y)), y))
    same = len(cut) == len(contender.folds) and all(
        np.array_equal(development, fold.development) and np.array_equal(test, fold.test)
        for (development, test), fold in zip(cut, contender.folds, strict=True)
    )
    if not same:
        return ""
    imports.name("sklearn.model_selection", name)
    imports.module("numpy", "np")
    given = ", ".join(f"{key}={value!r}" for key, value in options.items())
    return "\n".join(
        [
            "def folds(y):",
            '    """Development and test rows of every fold, split as in the run."""',
            f"    splitter = {name}({given})",
            "    return dict(zip(RUN_SCORES, splitter.split(np.zeros(len(y)), y)))",
        ]
    )


def _by_file(contender: FinishedContender, folder: Path, imports: Imports) -> str:
    rows = {
        fold.name: {"development": fold.development.tolist(), "test": fold.test.tolist()} for fold in contender.folds
    }
    write_beside(folder / FILE, json.dumps(rows))
    imports.module("json")
    return "\n".join(
        [
            "def folds(y):",
            '    """Development and test rows of every fold, as in the run."""',
            f'    rows = json.loads((HERE / "{FILE}").read_text())',
            '    return {name: (fold["development"], fold["test"]) for name, fold in rows.items()}',
        ]
    )
