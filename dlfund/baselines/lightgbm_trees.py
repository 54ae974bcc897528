"""LightGBM's trees, kept as its text."""

from __future__ import annotations

import re

from dlfund.baselines.boosted_trees import BoostedTrees


class LightGBMTrees(BoostedTrees):
    """Trees grown leaf by leaf on histograms; a split of a category is any set of its levels.

    Args:
        task: str. `"classes"` or `"numbers"`.
        n_estimators, learning_rate, num_leaves, min_child_samples, reg_lambda, subsample, colsample_bytree: as in
            LightGBM; other rows are drawn for every tree.
        random_state: int.
    """

    library = "lightgbm"

    def __init__(
        self,
        task="classes",
        *,
        n_estimators=100,
        learning_rate=0.1,
        num_leaves=31,
        min_child_samples=20,
        reg_lambda=0.0,
        subsample=1.0,
        colsample_bytree=1.0,
        random_state=0,
    ):
        self.task = task
        self.n_estimators = n_estimators
        self.learning_rate = learning_rate
        self.num_leaves = num_leaves
        self.min_child_samples = min_child_samples
        self.reg_lambda = reg_lambda
        self.subsample = subsample
        self.colsample_bytree = colsample_bytree
        self.random_state = random_state

    def _grown(self, library, values, categories, y, weight, classes):
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

    def _written(self, booster):
        text = booster.model_to_string()
        return text, sum(2 * int(leaves) - 1 for leaves in re.findall(r"^num_leaves=(\d+)$", text, re.MULTILINE))

    def _read(self, library, text):
        return library.Booster(model_str=text)

    def _predicted(self, library, booster, values, categories):
        return booster.predict(values, num_threads=1)
