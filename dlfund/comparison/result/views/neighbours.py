"""What an embedding has learned about items: which of them point in the same direction, and all of them on a plane."""

from __future__ import annotations

from typing import Any, TypedDict

import numpy as np

from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.result.rounded import rounded
from dlfund.comparison.result.views.nested_layers import nested_layers
from dlfund.comparison.result.views.plane import plane

ITEMS, NEAREST = 8, 5
POINTS, NAMES = 250, 14


class NearestItems(TypedDict):
    """An item, and the nearest others, each with its cosine."""

    item: str
    nearest: list[list[str | float]]


class ItemMap(TypedDict):
    """Items on a plane, the most frequent first; as many of the first as `named` are labelled."""

    x: list[float]
    y: list[float]
    names: list[str]
    named: int
    shares: list[float]


class Neighbours(TypedDict):
    """The vectors of one column's items, in `width` dimensions."""

    column: str
    contender: str
    width: int
    nearest: list[NearestItems]
    map: ItemMap


def neighbours(run: FinishedRun) -> Neighbours | None:
    """The items rated most often, the nearest of each by cosine, and a map of the learned vectors."""
    network, schema = run.network, run.schema
    if network is None or schema.role != "identifier" or len(schema.columns) < 2:
        return None
    column = len(schema.columns) - 1  # the user, then the item
    table = embedding(network.model, run.comparison.task.vocabulary[column], schema.inputs[column])
    if table is None:
        return None
    names = [str(name) for name in network.encoder.encoder_.categories_[column]]
    vectors = table[1 : len(names) + 1]
    counts = run.comparison.dataset.x[schema.inputs[column]].value_counts()
    order = sorted(range(len(names)), key=lambda item: -int(counts.get(names[item], 0)))
    return {
        "column": schema.inputs[column],
        "contender": run.network_name,
        "width": int(vectors.shape[1]),
        "nearest": [_nearest(item, vectors, names, order) for item in order[:ITEMS]],
        "map": _map(vectors, names, order),
    }


def embedding(model: Any, rows: int, name: str) -> np.ndarray | None:
    """The model's embedding table with `rows` rows, or None.

    Of several, the one whose layer is named after the column, else the widest.
    """
    tables = [
        (name in layer.name, np.asarray(layer.embeddings, dtype=float))
        for _, layer in nested_layers(model)
        if hasattr(layer, "embeddings") and layer.embeddings.shape[0] == rows and layer.embeddings.shape[1] > 1
    ]
    if not tables:
        return None
    # of two tables of equal size, the later one belongs to the later column
    best = max(range(len(tables)), key=lambda number: (tables[number][0], tables[number][1].shape[1], number))
    return tables[best][1]


def _nearest(item: int, vectors: np.ndarray, names: list[str], order: list[int]) -> NearestItems:
    lengths = np.linalg.norm(vectors, axis=1)
    cosines = vectors @ vectors[item] / np.maximum(lengths * lengths[item], 1e-12)
    cosines[item] = -np.inf
    often = order[: max(100, len(order) // 4)]  # the vector of an item with hardly any ratings is mostly chance
    nearest = sorted((other for other in often if other != item), key=lambda other: -cosines[other])[:NEAREST]
    return {"item": names[item], "nearest": [[names[other], float(round(cosines[other], 3))] for other in nearest]}


def _map(vectors: np.ndarray, names: list[str], order: list[int]) -> ItemMap:
    shown = order[:POINTS]
    places, shares = plane(vectors[shown])
    return {
        "x": rounded(places[:, 0]),
        "y": rounded(places[:, 1]),
        "names": [names[item] for item in shown],
        "named": min(NAMES, len(shown)),
        "shares": [round(share, 4) for share in shares],
    }
