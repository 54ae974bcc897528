"""Text for a network: each word is a number, and all rows have the same length.

"not a good film" → 7 3 5 2 0 0        0 is padding, 1 is a word that was not in the training rows
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

FILL, UNKNOWN = 0, 1
WORD = re.compile(r"[\w']+")


def words_of(text: object) -> list[str]:
    """The words of a text, in lower case: letters, digits, `_` and apostrophes."""
    return WORD.findall(str(text).lower())


class TokenCodes(TransformerMixin, BaseEstimator):
    """The most frequent words of the fitted rows get codes from 2 on; the first `length` words of a text are used."""

    def __init__(self, vocabulary: int, length: int) -> None:
        self.vocabulary = vocabulary
        self.length = length

    def fit(self, X: Any, y: Any = None) -> Self:
        counts = Counter(word for tokens in self._words(X) for word in tokens)
        frequent = sorted(counts, key=lambda word: (-counts[word], word))
        self.words_ = frequent[: self.vocabulary - 2]
        return self

    def transform(self, X: Any) -> np.ndarray:
        check_is_fitted(self)
        codes = {word: code for code, word in enumerate(self.words_, start=2)}
        rows = np.full((len(X), self.length), FILL, dtype="int32")
        for row, tokens in zip(rows, self._words(X), strict=True):
            row_codes = [codes.get(word, UNKNOWN) for word in tokens[: self.length]]
            row[: len(row_codes)] = row_codes
        return rows

    def _words(self, X: Any) -> list[list[str]]:
        return [words_of(text) for text in np.asarray(X)[:, 0]]
