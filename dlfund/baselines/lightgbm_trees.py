"""LightGBM's trees, kept as text in LightGBM's own format."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from dlfund.baselines.boosted_trees import BoostedTrees


class LightGBMTrees(BoostedTrees):
    """Trees grown leaf by leaf on histograms; a category may be split into any two sets of its levels.

    Args:
        task: str. `"classes"` or `"numbers"`.
        n_estimators, learning_rate, num_leaves, min_child_samples, reg_lambda, subsample, colsample_bytree: as in
            LightGBM; other rows are drawn for every tree.
        random_state: int.
    """

    library = "lightgbm"
    of_rounds = "n_estimators"

    def __init__(
        self,
        task: str = "classes",
        *,
        n_estimators: int = 100,
        learning_rate: float = 0.1,
        num_leaves: int = 31,
        min_child_samples: int = 20,
        reg_lambda: float = 0.0,
        subsample: float = 1.0,
        colsample_bytree: float = 1.0,
        random_state: int = 0,
    ) -> None:
        self.task = task
        self.n_estimators = n_estimators
        self.learning_rate = learning_rate
        self.num_leaves = num_leaves
        self.min_child_samples = min_child_samples
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
        objective = "regression" if classes is None else "binary" if classes <= 2 else "multiclass"
        settings |= {"objective": objective, "subsample_freq": 1, "seed": self.random_state}
        settings |= {"num_threads": 1, "deterministic": True, "force_row_wise": True, "verbosity": -1}
        if classes is not None and classes > 2:
            settings["num_class"] = classes
        rows = library.Dataset(values, y, weight=weight, categorical_feature=categories)
        return library.train(settings, rows, num_boost_round=int(self.n_estimators))

    def _written(self, booster: Any) -> tuple[str, int]:
        text = booster.model_to_string()
        return text, sum(2 * int(leaves) - 1 for leaves in re.findall(r"^num_leaves=(\d+)$", text, re.MULTILINE))

    def _read(self, library: Any, text: str) -> Any:
        return library.Booster(model_str=text)

    def _predicted(self, library: Any, booster: Any, values: np.ndarray, categories: list[int]) -> Any:
        return booster.predict(values, num_threads=1, num_iteration=self.first_rounds or None)
