"""Images and sequences to look at: some of every class, and those that the best network gets wrong."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlfund.comparison.views.seen import Seen, decided, rounded
from dlfund.comparison.views.shades import greys, shades

IMAGES, LINES = 6, 4  # examples a class
MISSED = {3: 20, 2: 8}  # wrong rows that are shown, by the length of a row's shape
CLASSES = 12
STEPS, CHANNELS = 200, 3  # of a sequence, as many as can be seen


def example_rows(seen: Seen) -> dict[str, Any]:
    """Rows a class, and missed rows, the surest mistakes first, with what the best network and baseline said."""
    shape, classes = seen.schema.shape, seen.schema.classes
    if len(shape) not in MISSED or not classes or seen.kind == "clustering":
        return {}
    draw = _pictures(seen) if len(shape) == 3 else _lines(seen)
    y, generator = seen.comparison.dataset.y, seen.generator()
    many = IMAGES if len(shape) == 3 else LINES
    examples = [
        {
            "label": label,
            "rows": [draw(row) for row in np.sort(generator.permutation(np.flatnonzero(y == number))[:many])],
        }
        for number, label in enumerate(classes[:CLASSES])
    ]
    return {"shape": list(shape), "examples": examples, "missed": _missed(seen, draw, MISSED[len(shape)])}


def _missed(seen: Seen, draw: Any, most: int) -> list[dict[str, Any]]:
    rows, said = seen.both
    name, classes = seen.best.get("network"), seen.schema.classes
    if not name or name not in said or not len(rows):
        return []
    truth = seen.comparison.dataset.y[rows].astype(int)
    wrong = np.flatnonzero(decided(said[name]) != truth)
    sure = said[name].max(axis=1) if said[name].ndim > 1 else np.maximum(said[name], 1 - said[name])
    return [
        {
            "row": int(rows[one]),
            "values": draw(rows[one]),
            "truth": classes[truth[one]],
            "sure": float(round(sure[one], 3)),
            "said": {who: classes[int(decided(predictions[one : one + 1])[0])] for who, predictions in said.items()},
        }
        for one in wrong[np.argsort(-sure[wrong], kind="stable")][:most]
    ]


def _pictures(seen: Seen) -> Any:
    """Row number to picture, all on one scale."""
    x, shape = seen.comparison.dataset.x, seen.schema.shape
    low, high = np.quantile(x.to_numpy()[:2000], [0.005, 0.995])

    def draw(row: int) -> list[str]:
        return shades(greys(x.iloc[int(row)].to_numpy().reshape(shape)), low, high)

    return draw


def _lines(seen: Seen) -> Any:
    """Row number to one list of numbers a channel."""
    x, (steps, channels) = seen.comparison.dataset.x, seen.schema.shape
    every = max(1, -(-steps // STEPS))

    def draw(row: int) -> list[list[float]]:
        values = x.iloc[int(row)].to_numpy().reshape(steps, channels)
        return [rounded(values[::every, channel], 3) for channel in range(min(channels, CHANNELS))]

    return draw
