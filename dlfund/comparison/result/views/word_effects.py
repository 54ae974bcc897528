"""Words that matter to a prediction: by how much it falls when a word is covered, and the linear baseline's weights."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

import numpy as np

from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.result.rounded import rounded
from dlfund.comparison.result.views.neighbours import embedding
from dlfund.comparison.result.views.plane import plane
from dlfund.core.task_kind import Answer
from dlfund.training.tuning.fitted_network import outputs_of

UNKNOWN = 1  # the code of a word that is not in the vocabulary
FREQUENT, ROWS = 300, 8  # the most frequent words are covered, each in up to so many rows
SHOWN = 40
LISTED = 12


class WordMap(TypedDict):
    """Words on a plane, and the variance explained by each direction."""

    x: list[float]
    y: list[float]
    shares: list[float]


class CoveredWords(TypedDict):
    """The network's words with the largest effect; their map where the network has an embedding."""

    contender: str
    words: list[str]
    change: list[float]
    map: NotRequired[WordMap]


# `for` is a keyword of Python and no attribute
WordWeights = TypedDict(
    "WordWeights", {"contender": str, "against": list[list[str | float]], "for": list[list[str | float]]}
)


class WordView(TypedDict, total=False):
    """Both; each is left out where it does not apply."""

    effects: CoveredWords
    weights: WordWeights


def word_effects(run: FinishedRun) -> WordView | None:
    """The words that change the network's prediction most, and the linear baseline's largest weights."""
    if run.schema.role != "text":
        return None
    view: WordView = {}
    if (effects := _effects(run)) is not None:
        view["effects"] = effects
    if (weights := _weights(run)) is not None:
        view["weights"] = weights
    return view


def _effects(run: FinishedRun) -> CoveredWords | None:
    """For each word, how far the prediction falls when it is covered, on average over rows that contain it."""
    network = run.network
    if network is None or run.task_kind.answer not in (Answer.PROBABILITY, Answer.NUMBER):
        return None
    names = list(network.encoder.words_)
    codes = network.encoder.transform(run.comparison.dataset.x)
    change = _changes(run, codes, names)
    if change is None:
        return None
    largest = np.argsort(-np.abs(change), kind="stable")[: min(SHOWN, len(names))]
    effects: CoveredWords = {
        "contender": run.network_name,
        "words": [names[word] for word in largest],
        "change": rounded(change[largest], 3),
    }
    table = embedding(network.model, run.comparison.task.vocabulary[0], run.schema.inputs[0])
    if table is not None:
        places, shares = plane(table[largest + 2])
        effects["map"] = {"x": rounded(places[:, 0]), "y": rounded(places[:, 1]), "shares": rounded(shares)}
    return effects


def _changes(run: FinishedRun, codes: np.ndarray, names: list[str]) -> np.ndarray | None:
    """Each word's mean effect, of shape (words,); None where no row contains a frequent word."""
    covered_word, whole, covered = [], [], []
    generator = run.generator()
    for word in range(min(FREQUENT, len(names))):
        rows = np.flatnonzero((codes == word + 2).any(axis=1))
        rows = np.sort(generator.permutation(rows)[:ROWS])
        covered_word += [word] * len(rows)
        whole.append(codes[rows])
        covered.append(np.where(codes[rows] == word + 2, UNKNOWN, codes[rows]))
    if not covered_word:
        return None
    change = _predict(run.network, np.concatenate(whole)) - _predict(run.network, np.concatenate(covered))
    rows_of = np.bincount(covered_word, minlength=len(names))
    return np.asarray(np.bincount(covered_word, change, len(names)) / np.maximum(rows_of, 1))


def _predict(network: Any, codes: np.ndarray) -> np.ndarray:
    return outputs_of(network.model, codes).astype(float).reshape(len(codes), -1)[:, 0]


def _weights(run: FinishedRun) -> WordWeights | None:
    """The largest weights of either sign, of the first baseline that has a weight for each word."""
    for contender, model in run.models.items():
        estimator = getattr(model, "estimator", None)
        steps = [step for _, step in getattr(estimator, "steps", ())]
        if len(steps) < 2 or not hasattr(steps[-1], "coef_") or not hasattr(steps[0], "get_feature_names_out"):
            continue
        features, weights = steps[0].get_feature_names_out(), np.ravel(steps[-1].coef_)
        if len(features) != len(weights):
            continue
        names = [str(feature).rsplit("__", 1)[-1] for feature in features]
        order = np.argsort(weights, kind="stable")
        pairs = [[names[word], float(round(weights[word], 3))] for word in order]
        negative, positive = int((weights < 0).sum()), int((weights > 0).sum())
        against, largest = pairs[:negative][:LISTED], pairs[::-1][:positive][:LISTED]
        return {"contender": contender, "against": against, "for": largest}
    return None
