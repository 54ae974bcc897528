"""Metrics of predicted numbers."""

from __future__ import annotations

from functools import partial

import numpy as np

from dlfund.comparison.scoring.metric import TARGET_UNITS, Metric, of_sklearn, squared_errors
from dlfund.comparison.scoring.regret import squared_regret
from dlfund.core.task_kind import Answer


def _absolute(y: np.ndarray, predictions: np.ndarray) -> np.ndarray:
    return np.asarray(np.abs(predictions - y), dtype=float)


def _pinball(y: np.ndarray, predictions: np.ndarray, share: float) -> np.ndarray:
    """A miss below the true number costs `share`, one above it 1 − share: lowest at that quantile of the target."""
    miss = np.asarray(y - predictions, dtype=float)
    return np.maximum(share * miss, (share - 1) * miss)


METRICS = (
    Metric(
        name="rmse",
        title="RMSE",
        answers=(Answer.NUMBER,),
        higher_is_better=False,
        score=of_sklearn("root_mean_squared_error"),
        proper=True,
        each_row=squared_errors,
        root=True,
        unit=TARGET_UNITS,
        function="root_mean_squared_error",
        brief=True,
        expected_regret=squared_regret,
        regret_title="squared error",
    ),
    Metric(
        name="mae",
        title="mean absolute error",
        answers=(Answer.NUMBER,),
        higher_is_better=False,
        score=of_sklearn("mean_absolute_error"),
        proper=True,
        each_row=_absolute,
        unit=TARGET_UNITS,
        function="mean_absolute_error",
        brief=True,
    ),
    Metric(
        name="r2",
        title="R²",
        answers=(Answer.NUMBER,),
        higher_is_better=True,
        score=of_sklearn("r2_score"),
        proper=True,
        low=-np.inf,
        high=1.0,
        stand_in="rmse",
        unit="share of the variance",
        function="r2_score",
        differing="value",
        where_undefined="rmse",
        perfect=0.99,
    ),
    *(
        Metric(
            name=f"pinball_{percent}",
            title=f"pinball loss of the {percent} % quantile",
            answers=(Answer.NUMBER,),
            higher_is_better=False,
            score=partial(of_sklearn("mean_pinball_loss"), alpha=percent / 100),
            proper=True,
            each_row=partial(_pinball, share=percent / 100),
            unit=TARGET_UNITS,
            function="mean_pinball_loss",
            code=f"{{function}}(y, predictions, alpha={percent / 100})",
            usual=False,
        )
        for percent in (10, 50, 90)
    ),
)
