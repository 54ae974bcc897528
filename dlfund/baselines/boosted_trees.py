"""Boosted trees of another library, kept as that library writes them.

After fitting, an estimator holds its trees in the library's own format (JSON, text or bytes) and nothing else of the
library's. So a saved one is settings and a document, never a foreign object, and whoever reads it needs no pickle.
"""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted


class BoostedTrees(BaseEstimator):
    """What the libraries share: classes or numbers, one thread, and the trees as a document.

    A subclass has its settings as arguments, named as the library names them, and says how to grow, write and read.
    """

    library = ""

    def fit(self, X, y, sample_weight=None):
        classes = None
        if self.task == "classes":
            self.classes_, y = np.unique(y, return_inverse=True)
            classes = len(self.classes_)
        values, categories = values_and_categories(X)
        self.live = self._grown(imported(self.library), values, categories, y, sample_weight, classes)
        self.content_, self.nodes_ = self._written(self.live)
        return self

    def predict(self, X):
        """Numbers; of classes the most probable one."""
        if self.task == "classes":
            return self.classes_[self.predict_proba(X).argmax(axis=1)]
        return self._answers(X)

    def predict_proba(self, X):
        answers = self._answers(X)
        if answers.ndim == 1:
            return np.column_stack([1 - answers, answers])
        return answers / answers.sum(axis=1, keepdims=True)  # some libraries add up to one in float32 only

    def _answers(self, X):
        check_is_fitted(self)
        library = imported(self.library)
        if not hasattr(self, "live"):
            self.live = self._read(library, self.content_)
        return np.asarray(self._predicted(library, self.live, *values_and_categories(X)), dtype=float)

    def __getstate__(self):
        """Without the library's object, which lives as long as the process."""
        return {name: value for name, value in super().__getstate__().items() if name != "live"}

    def __sklearn_is_fitted__(self):
        return hasattr(self, "content_")


def imported(library):
    """The library, or a sentence about how to get it."""
    try:
        return import_module(library)
    except (ImportError, OSError) as error:  # OSError: installed, but a system library it needs is not
        reason = "It is not installed" if isinstance(error, ModuleNotFoundError) else f"It can't be loaded: {error}"
        raise ModuleNotFoundError(
            f"Expected the library {library} to grow its trees with. {reason}. Install it with: pip install {library}"
        ) from None


def values_and_categories(table):
    """A table as numbers, and the places of its categories: each level its number, NaN where empty or unseen."""
    if not isinstance(table, pd.DataFrame):
        return np.asarray(table, dtype=np.float64), []
    categories = [place for place, kind in enumerate(table.dtypes) if isinstance(kind, pd.CategoricalDtype)]
    values = np.empty(table.shape)
    for place, name in enumerate(table.columns):
        column = table[name]
        codes = column.cat.codes.to_numpy() if place in categories else None
        values[:, place] = column.to_numpy() if codes is None else np.where(codes < 0, np.nan, codes)
    return values, categories
