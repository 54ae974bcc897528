"""Nearest neighbours: nothing is fitted, the training rows are kept."""

from __future__ import annotations

from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import Pipeline

from dlfund.baselines.baseline import Baseline, Space, check_kind, scaled
from dlfund.core.task_kind import LABELLED
from dlfund.data import Schema

COUNTS = (1, 2, 3, 5, 7, 10, 15, 20, 30, 50)


def nearest_neighbors() -> Baseline:
    """The targets of the nearest training rows."""

    def estimator(schema: Schema, seed: int) -> Pipeline:
        check_kind("nearest_neighbors", schema, LABELLED, "baselines.k_means() for groups")
        model = KNeighborsClassifier() if schema.task_kind.has_classes else KNeighborsRegressor()
        return scaled("nearest_neighbors", schema, ("model", model))

    def space(schema: Schema) -> Space:
        most = max(5, schema.rows // 4) if schema.rows else COUNTS[-1]
        return {
            "model__n_neighbors": [count for count in COUNTS if count <= most],
            "model__weights": ["uniform", "distance"],
            "model__p": [1, 2],
        }

    return Baseline(
        name="nearest_neighbors",
        about="the targets of the most similar training rows; tunes how many, their weights and the distance",
        approach="machine learning",
        estimator=estimator,
        space=space,
        most_rows=50_000,  # half a minute for the validation rows
    )
