"""Rows on a plane, without labels: where an autoencoder's code puts them, and where principal components do."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from dlfund.comparison.views.plane import plane
from dlfund.comparison.views.seen import Seen, rounded
from dlfund.data import encode

POINTS = 400


def code_map(seen: Seen) -> dict[str, Any]:
    """Two maps of the same rows, the groups that were found in each, and how many rows of a label each group holds."""
    if seen.kind != "clustering":
        return {}
    dataset = seen.comparison.dataset
    rows = np.sort(seen.generator().permutation(len(dataset))[:POINTS])
    hidden, maps = dataset.y[rows].astype(int), []
    network, baseline = seen.network, seen.best.get("baseline")
    if network is not None:
        places, shares = plane(network.codes(network.encoder.transform(dataset.x)))
        maps.append(_map("code", seen.best["network"], network, places[rows], shares, seen, rows))
    if baseline and seen.models.get(baseline) is not None:
        flat = np.asarray(encode.for_network(seen.schema).fit_transform(dataset.x))
        places, shares = plane(flat)
        maps.append(_map("pca", baseline, seen.models[baseline], places[rows], shares, seen, rows))
    return {"maps": maps, "hidden": hidden.tolist(), "rows": rows.tolist()} if maps else {}


def _map(
    kind: str, name: str | None, model: Any, places: np.ndarray, shares: list[float], seen: Seen, rows: np.ndarray
) -> dict[str, Any]:
    dataset = seen.comparison.dataset
    hidden = dataset.y.astype(int)
    groups = _named_after(np.asarray(model.predict(dataset.x)).astype(int), hidden)
    shared = np.zeros((len(seen.schema.classes), int(groups.max()) + 1), dtype=int)
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
    found, label = linear_sum_assignment(-shared)
    names[found] = label
    return names[groups]
