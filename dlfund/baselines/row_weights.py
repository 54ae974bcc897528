"""How much each row counts: handed to every estimator that has a place for it."""

from __future__ import annotations

from sklearn.compose import TransformedTargetRegressor
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import has_fit_parameter


def takes_weights(estimator):
    """Whether rows may count differently for it; for a pipeline its last step decides."""
    model = estimator[-1] if isinstance(estimator, Pipeline) else estimator
    if isinstance(model, TransformedTargetRegressor):  # hands on whatever it is given
        model = model.regressor
    return has_fit_parameter(model, "sample_weight")


def fit_weighted(estimator, x, y, weight):
    """Fit, with the weights where there are some and the estimator takes them."""
    if weight is None or not takes_weights(estimator):
        return estimator.fit(x, y)
    name = f"{estimator.steps[-1][0]}__sample_weight" if isinstance(estimator, Pipeline) else "sample_weight"
    return estimator.fit(x, y, **{name: weight})
