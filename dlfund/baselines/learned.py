"""How many numbers an estimator learned, to compare with a network's number of weights."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlfund.core.sklearn_internals import boosted_nodes, remembered_rows

# The attributes of each kind of model after fitting; the first line whose first attribute exists counts.
KEPT = (
    ("coef_", "intercept_"),
    ("cluster_centers_",),
    ("means_", "covariances_", "weights_"),
    ("factors_",),
    ("biases_",),
    ("next_counts_",),
    ("support_vectors_", "dual_coef_", "intercept_"),
    ("components_", "mean_"),
)


def learned_numbers(estimator: Any) -> int:
    """Coefficients of a linear model, nodes of trees, centres of groups, or remembered rows.

    The encoding does not count; what is learned between it and the model, such as principal components, does.
    """
    steps = [step for name, step in estimator.steps if name != "encode"] if hasattr(estimator, "steps") else [estimator]
    return sum(map(_of_model, steps))


def _of_model(model: Any) -> int:
    if hasattr(model, "calibrated_classifiers_"):
        model = model.calibrated_classifiers_[0].estimator
    while hasattr(model, "regressor_"):
        model = model.regressor_
    if hasattr(model, "nodes_"):  # trees of another library, counted when they were grown
        return model.nodes_
    if hasattr(model, "estimators_"):
        return int(sum(tree.tree_.node_count for tree in model.estimators_))
    if (nodes := boosted_nodes(model)) is not None:
        return nodes
    if (neighbors := remembered_rows(model)) is not None:
        return _size(neighbors)
    names = next((names for names in KEPT if hasattr(model, names[0])), ())
    return sum(_size(getattr(model, name)) for name in names)


def _size(kept: Any) -> int:
    return sum(map(_size, kept)) if isinstance(kept, list) else int(np.size(kept))
