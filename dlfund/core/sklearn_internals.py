"""What dlfund asks of scikit-learn and scikit-learn has no public word for: one function each.

`baselines/quick_forest.py` has the compiled tree builder, `comparison/saved.py` the types that saved pipelines contain.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.utils.validation import _check_sample_weight


def checked_weights(sample_weight: Any, rows: Any) -> np.ndarray:
    """Weights of rows as floats, one a row and none below 0; scikit-learn's own message where they are not.

    Missing in scikit-learn: a public check of weights, whose messages `check_estimator` asks for.
    """
    return _check_sample_weight(sample_weight, rows, ensure_non_negative=True)


def asked_output(transformer: Any) -> str | None:
    """What `set_output` was told, such as "pandas"; None where it was not asked.

    Missing in scikit-learn: the way to read what `set_output` wrote.
    """
    return getattr(transformer, "_sklearn_output_config", {}).get("transform")


def boosted_nodes(model: Any) -> int | None:
    """The number of nodes in all trees of histogram gradient boosting; None for another model.

    Missing in scikit-learn: the trees, which `estimators_` has for every other ensemble.
    """
    stages = getattr(model, "_predictors", None)
    return None if stages is None else int(sum(len(tree.nodes) for stage in stages for tree in stage))


def remembered_rows(model: Any) -> Any:
    """The rows that a model of nearest neighbours keeps; None for another model.

    Missing in scikit-learn: the rows; `n_samples_fit_` is how many they are.
    """
    return getattr(model, "_fit_X", None)
