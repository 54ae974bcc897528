"""The score of a run as the few lines that compute it."""

from __future__ import annotations

from dlfund.eject.imports import Imports
from dlfund.sentence import UserError

NAMED = {
    "roc_auc": "roc_auc_score",
    "brier": "brier_score_loss",
    "rmse": "root_mean_squared_error",
    "mae": "mean_absolute_error",
    "r2": "r2_score",
    "adjusted_rand": "adjusted_rand_score",
    "mutual_information": "adjusted_mutual_info_score",
}


def score_code(metric: str, kind: str, imports: Imports) -> str:
    """`score(y, predictions)`: the metric that decided the run.

    Example:
        >>> print(score_code("rmse", "regression", Imports()))
        def score(y, predictions):
            return root_mean_squared_error(y, predictions)
    """
    if metric == "accuracy":
        decided = "predictions > 0.5" if kind == "binary" else "predictions.argmax(axis=1)"
        formula = f"np.mean(({decided}) == y)"
    elif metric == "log_loss":
        formula = f"{imports.name('sklearn.metrics', 'log_loss')}(y, predictions, labels=range(len(CLASSES)))"
    elif metric in NAMED:
        formula = f"{imports.name('sklearn.metrics', NAMED[metric])}(y, predictions)"
    else:
        known = ", ".join(["accuracy", "log_loss", *NAMED])
        raise UserError(
            f"Expected a run that was decided by one of {known}. Received: {metric!r}, which no script computes yet."
        )
    return f"def score(y, predictions):\n    return {formula}"
