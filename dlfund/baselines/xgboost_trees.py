"""XGBoost's trees, kept as JSON in XGBoost's own format."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from dlfund.baselines.boosted_trees import BoostedTrees


class XGBoostTrees(BoostedTrees):
    """Trees grown level by level on histograms; each split has a side for empty cells.

    Args:
        task: str. `"classes"` or `"numbers"`.
        n_estimators, learning_rate, max_depth, min_child_weight, reg_lambda, subsample, colsample_bytree: as in
            XGBoost.
        random_state: int.
    """

    library = "xgboost"
    of_rounds = "n_estimators"

    def __init__(
        self,
        task: str = "classes",
        *,
        n_estimators: int = 100,
        learning_rate: float = 0.3,
        max_depth: int = 6,
        min_child_weight: float = 1.0,
        reg_lambda: float = 1.0,
        subsample: float = 1.0,
        colsample_bytree: float = 1.0,
        random_state: int = 0,
    ) -> None:
        self.task = task
        self.n_estimators = n_estimators
        self.learning_rate = learning_rate
        self.max_depth = max_depth
        self.min_child_weight = min_child_weight
        self.reg_lambda = reg_lambda
        self.subsample = subsample
        self.colsample_bytree = colsample_bytree
        self.random_state = random_state

    def _grown(
        self,
        library: Any,
        values: np.ndarray,
        categories: list[int],
        y: Any,
        weight: np.ndarray | None,
        classes: int | None,
    ) -> Any:
        settings = self.get_params()
        for name in ("task", "n_estimators", "random_state"):
            settings.pop(name)
        objective = "reg:squarederror" if classes is None else "binary:logistic" if classes <= 2 else "multi:softprob"
        settings |= {"objective": objective, "tree_method": "hist", "nthread": 1, "seed": self.random_state}
        if classes is not None and classes > 2:
            settings["num_class"] = classes
        rows = _matrix(library, values, categories, label=y, weight=weight)
        return library.train(settings | {"verbosity": 0}, rows, num_boost_round=int(self.n_estimators))

    def _written(self, booster: Any) -> tuple[str, int]:
        text = booster.save_raw("json").decode()
        trees = json.loads(text)["learner"]["gradient_booster"]["model"]["trees"]
        return text, sum(int(tree["tree_param"]["num_nodes"]) for tree in trees)

    def _read(self, library: Any, text: str) -> Any:
        booster = library.Booster({"nthread": 1})
        booster.load_model(bytearray(text.encode()))
        return booster

    def _predicted(self, library: Any, booster: Any, values: np.ndarray, categories: list[int]) -> Any:
        return booster.predict(_matrix(library, values, categories), iteration_range=(0, self.first_rounds))


def _matrix(library: Any, values: np.ndarray, categories: list[int], **targets: Any) -> Any:
    kinds = ["c" if place in categories else "q" for place in range(values.shape[1])]
    return library.DMatrix(values, feature_types=kinds, enable_categorical=True, nthread=1, **targets)
