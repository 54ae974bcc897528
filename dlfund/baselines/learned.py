"""How many numbers an estimator learned: what a network's count of weights is set beside."""

from __future__ import annotations

import numpy as np

# What each kind of model keeps after fitting; the first line whose first name is there counts.
KEPT = (
    ("coef_", "intercept_"),
    ("cluster_centers_",),
    ("means_", "covariances_", "weights_"),
    ("factors_",),
    ("biases_",),
    ("support_vectors_", "dual_coef_", "intercept_"),
    ("_fit_X",),  # the neighbours themselves
    ("components_", "mean_"),
)


def learned_numbers(estimator):
    """Coefficients of a linear model, nodes of trees, centres of groups, rows that are remembered.

    An encoding counts nothing; what is learned between it and the model, such as principal components, does.
    """
    steps = [step for name, step in estimator.steps if name != "encode"] if hasattr(estimator, "steps") else [estimator]
    return sum(map(_of_model, steps))


def _of_model(model):
    if hasattr(model, "calibrated_classifiers_"):
        model = model.calibrated_classifiers_[0].estimator
    model = getattr(model, "regressor_", model)
    if hasattr(model, "nodes_"):  # trees of another library, counted when they were grown
        return model.nodes_
    if hasattr(model, "estimators_"):
        return int(sum(tree.tree_.node_count for tree in model.estimators_))
    if hasattr(model, "_predictors"):  # histogram boosting keeps its trees there, and nowhere public
        return int(sum(len(tree.nodes) for stage in model._predictors for tree in stage))
    names = next((names for names in KEPT if hasattr(model, names[0])), ())
    return sum(_size(getattr(model, name)) for name in names)


def _size(kept):
    return sum(map(_size, kept)) if isinstance(kept, list) else int(np.size(kept))
