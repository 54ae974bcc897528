"""N-grams: what came next, the last times that the text before it ended like this.

    p_0 = 1 / classes
    p_k(next | text) = (count(last k words, next) + weight · p_(k−1)(next | text)) / (count(last k words) + weight)

k runs from 0 words (how frequent a class is at all) to n − 1. Where the last k words never occurred, p_k is p_(k−1).
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from scipy.stats import loguniform
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from dlfund.baselines.baseline import CLASSES, Baseline, check_kind
from dlfund.baselines.text import text_column
from dlfund.data import Schema
from dlfund.data.token_codes import words_of


def n_gram() -> Baseline:
    """Counts which class followed the last words of a text; shorter endings fill in where a longer one is rare."""

    def estimator(schema: Schema, seed: int) -> NGram:
        check_kind("n_gram", schema, CLASSES, "baselines.tfidf_logistic() for numbers")
        return NGram((text_column("n_gram", schema),))

    return Baseline(
        name="n_gram",
        about="counts what followed the last n − 1 words; tunes n and how much shorter endings count",
        approach="machine learning",
        estimator=estimator,
        space={"n": list(range(1, 13)), "weight": loguniform(0.03, 10)},
    )


class NGram(ClassifierMixin, BaseEstimator):
    """Interpolated counts of what follows an ending.

    Args:
        columns: tuple of str. The column of text.
        n: int from 1. The longest ending has n − 1 words.
        weight: float above 0. The number of rows that the prediction from one word less is worth.
    """

    def __init__(self, columns: tuple[str, ...], *, n: int = 3, weight: float = 1.0) -> None:
        self.columns = columns
        self.n = n
        self.weight = weight

    def fit(self, X: Any, y: Any) -> Self:
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.endings_, self.next_counts_ = [], []
        for length in range(self.n):
            known, places = np.unique(self._endings(X, length), return_inverse=True)
            counts = np.zeros((len(known), len(self.classes_)))
            np.add.at(counts, (places, codes), 1)
            self.endings_.append(known.tolist())
            self.next_counts_.append(counts)
        return self

    def predict_proba(self, X: Any) -> np.ndarray:
        check_is_fitted(self)
        shares = np.full((len(X), len(self.classes_)), 1 / len(self.classes_))
        for length, (known, counts) in enumerate(zip(self.endings_, self.next_counts_, strict=True)):
            places = {ending: place for place, ending in enumerate(known)}
            rows = np.array([places.get(ending, len(known)) for ending in self._endings(X, length)])
            seen = np.vstack([counts, np.zeros(len(self.classes_))])[rows]  # (rows, classes); 0 of an unknown ending
            shares = (seen + self.weight * shares) / (seen.sum(axis=1, keepdims=True) + self.weight)
        return shares

    def predict(self, X: Any) -> np.ndarray:
        return np.asarray(self.classes_[self.predict_proba(X).argmax(axis=1)])

    def _endings(self, X: Any, length: int) -> np.ndarray:
        """The last words of each text as one string; of a shorter text all of them."""
        return np.array([" ".join(words_of(text)[-length:] if length else []) for text in X[self.columns[0]]])
