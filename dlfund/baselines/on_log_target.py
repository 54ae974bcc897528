"""A baseline that learns the logarithm of its target and predicts the target.

The last step of its pipeline is put into scikit-learn's `TransformedTargetRegressor`, so that the saved, exported and
ejected pipeline transforms its predictions back by itself.
"""

from __future__ import annotations

from typing import Any

from sklearn.compose import TransformedTargetRegressor
from sklearn.pipeline import Pipeline

from dlfund.baselines.baseline import Baseline, Space
from dlfund.core.log_target import FUNCTIONS
from dlfund.data import Schema

INSIDE = "regressor"  # the parameter that holds the wrapped model


def estimator_and_space(baseline: Baseline, schema: Schema, seed: int) -> tuple[Any, Space]:
    """An unfitted estimator and its search space; on the logarithm where the schema says so. Rules learn none."""
    estimator, space = baseline.estimator(schema, seed), baseline.space_for(schema)
    if not schema.target_log or baseline.approach == "rule" or not isinstance(estimator, Pipeline):
        return estimator, space
    name, model = estimator.steps[-1]
    learn, back = FUNCTIONS[schema.target_log]
    wrapped = TransformedTargetRegressor(model, func=learn, inverse_func=back, check_inverse=False)
    renamed = {_inside(parameter, name): values for parameter, values in space.items()}
    return Pipeline([*estimator.steps[:-1], (name, wrapped)]), renamed


def _inside(parameter: str, step: str) -> str:
    """The parameter's name after the step's model was wrapped."""
    before, _, rest = parameter.partition("__")
    return f"{step}__{INSIDE}__{rest}" if before == step else parameter
