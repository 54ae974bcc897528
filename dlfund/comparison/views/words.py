"""Words that tell: what changes if one is covered, where its vector lies, and what the linear baseline makes of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlfund.comparison.views.neighbours import embedding
from dlfund.comparison.views.plane import plane
from dlfund.comparison.views.seen import Seen, rounded
from dlfund.tuning.network import answers

UNKNOWN = 1  # the code of a word that is not in the vocabulary
WORDS, ROWS = 300, 8  # the most frequent words are asked for, each in so many rows
SHOWN = 40
LISTED = 12


def words(seen: Seen) -> dict[str, Any]:
    """The network's most telling words on a map of its embedding, and the linear baseline's largest weights."""
    if seen.schema.role != "text":
        return {}
    found = {"effects": _effects(seen), "weights": _weights(seen)}
    return {name: part for name, part in found.items() if part}


def _effects(seen: Seen) -> dict[str, Any]:
    """Word by word: how far the prediction falls when it is covered, on average over rows that hold it."""
    network = seen.network
    if network is None or seen.kind not in ("binary", "regression"):
        return {}
    names = list(network.encoder.words_)
    codes = network.encoder.transform(seen.comparison.dataset.x)
    table = embedding(network.model, seen.comparison.task.vocabulary[0], seen.schema.inputs[0])
    asked, whole, covered = [], [], []
    generator = seen.generator()
    for word in range(min(WORDS, len(names))):
        rows = np.flatnonzero((codes == word + 2).any(axis=1))
        rows = np.sort(generator.permutation(rows)[:ROWS])
        asked += [word] * len(rows)
        whole.append(codes[rows])
        covered.append(np.where(codes[rows] == word + 2, UNKNOWN, codes[rows]))
    if not asked:
        return {}
    change = _say(network, np.concatenate(whole)) - _say(network, np.concatenate(covered))
    effects = np.bincount(asked, change, len(names)) / np.maximum(np.bincount(asked, minlength=len(names)), 1)
    telling = np.argsort(-np.abs(effects), kind="stable")[: min(SHOWN, len(names))]
    found: dict[str, Any] = {
        "contender": seen.best["network"],
        "words": [names[one] for one in telling],
        "change": rounded(effects[telling], 3),
    }
    if table is not None:
        places, shares = plane(table[telling + 2])
        found["map"] = {"x": rounded(places[:, 0]), "y": rounded(places[:, 1]), "shares": rounded(shares)}
    return found


def _say(network: Any, codes: np.ndarray) -> np.ndarray:
    return answers(network.model, codes).astype(float).reshape(len(codes), -1)[:, 0]


def _weights(seen: Seen) -> dict[str, Any]:
    """Largest weights on both sides, of the first baseline that has a weight for each word."""
    for name, model in seen.models.items():
        estimator = getattr(model, "estimator", None)
        steps = [step for _, step in getattr(estimator, "steps", ())]
        if len(steps) < 2 or not hasattr(steps[-1], "coef_") or not hasattr(steps[0], "get_feature_names_out"):
            continue
        names, weights = steps[0].get_feature_names_out(), np.ravel(steps[-1].coef_)
        if len(names) != len(weights):
            continue
        names = [str(one).rsplit("__", 1)[-1] for one in names]
        order = np.argsort(weights, kind="stable")
        sides = {"against": order[weights[order] < 0][:LISTED], "for": order[weights[order] > 0][::-1][:LISTED]}
        return {"contender": name} | {
            side: [[names[one], float(round(weights[one], 3))] for one in rows] for side, rows in sides.items()
        }
    return {}
