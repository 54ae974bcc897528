"""CatBoost's trees, kept as the bytes of its own format."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from dlfund.baselines.boosted_trees import BoostedTrees


class CatBoostTrees(BoostedTrees):
    """Trees that ask the same question at every node of a level; levels of a category become ordered mean targets.

    Args:
        task: str. `"classes"` or `"numbers"`.
        iterations, learning_rate, depth, l2_leaf_reg, random_strength, subsample, rsm: as in CatBoost.
        random_state: int.
    """

    library = "catboost"

    def __init__(
        self,
        task="classes",
        *,
        iterations=200,
        learning_rate=0.1,
        depth=6,
        l2_leaf_reg=3.0,
        random_strength=1.0,
        subsample=0.8,
        rsm=1.0,
        random_state=0,
    ):
        self.task = task
        self.iterations = iterations
        self.learning_rate = learning_rate
        self.depth = depth
        self.l2_leaf_reg = l2_leaf_reg
        self.random_strength = random_strength
        self.subsample = subsample
        self.rsm = rsm
        self.random_state = random_state

    def _grown(self, library, values, categories, y, weight, classes):
        settings = self.get_params()
        settings.pop("task")
        settings["random_seed"] = settings.pop("random_state")
        loss = "RMSE" if classes is None else "Logloss" if classes <= 2 else "MultiClass"
        settings |= {"loss_function": loss, "bootstrap_type": "Bernoulli", "thread_count": 1}
        model = library.CatBoost(settings | {"logging_level": "Silent", "allow_writing_files": False})
        return model.fit(library.Pool(_frame(values, categories), y, cat_features=categories, weight=weight))

    def _written(self, model):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "model.cbm")
            model.save_model(str(path))
            return path.read_bytes(), int(sum(2 * leaves - 1 for leaves in model.get_tree_leaf_counts()))

    def _read(self, library, content):
        return library.CatBoost().load_model(blob=content)

    def _predicted(self, library, model, values, categories):
        kind = "RawFormulaVal" if self.task == "numbers" else "Probability"
        answers = model.predict(_frame(values, categories), prediction_type=kind, thread_count=1)
        return answers[:, 1] if self.task == "classes" and answers.shape[1] == 2 else answers


def _frame(values, categories):
    """Categories as whole numbers, −1 where empty: CatBoost takes no NaN there."""
    columns = {
        place: np.nan_to_num(values[:, place], nan=-1).astype(np.int64) if place in categories else values[:, place]
        for place in range(values.shape[1])
    }
    return pd.DataFrame(columns)
