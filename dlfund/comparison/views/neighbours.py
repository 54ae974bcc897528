"""What an embedding has learned of items: which lie in the same direction, and all of them on a plane."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlfund.comparison.views.parts import parts
from dlfund.comparison.views.plane import plane
from dlfund.comparison.views.seen import Seen, rounded

ITEMS, NEAREST = 8, 5
POINTS, NAMES = 250, 14


def neighbours(seen: Seen) -> dict[str, Any]:
    """The items rated most often, the nearest of each by cosine, and a map of the learned vectors."""
    network, schema = seen.network, seen.schema
    if network is None or schema.role != "identifier" or len(schema.columns) < 2:
        return {}
    column = len(schema.columns) - 1  # who, then what
    table = embedding(network.model, seen.comparison.task.vocabulary[column], schema.inputs[column])
    if table is None:
        return {}
    names = [str(name) for name in network.encoder.encoder_.categories_[column]]
    vectors = table[1 : len(names) + 1]
    counts = seen.comparison.dataset.x[schema.inputs[column]].value_counts()
    order = sorted(range(len(names)), key=lambda one: -int(counts.get(names[one], 0)))
    return {
        "column": schema.inputs[column],
        "contender": seen.best["network"],
        "width": int(vectors.shape[1]),
        "nearest": [_nearest(one, vectors, names, order) for one in order[:ITEMS]],
        "map": _map(vectors, names, order),
    }


def embedding(model: Any, rows: int, name: str) -> np.ndarray | None:
    """The model's table of so many rows; of several, the widest whose layer is named after the column, if one is."""
    tables = [
        (name in layer.name, np.asarray(layer.embeddings, dtype=float))
        for _, layer in parts(model)
        if hasattr(layer, "embeddings") and layer.embeddings.shape[0] == rows and layer.embeddings.shape[1] > 1
    ]
    # of two tables of equal size, the later one belongs to the later column
    return max(enumerate(tables), key=lambda one: (one[1][0], one[1][1].shape[1], one[0]))[1][1] if tables else None


def _nearest(item: int, vectors: np.ndarray, names: list[str], order: list[int]) -> dict[str, Any]:
    lengths = np.linalg.norm(vectors, axis=1)
    cosines = vectors @ vectors[item] / np.maximum(lengths * lengths[item], 1e-12)
    cosines[item] = -np.inf
    often = order[: max(100, len(order) // 4)]  # of an item that hardly anybody rated, nothing is known
    nearest = sorted((one for one in often if one != item), key=lambda one: -cosines[one])[:NEAREST]
    return {"item": names[item], "nearest": [[names[one], float(round(cosines[one], 3))] for one in nearest]}


def _map(vectors: np.ndarray, names: list[str], order: list[int]) -> dict[str, Any]:
    shown = order[:POINTS]
    places, shares = plane(vectors[shown])
    return {
        "x": rounded(places[:, 0]),
        "y": rounded(places[:, 1]),
        "names": [names[one] for one in shown],
        "named": min(NAMES, len(shown)),
        "shares": [round(share, 4) for share in shares],
    }
