"""The true probabilities or means of the rows of a generated data set, from the rule that generated them.

    binary: P(second class | row)     several classes: P(class | row) of each     numbers: E(target | row)

A data set's `generate.py` computes them: `truth(rows, seed)`, or `best_guess(rows, seed)` if that is for the same rows.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from dlfund.data.folder import function_of
from dlfund.data.read import Dataset, dataset_places, part_of, read_schema


def true_guess(dataset: Dataset, folder: Path | None = None) -> np.ndarray | None:
    """The truth of each row, in the order of the rows; None if it is not known, or if the rows have changed since.

    Args:
        dataset: Dataset. As returned by `load_dataset`.
        folder: Path or None. The folder of all data sets.
    """
    schema = dataset.schema
    place = dataset_places(folder).get(schema.name)
    if place is None or schema.option or not schema.best_possible or not (place / "generate.py").exists():
        return None
    kept = (place / "data.csv").exists()  # then fewer rows are a part of this file, not generated
    rows = read_schema(place).rows if kept else len(dataset)
    targets, guesses = _known(place / "generate.py")(rows, 0)
    if kept:
        chosen = part_of(rows, None if schema.rows == rows else len(dataset))
        targets, guesses = targets[chosen], guesses[chosen]
    same = len(targets) == len(dataset) and np.allclose(np.asarray(targets, dtype=float), dataset.y.astype(float))
    return np.asarray(guesses) if same else None


def _known(path: Path):  # type: ignore[no-untyped-def]
    text = path.read_text(encoding="utf-8")
    return function_of(path, "truth" if "def truth(" in text else "best_guess")
