"""Rows without labels on a plane: placed by an autoencoder's code, and by principal components."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

import numpy as np
from scipy.optimize import linear_sum_assignment

from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.result.rounded import rounded
from dlfund.comparison.result.views.plane import plane
from dlfund.data import encode

POINTS = 400
Kind = Literal["code", "pca"]


class RowMap(TypedDict):
    """One map of the rows: their places, the variance explained by each direction, and their groups.

    `shared` counts all rows of a label (a line) in each group (a column).
    """

    kind: Kind
    contender: str
    x: list[float]
    y: list[float]
    shares: list[float]
    groups: list[int]
    shared: list[list[int]]


class CodeMap(TypedDict):
    """Maps of the same rows, and the hidden label of each row."""

    maps: list[RowMap]
    hidden: list[int]
    rows: list[int]


def code_map(run: FinishedRun) -> CodeMap | None:
    """Two maps of the same rows, the groups that each contender formed, and how many rows of a label each contains."""
    if run.task_kind.labelled:
        return None
    dataset = run.comparison.dataset
    rows = np.sort(run.generator().permutation(len(dataset))[:POINTS])
    hidden, maps = dataset.y[rows].astype(int), []
    network, baseline = run.network, run.best.get("baseline")
    if network is not None:
        places, shares = plane(network.codes(network.encoder.transform(dataset.x)))
        maps.append(_map("code", run.network_name, network, places[rows], shares, run, rows))
    if baseline and run.models.get(baseline) is not None:
        flat = np.asarray(encode.for_network(run.schema).fit_transform(dataset.x))
        places, shares = plane(flat)
        maps.append(_map("pca", baseline, run.models[baseline], places[rows], shares, run, rows))
    return {"maps": maps, "hidden": hidden.tolist(), "rows": rows.tolist()} if maps else None


def _map(
    kind: Kind,
    name: str,
    model: Any,
    places: np.ndarray,
    shares: list[float],
    run: FinishedRun,
    rows: np.ndarray,
) -> RowMap:
    dataset = run.comparison.dataset
    hidden = dataset.y.astype(int)
    groups = _named_after(np.asarray(model.predict(dataset.x)).astype(int), hidden)
    shared = np.zeros((len(run.schema.classes), int(groups.max()) + 1), dtype=int)
    np.add.at(shared, (hidden, groups), 1)
    return {
        "kind": kind,
        "contender": name,
        "x": rounded(places[:, 0]),
        "y": rounded(places[:, 1]),
        "shares": [round(share, 4) for share in shares],
        "groups": groups[rows].tolist(),
        "shared": shared.tolist(),
    }


def _named_after(groups: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    """Groups renumbered so that most rows have the number of their hidden label: the same colour means the same."""
    many = int(max(groups.max(), hidden.max())) + 1
    shared = np.zeros((many, many), dtype=int)
    np.add.at(shared, (groups, hidden), 1)
    names = np.empty(many, dtype=int)
    group, label = linear_sum_assignment(-shared)
    names[group] = label
    return names[groups]
