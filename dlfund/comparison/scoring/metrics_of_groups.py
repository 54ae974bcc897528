"""Metrics of clusterings against hidden labels; the numbering of the groups does not matter."""

from __future__ import annotations

import numpy as np

from dlfund.comparison.scoring.metric import Metric, of_sklearn
from dlfund.core.task_kind import Answer

METRICS = (
    Metric(
        name="adjusted_rand",
        title="adjusted Rand index",
        answers=(Answer.GROUP,),
        higher_is_better=True,
        score=of_sklearn("adjusted_rand_score"),
        low=-0.5,
        high=1.0,
        function="adjusted_rand_score",
    ),
    Metric(
        name="mutual_information",
        title="adjusted mutual information",
        answers=(Answer.GROUP,),
        higher_is_better=True,
        score=of_sklearn("adjusted_mutual_info_score"),
        low=-np.inf,
        high=1.0,
        function="adjusted_mutual_info_score",
    ),
)
