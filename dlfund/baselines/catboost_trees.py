"""CatBoost's trees, kept as bytes in CatBoost's own format."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dlfund.baselines.boosted_trees import BoostedTrees


class CatBoostTrees(BoostedTrees):
    """Trees with the same split at every node of a depth; levels of a category are encoded as ordered mean targets.

    Args:
        task: str. `"classes"` or `"numbers"`.
        iterations, learning_rate, depth, l2_leaf_reg, random_strength, subsample, rsm: as in CatBoost.
        rounds: int or None. Of the iterations, those that are kept; None keeps all. With fewer iterations, CatBoost's
            own rule would choose another learning rate.
        random_state: int.

    A `learning_rate` of None is CatBoost's own rule, from the number of rows and rounds.
    """

    library = "catboost"
    of_rounds = "rounds"

    def __init__(
        self,
        task: str = "classes",
        *,
        iterations: int = 1000,
        learning_rate: float | None = None,
        depth: int = 6,
        l2_leaf_reg: float = 3.0,
        random_strength: float = 1.0,
        subsample: float = 0.8,
        rsm: float = 1.0,
        rounds: int | None = None,
        random_state: int = 0,
    ) -> None:
        self.task = task
        self.iterations = iterations
        self.learning_rate = learning_rate
        self.depth = depth
        self.l2_leaf_reg = l2_leaf_reg
        self.random_strength = random_strength
        self.subsample = subsample
        self.rsm = rsm
        self.rounds = rounds
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
        for name in ("task", "rounds"):
            settings.pop(name)
        if settings["learning_rate"] is None:
            settings.pop("learning_rate")
        settings["random_seed"] = settings.pop("random_state")
        loss = "RMSE" if classes is None else "Logloss" if classes <= 2 else "MultiClass"
        settings |= {"loss_function": loss, "bootstrap_type": "Bernoulli", "thread_count": 1}
        model = library.CatBoost(settings | {"logging_level": "Silent", "allow_writing_files": False})
        model.fit(library.Pool(_frame(values, categories), y, cat_features=categories, weight=weight))
        if self.rounds is not None:
            model.shrink(ntree_end=min(int(self.rounds), model.tree_count_))
        return model

    def _written(self, model: Any) -> tuple[bytes, int]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "model.cbm")
            model.save_model(str(path))
            return path.read_bytes(), int(sum(2 * leaves - 1 for leaves in model.get_tree_leaf_counts()))

    def _read(self, library: Any, content: bytes) -> Any:
        return library.CatBoost().load_model(blob=content)

    def _predicted(self, library: Any, model: Any, values: np.ndarray, categories: list[int]) -> Any:
        kind = "RawFormulaVal" if self.task == "numbers" else "Probability"
        answers = model.predict(
            _frame(values, categories), prediction_type=kind, thread_count=1, ntree_end=self.first_rounds
        )
        return answers[:, 1] if self.task == "classes" and answers.shape[1] == 2 else answers


def _frame(values: np.ndarray, categories: list[int]) -> pd.DataFrame:
    """Categories as whole numbers, −1 where empty: CatBoost takes no NaN there."""
    columns = {
        place: np.nan_to_num(values[:, place], nan=-1).astype(np.int64) if place in categories else values[:, place]
        for place in range(values.shape[1])
    }
    return pd.DataFrame(columns)
