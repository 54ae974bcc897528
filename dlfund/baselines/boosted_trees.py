"""Boosted trees of another library, kept in that library's own format.

After fitting, an estimator holds its trees in the library's own format (JSON, text or bytes) and nothing else of the
library's. So a saved estimator consists of settings and a document, and is read without pickle.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted


class BoostedTrees(BaseEstimator):
    """What the libraries' estimators share: classes or numbers, one thread, and the trees as a document.

    A subclass has its hyperparameters as arguments, named as the library names them, and methods that grow, write and
    read trees and predict with them.
    """

    library = ""
    of_rounds = ""  # the hyperparameter that says how many rounds are kept
    first_rounds = 0  # that predict; 0: all

    def fit(self, X: Any, y: Any, sample_weight: np.ndarray | None = None) -> Self:
        classes = None
        if self.task == "classes":
            self.classes_, y = np.unique(y, return_inverse=True)
            classes = len(self.classes_)
        values, categories = values_and_categories(X)
        self.live = self._grown(imported(self.library), values, categories, y, sample_weight, classes)
        self.content_, self.nodes_ = self._written(self.live)
        return self

    @property
    def grown_rounds(self) -> int:
        """How many rounds were grown."""
        settings = self.get_params()
        return int(settings.get("n_estimators", 0) or settings["iterations"])

    def predict(self, X: Any) -> np.ndarray:
        """Numbers, or the most probable class of each row."""
        if self.task == "classes":
            return self.classes_[self.predict_proba(X).argmax(axis=1)]
        return self._outputs(X)

    def predict_proba(self, X: Any) -> np.ndarray:
        outputs = self._outputs(X)
        if outputs.ndim == 1:
            return np.column_stack([1 - outputs, outputs])
        return outputs / outputs.sum(axis=1, keepdims=True)  # some libraries add up to one in float32 only

    def _outputs(self, X: Any) -> np.ndarray:
        check_is_fitted(self)
        library = imported(self.library)
        if not hasattr(self, "live"):
            self.live = self._read(library, self.content_)
        return np.asarray(self._predicted(library, self.live, *values_and_categories(X)), dtype=float)

    def __getstate__(self) -> dict[str, object]:
        """The state without the library's own object, which is made again from the document."""
        return {name: value for name, value in super().__getstate__().items() if name != "live"}

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "content_")


def imported(library: str) -> ModuleType:
    """The library; where it is missing, the error says how to install it."""
    try:
        return import_module(library)
    except (ImportError, OSError) as error:  # OSError: installed, but a system library it needs is not
        reason = "It is not installed" if isinstance(error, ModuleNotFoundError) else f"It can't be loaded: {error}"
        raise ModuleNotFoundError(
            f"Expected the library {library}, which grows these trees. {reason}. Install it with: pip install {library}"
        ) from None


def values_and_categories(table: Any) -> tuple[np.ndarray, list[int]]:
    """A table as numbers, and the positions of its categorical columns: levels are numbered, NaN if empty or unseen."""
    if not isinstance(table, pd.DataFrame):
        return np.asarray(table, dtype=np.float64), []
    categories = [place for place, kind in enumerate(table.dtypes) if isinstance(kind, pd.CategoricalDtype)]
    values = np.empty(table.shape)
    for place, name in enumerate(table.columns):
        column = table[name]
        codes = column.cat.codes.to_numpy() if place in categories else None
        values[:, place] = column.to_numpy() if codes is None else np.where(codes < 0, np.nan, codes)
    return values, categories
