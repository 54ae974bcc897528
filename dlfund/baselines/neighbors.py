"""Ask the most similar rows: nothing is learned, everything is remembered."""

from __future__ import annotations

from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

from dlfund.baselines.baseline import LABELLED, Baseline, check_kind, scaled

COUNTS = (1, 2, 3, 5, 7, 10, 15, 20, 30, 50)


def nearest_neighbors() -> Baseline:
    """The answers of the nearest training rows."""

    def estimator(schema, seed):
        check_kind("nearest_neighbors", schema, LABELLED, "baselines.k_means() for groups")
        model = KNeighborsRegressor() if schema.kind == "regression" else KNeighborsClassifier()
        return scaled("nearest_neighbors", schema, ("model", model))

    def space(schema):
        most = max(5, schema.rows // 4) if schema.rows else COUNTS[-1]
        return {
            "model__n_neighbors": [count for count in COUNTS if count <= most],
            "model__weights": ["uniform", "distance"],
            "model__p": [1, 2],
        }

    return Baseline(
        name="nearest_neighbors",
        about="the answers of the most similar training rows; tunes how many, their weights and the distance",
        rung="machine learning",
        estimator=estimator,
        space=space,
        most_rows=50_000,  # half a minute for the validation rows
    )
