"""A forest for one trial: the trees that scikit-learn's own forest grows, bit for bit, without the checks around each.

Of the time that a forest of 100 trees takes on a few hundred rows, two thirds go into copying, checking and
dispatching each tree. A trial only needs the predictions for the validation rows, so the trees are grown here by
scikit-learn's own compiled builder, from the same random numbers. A forest that is kept is always scikit-learn's own.
"""

from __future__ import annotations

import numbers
from typing import Any, Self

import numpy as np
import sklearn
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.pipeline import Pipeline
from sklearn.tree import DecisionTreeClassifier, _classes
from sklearn.tree._tree import DepthFirstTreeBuilder, Tree

KNOWN = "1.9."  # the compiled parts are not public: with another scikit-learn, trials use its own forests
FORESTS = (RandomForestClassifier, RandomForestRegressor, ExtraTreesClassifier, ExtraTreesRegressor)
HYPERPARAMETERS = ("n_estimators", "random_state", "min_samples_leaf", "max_features")
ENDLESS = np.iinfo(np.int32).max


class QuickForest:
    """Fits and predicts as `forest` would.

    Args:
        forest: an unfitted forest of scikit-learn's that differs from its defaults in `HYPERPARAMETERS` alone.
    """

    def __init__(self, forest: Any) -> None:
        self.forest = forest

    @classmethod
    def of(cls, model: Any) -> QuickForest | None:
        """The quick version of a model that is a forest, alone or as the only step of a pipeline; None for others."""
        forest = model[-1] if isinstance(model, Pipeline) and len(model) == 1 else model
        if type(forest) not in FORESTS or not sklearn.__version__.startswith(KNOWN):
            return None
        set_to, usual = forest.get_params(deep=False), type(forest)().get_params(deep=False)
        plain = all(set_to[name] == usual[name] for name in set_to if name not in HYPERPARAMETERS)
        countable = all(isinstance(set_to[name], numbers.Integral) for name in HYPERPARAMETERS[:-1])
        shared = set_to["max_features"] == "sqrt" or isinstance(set_to["max_features"], numbers.Real)
        return cls(forest) if plain and countable and shared else None

    def means(self, x: Any) -> tuple[Any, ...]:
        """What its hyperparameters mean for these rows: of three columns, the shares 0.35 and 0.6 both mean one."""
        return self.forest.n_estimators, self.forest.min_samples_leaf, self._columns_a_split(x.shape[1])

    def fit(self, x: Any, y: Any) -> Self:
        self.forest._validate_params()
        x = np.asarray(x, dtype=np.float32)
        holes = DecisionTreeClassifier()._compute_missing_values_in_feature_mask(x)
        y = self._targets(y)
        draws, stream = np.random.RandomState(self.forest.random_state), np.random.RandomState()
        seeds = [draws.randint(ENDLESS) for _ in range(self.forest.n_estimators)]
        self.trees = [self._grown(x, y, stream, seed, holes) for seed in seeds]
        return self

    def predict_proba(self, x: Any) -> np.ndarray:
        return self._mean(x)

    def predict(self, x: Any) -> np.ndarray:
        """Numbers; for classes only `predict_proba` is used."""
        return self._mean(x)[:, 0]

    def _targets(self, y: Any) -> np.ndarray:
        """Class numbers or values in one column of floats, as the builder takes them."""
        self.kinds = np.ones(1, dtype=np.intp)
        if hasattr(self.forest, "predict_proba"):
            self.classes_, y = np.unique(y, return_inverse=True)
            self.kinds = np.array([len(self.classes_)], dtype=np.intp)
        return np.ascontiguousarray(np.reshape(y, (-1, 1)), dtype=np.float64)

    def _grown(
        self, x: np.ndarray, y: np.ndarray, stream: np.random.RandomState, seed: int, holes: np.ndarray | None
    ) -> Tree:
        rows, columns = x.shape
        leaf = self.forest.min_samples_leaf
        weights = None
        if self.forest.bootstrap:
            stream.seed(seed)  # ten times as fast as a new generator of this seed
            weights = np.bincount(stream.randint(0, rows, rows), minlength=rows).astype(np.float64)
        stream.seed(seed)
        splitter = self._splitter()(self._criterion(rows), self._columns_a_split(columns), leaf, 0.0, stream, None)
        tree = Tree(columns, self.kinds, 1)
        DepthFirstTreeBuilder(splitter, max(2, 2 * leaf), leaf, 0.0, ENDLESS, 0.0).build(tree, x, y, weights, holes)
        return tree

    def _criterion(self, rows: int) -> Any:
        if hasattr(self.forest, "predict_proba"):
            return _classes.CRITERIA_CLF[self.forest.criterion](1, self.kinds)
        return _classes.CRITERIA_REG[self.forest.criterion](1, rows)

    def _splitter(self) -> Any:
        return _classes.DENSE_SPLITTERS[self.forest.estimator.splitter]

    def _columns_a_split(self, columns: int) -> int:
        asked = self.forest.max_features
        if asked == "sqrt":
            return max(1, int(np.sqrt(columns)))
        return int(asked) if isinstance(asked, numbers.Integral) else max(1, int(asked * columns))

    def _mean(self, x: Any) -> np.ndarray:
        x = np.asarray(x, dtype=np.float32)
        total = np.zeros((len(x), self.kinds[0]))
        for tree in self.trees:
            total += tree.predict(x)
        return total / len(self.trees)
