"""Images and sequences to look at: some of every class, and those that the best network gets wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

import numpy as np

from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.result.rounded import rounded
from dlfund.comparison.result.views.shades import greys, shades
from dlfund.core.task_kind import decide

IMAGES, LINES = 6, 4  # examples per class
MISSED = {3: 20, 2: 8}  # misclassified rows that are shown, by the length of a row's shape
CLASSES = 12
STEPS, CHANNELS = 200, 3  # of a sequence, as many as can be seen
Drawn = list[str] | list[list[float]]  # an image as lines of digits, or a sequence as a list of numbers per channel


class ClassExamples(TypedDict):
    """Rows of one class."""

    label: str
    rows: list[Drawn]


class MissedRow(TypedDict):
    """A misclassified row, with the probability of the network's prediction and what each contender predicted."""

    row: int
    values: Drawn
    truth: str
    sure: float
    said: dict[str, str]


class ExampleRows(TypedDict):
    """Examples of every class, and misclassified rows."""

    shape: list[int]
    examples: list[ClassExamples]
    missed: list[MissedRow]


def example_rows(run: FinishedRun) -> ExampleRows | None:
    """Rows of every class; rows that the network misclassifies, the most confident mistakes first."""
    shape, classes = run.schema.shape, run.schema.classes
    if len(shape) not in MISSED or not classes or not run.task_kind.labelled:
        return None
    draw = _pictures(run) if len(shape) == 3 else _lines(run)
    y, generator = run.comparison.dataset.y, run.generator()
    many = IMAGES if len(shape) == 3 else LINES
    examples: list[ClassExamples] = [
        {
            "label": label,
            "rows": [draw(row) for row in np.sort(generator.permutation(np.flatnonzero(y == number))[:many])],
        }
        for number, label in enumerate(classes[:CLASSES])
    ]
    return {"shape": list(shape), "examples": examples, "missed": _missed(run, draw, MISSED[len(shape)])}


def _missed(run: FinishedRun, draw: Callable[[int], Drawn], most: int) -> list[MissedRow]:
    rows, predictions = run.shared_predictions
    name, classes = run.best.get("network"), run.schema.classes
    if not name or name not in predictions or not len(rows):
        return []
    truth = run.comparison.dataset.y[rows].astype(int)
    own = predictions[name]
    wrong = np.flatnonzero(decide(own) != truth)
    sure = own.max(axis=1) if own.ndim > 1 else np.maximum(own, 1 - own)
    return [
        {
            "row": int(rows[place]),
            "values": draw(rows[place]),
            "truth": classes[truth[place]],
            "sure": float(round(sure[place], 3)),
            "said": {
                contender: classes[int(decide(values[place : place + 1])[0])]
                for contender, values in predictions.items()
            },
        }
        for place in wrong[np.argsort(-sure[wrong], kind="stable")][:most]
    ]


def _pictures(run: FinishedRun) -> Callable[[int], Drawn]:
    """A function from a row's number to its picture; all pictures have one scale."""
    x, shape = run.comparison.dataset.x, run.schema.shape
    low, high = np.quantile(x.to_numpy()[:2000], [0.005, 0.995])

    def draw(row: int) -> list[str]:
        return shades(greys(x.iloc[int(row)].to_numpy().reshape(shape)), low, high)

    return draw


def _lines(run: FinishedRun) -> Callable[[int], Drawn]:
    """A function from a row's number to one list of numbers per channel."""
    x, (steps, channels) = run.comparison.dataset.x, run.schema.shape
    every = max(1, -(-steps // STEPS))

    def draw(row: int) -> list[list[float]]:
        values = x.iloc[int(row)].to_numpy().reshape(steps, channels)
        return [rounded(values[::every, channel], 3) for channel in range(min(channels, CHANNELS))]

    return draw
