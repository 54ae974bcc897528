"""The boosting libraries that often do best on tables: CatBoost is installed with dlfund, the others with an extra."""

from __future__ import annotations

import math
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from scipy.stats import loguniform, randint, uniform
from sklearn.pipeline import Pipeline

from dlfund.baselines.baseline import Baseline, Space, check_kind, encoded
from dlfund.baselines.boosted_trees import BoostedTrees
from dlfund.baselines.catboost_trees import CatBoostTrees
from dlfund.baselines.default_or import DefaultOr
from dlfund.baselines.lightgbm_trees import LightGBMTrees
from dlfund.baselines.trees import is_wide
from dlfund.baselines.xgboost_trees import XGBoostTrees
from dlfund.core.task_kind import LABELLED
from dlfund.data import Schema
from dlfund.data.encode import native

LIBRARIES = {"xgboost": "'dlfund[boosting]'", "lightgbm": "'dlfund[boosting]'", "catboost": "catboost"}
LEVELS = 100  # a category with more levels is target-encoded; CatBoost target-encodes every category itself


def available() -> dict[str, str]:
    """Each library's name, and the reason why it can't take part; empty if it can.

    Example:
        >>> sorted(available())
        ['catboost', 'lightgbm', 'xgboost']
    """
    return {
        name: "" if find_spec(name) else f"{name} is not installed: pip install {package}"
        for name, package in LIBRARIES.items()
    }


def xgboost() -> Baseline:
    """XGBoost: trees grown level by level, each correcting the errors of the sum before it."""
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
    """LightGBM: trees grown leaf by leaf, each correcting the errors of the sum before it."""
    return _boosted(
        "lightgbm",
        "LightGBM; tunes rate, rounds, leaves, their rows, rows and columns per tree, and penalty",
        LightGBMTrees,
        LEVELS,
        lambda wide: {
            "model__n_estimators": randint(20, 200),
            "model__num_leaves": DefaultOr(31, randint(2, 24)),
            "model__min_child_samples": randint(5, 50),
            "model__reg_lambda": DefaultOr(0.0, loguniform(1e-3, 10)),
            "model__subsample": uniform(0.5, 0.5),
            "model__colsample_bytree": _share(wide),
        },
    )


def catboost() -> Baseline:
    """CatBoost: balanced trees, and categories encoded as mean targets of the rows before."""
    return _boosted(
        "catboost",
        "CatBoost; tunes rate, rounds, depth, rows per tree, columns per split, noise of splits and penalty",
        CatBoostTrees,
        math.inf,
        lambda wide: {
            "model__learning_rate": DefaultOr(
                None, loguniform(0.02, 0.3)
            ),  # None: CatBoost's rule, from rows and rounds
            "model__iterations": DefaultOr(1000, randint(50, 300)),
            "model__rounds": [None],  # validation rows choose how many of the iterations are kept
            "model__depth": randint(2, 8),
            "model__l2_leaf_reg": loguniform(0.5, 10),
            "model__random_strength": loguniform(0.1, 5),
            "model__subsample": uniform(0.5, 0.5),
            "model__rsm": _share(wide),
        },
        most_rows=100_000,  # 22 s for 40,000
        most_columns=1_000,  # more than 100 s for 2,000
    )


def _boosted(
    name: str,
    about: str,
    trees: type[BoostedTrees],
    levels: float,
    space_of: Callable[[bool], Space],
    **most: Any,
) -> Baseline:
    def estimator(schema: Schema, seed: int) -> Pipeline:
        check_kind(name, schema, LABELLED, "baselines.k_means() for groups")
        if reason := available()[name]:
            raise ValueError(f"Expected the library that baselines.{name}() uses. Received: {reason}.")
        model = trees("classes" if schema.task_kind.has_classes else "numbers", random_state=seed)
        return encoded(name, schema, lambda schema: native(schema, 1, levels), ("model", model))

    def space(schema: Schema) -> Space:
        return {"model__learning_rate": loguniform(0.02, 0.3)} | space_of(is_wide(schema))

    return Baseline(name=name, about=about, approach="machine learning", estimator=estimator, space=space, **most)


def _share(wide: bool) -> Any:
    """The share of the columns that a tree or a split may use."""
    return DefaultOr(1.0, uniform(0.1, 0.3)) if wide else uniform(0.4, 0.6)
