"""The boosting libraries that win on tables, where they are installed: pip install 'dlfund[boosting]'."""

from __future__ import annotations

import math
from importlib.util import find_spec

from scipy.stats import loguniform, randint, uniform

from dlfund.baselines.baseline import LABELLED, Baseline, check_kind, encoded
from dlfund.baselines.catboost_trees import CatBoostTrees
from dlfund.baselines.lightgbm_trees import LightGBMTrees
from dlfund.baselines.trees import is_wide
from dlfund.baselines.xgboost_trees import XGBoostTrees
from dlfund.data.encode import native

LIBRARIES = ("xgboost", "lightgbm", "catboost")
LEVELS = 100  # a category of more levels becomes a mean target; CatBoost makes its own of all


def available() -> dict[str, str]:
    """Each library's name, and why it can't be a contender here; empty where it can.

    Example:
        >>> sorted(available())
        ['catboost', 'lightgbm', 'xgboost']
    """
    return {
        name: "" if find_spec(name) else f"{name} is not installed: pip install 'dlfund[boosting]'"
        for name in LIBRARIES
    }


def xgboost() -> Baseline:
    """XGBoost: trees grown level by level, each mending what the sum before it got wrong."""
    return _boosted(
        "xgboost",
        "XGBoost; tunes rate, rounds, depth, leaf weight, rows and columns per tree, and penalty",
        XGBoostTrees,
        LEVELS,
        lambda wide: {
            "model__n_estimators": randint(20, 200),
            "model__max_depth": randint(1, 8),
            "model__min_child_weight": loguniform(0.5, 30),
            "model__reg_lambda": loguniform(1e-2, 10),
            "model__subsample": uniform(0.5, 0.5),
            "model__colsample_bytree": _share(wide),
        },
    )


def lightgbm() -> Baseline:
    """LightGBM: trees grown leaf by leaf, each mending what the sum before it got wrong."""
    return _boosted(
        "lightgbm",
        "LightGBM; tunes rate, rounds, leaves, their rows, rows and columns per tree, and penalty",
        LightGBMTrees,
        LEVELS,
        lambda wide: {
            "model__n_estimators": randint(20, 200),
            "model__num_leaves": randint(2, 24),
            "model__min_child_samples": randint(5, 50),
            "model__reg_lambda": loguniform(1e-3, 10),
            "model__subsample": uniform(0.5, 0.5),
            "model__colsample_bytree": _share(wide),
        },
    )


def catboost() -> Baseline:
    """CatBoost: balanced trees, and categories by mean targets of the rows before."""
    return _boosted(
        "catboost",
        "CatBoost; tunes rate, rounds, depth, rows per tree, columns per split, noise of splits and penalty",
        CatBoostTrees,
        math.inf,
        lambda wide: {
            "model__iterations": randint(50, 300),
            "model__depth": randint(2, 8),
            "model__l2_leaf_reg": loguniform(0.5, 10),
            "model__random_strength": loguniform(0.1, 5),
            "model__subsample": uniform(0.5, 0.5),
            "model__rsm": _share(wide),
        },
        most_rows=100_000,  # 22 s for 40,000
        most_columns=1_000,  # more than 100 s for 2,000
    )


def _boosted(name, about, trees, levels, dials, **most):
    def estimator(schema, seed):
        check_kind(name, schema, LABELLED, "baselines.k_means() for groups")
        if reason := available()[name]:
            raise ValueError(f"Expected the library that baselines.{name}() is made of. Received: {reason}.")
        model = trees("numbers" if schema.kind == "regression" else "classes", random_state=seed)
        return encoded(name, schema, lambda schema: native(schema, 1, levels), ("model", model))

    def space(schema):
        return {"model__learning_rate": loguniform(0.02, 0.3)} | dials(is_wide(schema))

    return Baseline(name=name, about=about, rung="machine learning", estimator=estimator, space=space, **most)


def _share(wide):
    """Of the columns, that a tree or a split may look at."""
    return uniform(0.1, 0.3) if wide else uniform(0.4, 0.6)
