"""Ensembles of trees, averaged or boosted. Each fit uses one thread, since folds run in parallel."""

from __future__ import annotations

from typing import Any

from scipy.stats import loguniform, randint, uniform
from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.pipeline import Pipeline

from dlfund.baselines.baseline import Baseline, Space, check_kind, encoded, plain
from dlfund.baselines.default_or import DefaultOr
from dlfund.core.task_kind import LABELLED
from dlfund.data import Schema
from dlfund.data.encode import CATEGORIES, NUMBERED, native

TREES = 100
WIDE = 40  # from this number of columns on, splits that consider most of them take long and are not better


def random_forest() -> Baseline:
    """Deep trees on resampled rows, averaged."""
    return _averaged(
        "random_forest",
        f"{TREES} trees on resampled rows; tunes leaf size and columns per split",
        RandomForestClassifier,
        RandomForestRegressor,
        most_rows=40_000,  # 61 s
        most_columns=3_000,  # 32 s for 2,000
    )


def extra_trees() -> Baseline:
    """Deep trees with thresholds drawn at random, averaged."""
    return _averaged(
        "extra_trees",
        f"{TREES} trees with random thresholds; tunes leaf size and columns per split",
        ExtraTreesClassifier,
        ExtraTreesRegressor,
        most_rows=200_000,  # 12 s for 40,000
    )


def gradient_boosting() -> Baseline:
    """Small trees, each correcting the errors of the sum before it."""

    def estimator(schema: Schema, seed: int) -> Pipeline:
        check_kind("gradient_boosting", schema, LABELLED, "baselines.k_means() for groups")
        classes = schema.task_kind.has_classes
        make = HistGradientBoostingClassifier if classes else HistGradientBoostingRegressor
        bins = 64 if is_wide(schema) else 255  # half the time, and as good
        model = make(early_stopping=False, max_bins=bins, random_state=seed)
        if not any(column.role in CATEGORIES for column in schema.columns):
            return plain("gradient_boosting", schema, ("model", model))
        # there must be a bin for each level
        return encoded(
            "gradient_boosting",
            schema,
            lambda schema: native(schema, NUMBERED + 1, min(100, bins - 1)),
            ("model", model),
        )

    return Baseline(
        name="gradient_boosting",
        about="small trees added one by one; tunes rate, rounds, leaves, columns per split and penalty",
        approach="machine learning",
        estimator=estimator,
        space=_boosting_space,
    )


def _averaged(name: str, about: str, classifier: type, regressor: type, **most: Any) -> Baseline:
    def estimator(schema: Schema, seed: int) -> Pipeline:
        check_kind(name, schema, LABELLED, "baselines.k_means() for groups")
        make = classifier if schema.task_kind.has_classes else regressor
        return plain(name, schema, ("model", make(n_estimators=TREES, random_state=seed)))

    def space(schema: Schema) -> Space:
        return {
            "model__min_samples_leaf": [1, 2, 3, 5, 10, 20, 40],
            "model__max_features": DefaultOr(
                "sqrt" if schema.task_kind.has_classes else 1.0,
                uniform(0.05, 0.2) if is_wide(schema) else uniform(0.2, 0.8),
            ),
        }

    return Baseline(name=name, about=about, approach="machine learning", estimator=estimator, space=space, **most)


def _boosting_space(schema: Schema) -> Space:
    return {
        "model__learning_rate": loguniform(0.02, 0.3),
        "model__max_iter": randint(20, 200),
        "model__max_leaf_nodes": DefaultOr(31, randint(2, 16 if is_wide(schema) else 24)),
        "model__min_samples_leaf": randint(5, 50),
        "model__l2_regularization": DefaultOr(0.0, loguniform(1e-3, 10)),
        "model__max_features": DefaultOr(1.0, uniform(0.1, 0.3)) if is_wide(schema) else uniform(0.3, 0.7),
    }


def is_wide(schema: Schema) -> bool:
    """Whether each split should consider only a few of many columns."""
    return len(schema.columns) >= WIDE
