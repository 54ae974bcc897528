"""How much each row counts: passed to every estimator that takes sample weights."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.compose import TransformedTargetRegressor
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import has_fit_parameter


def takes_weights(estimator: Any) -> bool:
    """Whether rows may count differently for it; for a pipeline its last step decides."""
    model = estimator[-1] if isinstance(estimator, Pipeline) else estimator
    while isinstance(model, TransformedTargetRegressor):  # passes all arguments on
        model = model.regressor
    return has_fit_parameter(model, "sample_weight")


def fit_weighted(estimator: Any, x: Any, y: Any, weight: np.ndarray | None) -> Any:
    """Fit, with weights if there are some and the estimator takes them."""
    if weight is None or not takes_weights(estimator):
        return estimator.fit(x, y)
    name = f"{estimator.steps[-1][0]}__sample_weight" if isinstance(estimator, Pipeline) else "sample_weight"
    return estimator.fit(x, y, **{name: weight})
