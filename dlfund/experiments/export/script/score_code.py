"""The score of a run as the few lines that compute it."""

from __future__ import annotations

from functools import partial

from dlfund.comparison.scoring.metrics import METRICS
from dlfund.core.errors import UserError
from dlfund.core.task_kind import TASK_KINDS
from dlfund.experiments.export.script.imports import Imports


def score_code(metric: str, kind: str, imports: Imports) -> str:
    """`score(y, predictions)`: the metric that decided the run.

    Example:
        >>> print(score_code("rmse", "regression", Imports()))
        def score(y, predictions):
            return root_mean_squared_error(y, predictions)
    """
    name = partial(imports.name, "sklearn.metrics")
    formula = METRICS[metric].script(TASK_KINDS[kind].decided, name) if metric in METRICS else ""
    if not formula:
        known = ", ".join(name for name, entry in METRICS.items() if entry.script("", str))
        raise UserError(
            f"Expected a run that was decided by one of {known}. Received: {metric!r}, which no script computes yet."
        )
    return f"def score(y, predictions):\n    return {formula}"
