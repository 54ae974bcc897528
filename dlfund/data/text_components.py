"""Free text as a few numbers: words weighted by rarity, projected onto the directions in which texts differ most.

    tf-idf of words → truncated singular value decomposition

In a table with other columns, a text should become a few features and not thousands.
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.validation import check_is_fitted

WORD = r"(?u)\b\w[\w']*"  # also words of one letter, and "don't" as one word


class TextComponents(TransformerMixin, BaseEstimator):
    """One column of text to at most `components` numbers per row; all are 0 for an empty cell.

    Args:
        components: int. Maximum number of components; fewer if there are fewer words or rows.
        vocabulary: int. Maximum number of words; the most frequent ones are kept.

    Shape:
        Input:  (rows,) of text, NaN where empty
        Output: (rows, components), float32
    """

    def __init__(self, components: int = 24, vocabulary: int = 20_000) -> None:
        self.components = components
        self.vocabulary = vocabulary

    def fit(self, X: Any, y: Any = None) -> Self:
        self.words_, self.directions_, self.width_ = None, None, 0
        vectorizer = TfidfVectorizer(
            token_pattern=WORD, sublinear_tf=True, min_df=2, max_features=self.vocabulary, dtype=np.float32
        )
        try:
            counted = vectorizer.fit_transform(_filled(X))
        except ValueError:  # no word is in two texts
            return self
        directions = min(self.components, counted.shape[1] - 1, counted.shape[0] - 1)
        self.words_, self.width_ = vectorizer, max(1, directions)
        if directions > 0:
            with np.errstate(divide="ignore", invalid="ignore"):  # texts that are all alike have no variance
                self.directions_ = TruncatedSVD(directions, random_state=0).fit(counted)
        return self

    def transform(self, X: Any) -> np.ndarray:
        check_is_fitted(self)
        if self.words_ is None:
            return np.zeros((len(X), 0), dtype=np.float32)
        counted = self.words_.transform(_filled(X))
        dense = counted.toarray() if self.directions_ is None else self.directions_.transform(counted)
        return dense.astype(np.float32)

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """For the column `review`: `review: 0`, `review: 1`, …"""
        check_is_fitted(self)
        [name] = ["text"] if input_features is None else input_features
        return np.array([f"{name}: {number}" for number in range(self.width_)], dtype=object)

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "words_")


def _filled(column: Any) -> list[str]:
    return [cell if isinstance(cell, str) else "" for cell in column]
